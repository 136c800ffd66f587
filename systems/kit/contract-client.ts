// systems/kit/contract-client.ts: how an adapter asks a system, by role, through its contract. Knows no operation.
import type { AdapterOptions } from '../../types/adapter.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'

export type ContractRequest = {
  readonly role: Role
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: Json | undefined
  /** Idempotency-Key. */
  readonly key?: string | undefined
}
export type ContractAnswer = { readonly status: number; readonly body: unknown }
/** The answer's body. Throws with status, type and detail of the problem when the answer is not 2xx. */
export type ContractCall = (request: ContractRequest) => Promise<unknown>

export type ContractClient = {
  /** The answer whatever its status, for a step that expects a certain one. */
  readonly ask: (request: ContractRequest) => Promise<ContractAnswer>
  readonly call: ContractCall
}

const TIMEOUT_MS = 10_000

/** Asks the system at `baseUrl` with the tokens of the roles; an answer may take ten seconds, `patience` times. */
export function contractClient(options: AdapterOptions): ContractClient {
  const { baseUrl, token, fetch: send = fetch, patience = 1 } = options
  const ask = async ({ role, method, path, body, key }: ContractRequest): Promise<ContractAnswer> => {
    const response = await send(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token(role)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS * patience),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  const call = async (request: ContractRequest): Promise<unknown> => {
    const { status, body } = await ask(request)
    if (status >= 200 && status < 300) return body
    const { type, detail } = (body ?? {}) as { type?: string; detail?: string }
    throw new Error(`${request.method} ${request.path} answered ${status} ${type ?? ''}: ${detail ?? ''}`)
  }
  return { ask, call }
}
