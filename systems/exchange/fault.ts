// systems/exchange/fault.ts: what the exchange itself answers when a call fails in its hands. A provider's own answer is never turned into one.
import { randomUUID } from 'node:crypto'

/** Fault types of X-Road 7 (`ErrorCodes.java`); readers compare them without case and underscores. */
const FAULT_TYPES = {
  badRequest: 'client.bad_request',
  idReused: 'client.id_reused',
  accessDenied: 'server.serverproxy.access_denied',
  unknownMember: 'server.clientproxy.unknown_member',
  unknownService: 'server.serverproxy.unknown_service',
  networkError: 'server.serverproxy.network_error',
  serviceFailed: 'server.serverproxy.service_failed',
  loggingFailed: 'server.clientproxy.logging_failed',
} as const
export type FaultName = keyof typeof FAULT_TYPES

export type FaultAnswer = {
  readonly status: 400 | 500
  /** Value of the header X-Road-Error. */
  readonly type: string
  /** `detail` is a UUID under which the cause stands in this process's own journal. */
  readonly body: { readonly type: string; readonly message: string; readonly detail: string }
}

/** A call that fails in the exchange: 400 for a bad client request, else 500, always with X-Road-Error (PR-REST 4.6). */
export class Fault extends Error {
  readonly fault: FaultName
  readonly detail: string

  constructor(fault: FaultName, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'Fault'
    this.fault = fault
    this.detail = randomUUID()
  }

  answer(): FaultAnswer {
    const type = FAULT_TYPES[this.fault]
    return {
      status: type.startsWith('client.') ? 400 : 500,
      type,
      body: { type, message: this.message, detail: this.detail },
    }
  }
}
