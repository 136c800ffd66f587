// loadtests/shared/operation.ts: one request to a system, timed from when it was due, and written to the ledger once acknowledged.
import { check } from 'k6'
import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Rate, Trend } from 'k6/metrics'
import type { LedgerEntry } from '../../types/load.ts'
import type { SystemName } from '../../types/system.ts'
import { profile } from './profile.ts'

/** Milliseconds from the intended start to the answer: a queue in front of the system counts against it. */
const operationMs = new Trend('operation_ms', true)
const operationFailed = new Rate('operation_failed')
const operations = new Counter('operations')

export type Call = {
  readonly system: SystemName
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly token: string
  readonly body?: object
  readonly expect: readonly number[]
  readonly idempotencyKey?: string
}

/** When this iteration was due under the open model, in epoch milliseconds. */
export function dueAtMs(ratePerSecond: number): number {
  return exec.scenario.startTime + (exec.scenario.iterationInTest * 1000) / ratePerSecond
}

/**
 * Makes one call. Returns the parsed body, or undefined when the answer was not among `expect`
 * (counted as failed). `dueMs` is given for an iteration's first call only.
 */
export function call(request: Call, dueMs?: number): Record<string, unknown> | undefined {
  const { system, operation, method, path, token, body, expect, idempotencyKey } = request
  const headers: Record<string, string> = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
  }
  if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey
  const startedMs = Date.now()
  const response = http.request(
    method,
    `${profile.endpoints[system]}${path}`,
    body === undefined ? null : JSON.stringify(body),
    { headers, tags: { name: `${system}.${operation}`, system }, timeout: '10s' },
  )
  const tags = { system, operation }
  operationMs.add(Date.now() - Math.min(startedMs, dueMs ?? startedMs), tags)
  const ok = check(
    response,
    { [`${operation} answered ${expect.join(' or ')}`]: (r) => expect.includes(r.status) },
    { system },
  )
  operationFailed.add(!ok, tags)
  operations.add(ok ? 1 : 0, tags)
  if (!ok && __ENV.SANSANG_LEDGER === '1')
    console.warn(
      JSON.stringify({
        failed: operation,
        system,
        status: response.status,
        body: String(response.body).slice(0, 300),
      }),
    )
  if (!ok) return undefined
  return (response.body === null || response.body === '' ? {} : response.json()) as Record<string, unknown>
}

/** Writes an acknowledged operation to the ledger: only what the system has answered for can be lost. */
export function acknowledge(system: SystemName, operation: string, id: unknown, unit?: string): void {
  if (__ENV.SANSANG_LEDGER !== '1') return
  const entry: LedgerEntry = {
    system,
    id: String(id),
    operation,
    ...(unit === undefined ? {} : { unit }),
    atMs: Date.now(),
  }
  console.log(JSON.stringify(entry))
}

/** Unique within the run, the same when the client repeats itself. */
export function operationKey(operation: string): string {
  // The start time tells two bare runs with one profile apart.
  const { name, startTime, iterationInTest } = exec.scenario
  return `${profile.runId}-${startTime}-${name}-${operation}-${iterationInTest}`
}
