// systems/kit/role-matrix.ts: every operation of a contract tried by every kind of caller. Used by tests only.
import { ROLES } from '../../types/system.ts'
import { loadContract, type Operation } from './contract.ts'
import type { TestIdentity } from './testbed.ts'

export type Trial = {
  readonly operation: string
  readonly caller: string
  readonly expected: Verdict
  readonly found: Verdict
}
export type Verdict = 'unauthenticated' | 'forbidden' | 'let in'

const NOBODY = '00000000-0000-4000-8000-000000000000'

/**
 * Tries each operation without token, with each role, and as the exchange. The role is checked before parameters and body, so an
 * empty request shows whether the door opens; what lies behind it then answers 4xx.
 */
export async function tryEveryDoor(contract: URL, url: string, identity: TestIdentity): Promise<Trial[]> {
  const { operations } = await loadContract(contract)
  const callers = [
    { caller: 'nobody', role: undefined, client: undefined, token: undefined },
    ...(await Promise.all(
      ROLES.map(async (role) => ({
        caller: role,
        role,
        client: undefined,
        token: await identity.token({ roles: [role] }),
      })),
    )),
    {
      caller: 'exchange',
      role: undefined,
      client: 'exchange',
      token: await identity.token({ client: 'exchange' }),
    },
  ]
  const trials: Trial[] = []
  for (const operation of operations)
    for (const { caller, role, client, token } of callers) {
      const open = operation.roles === undefined && operation.clients === undefined
      const allowed =
        open ||
        (role !== undefined && (operation.roles?.includes(role) ?? false)) ||
        (client !== undefined && (operation.clients?.includes(client) ?? false))
      const expected = allowed ? 'let in' : token === undefined ? 'unauthenticated' : 'forbidden'
      trials.push({ operation: operation.id, caller, expected, found: await knock(operation, url, token) })
    }
  return trials
}

async function knock(operation: Operation, url: string, token: string | undefined): Promise<Verdict> {
  const response = await fetch(`${url}${operation.path.replace(/{\w+}/g, NOBODY)}`, {
    method: operation.method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  })
  const text = await response.text()
  if (response.status === 401) return 'unauthenticated'
  return response.status === 403 && text.includes('"role-not-allowed"') ? 'forbidden' : 'let in'
}
