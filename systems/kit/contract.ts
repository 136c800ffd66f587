// systems/kit/contract.ts: a system's OpenAPI contract with its operations listed. Checks the contract, not the requests.
import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import { type Fault, SansangError } from '../../types/error.ts'
import type { JsonObject } from '../../types/json.ts'
import { ROLES, type Role } from '../../types/system.ts'
import type { Demand } from './auth.ts'

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const

export type Operation = Demand & {
  readonly id: string
  readonly method: (typeof METHODS)[number]
  /** As in the contract: `/dossiers/{code}`. */
  readonly path: string
  readonly bodyRequired: boolean
}
export type Contract = { readonly document: JsonObject; readonly operations: readonly Operation[] }

/**
 * Reads `contract.yaml`. Throws `bad-contract` with every fault at once: YAML errors, duplicate keys, an operation
 * without a camelCase operationId, a repeated one, an unknown role.
 */
export async function loadContract(url: URL): Promise<Contract> {
  const parsed = parseDocument(await readFile(url, 'utf8'), { uniqueKeys: true })
  const faults: Fault[] = parsed.errors.map((error) => ({ where: url.pathname, message: error.message }))
  const document: unknown = faults.length > 0 ? {} : parsed.toJS()
  const operations = faults.length > 0 ? [] : listOperations(document, faults)
  if (faults.length === 0 && operations.length === 0)
    faults.push({ where: url.pathname, message: 'no operation under paths' })
  if (faults.length > 0)
    throw new SansangError('bad-contract', {
      message: `the contract ${url.pathname} has ${faults.length} fault(s)`,
      hint: 'mend contract.yaml as listed',
      where: url.pathname,
      faults,
    })
  return { document: document as JsonObject, operations }
}

function listOperations(document: unknown, faults: Fault[]): Operation[] {
  const operations: Operation[] = []
  for (const [path, item] of entriesOf(entriesOf(document).find(([key]) => key === 'paths')?.[1]))
    for (const [key, body] of entriesOf(item)) {
      const method = METHODS.find((name) => name.toLowerCase() === key)
      if (method === undefined) continue
      const fields = new Map(entriesOf(body))
      const where = `${method} ${path}`
      const id = String(fields.get('operationId') ?? '')
      if (!/^[a-z][a-zA-Z0-9]*$/.test(id))
        faults.push({ where, message: 'operationId missing or not camelCase' })
      if (operations.some((operation) => operation.id === id))
        faults.push({ where, message: `operationId ${id} is used twice` })
      const roles = namesOf(fields.get('x-roles'), 'x-roles', where, faults)
      const clients = namesOf(fields.get('x-clients'), 'x-clients', where, faults)
      const unknown = roles?.filter((role) => !isRole(role)) ?? []
      if (unknown.length > 0)
        faults.push({ where, message: `unknown role in x-roles: ${unknown.join(', ')}` })
      operations.push({
        id,
        method,
        path,
        bodyRequired: new Map(entriesOf(fields.get('requestBody'))).get('required') === true,
        ...(roles !== undefined && { roles: roles.filter(isRole) }),
        ...(clients !== undefined && { clients }),
      })
    }
  return operations
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

function namesOf(value: unknown, key: string, where: string, faults: Fault[]): string[] | undefined {
  if (value === undefined) return undefined
  // An empty list would lock everybody out or, read carelessly, let everybody in.
  if (!Array.isArray(value) || value.length === 0) {
    faults.push({ where, message: `${key} must be a non-empty list; leave it out for a public operation` })
    return []
  }
  return value.map(String)
}

function isRole(name: string): name is Role {
  return (ROLES as readonly string[]).includes(name)
}
