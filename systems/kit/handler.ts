// systems/kit/handler.ts: the shape of an operation's handler, typed by the contract's generated types. No behaviour.
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Caller } from './auth.ts'

/** What a handler is given: validated against the contract before it is called. */
export type HandlerRequest<Params, Query, Body> = {
  /** Request id, also in the logs and in the answer's X-Request-Id. */
  readonly id: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly headers: IncomingHttpHeaders
  readonly caller: Caller
}

/** Resolves to the answer's body (200 unless `reply.code` was set; undefined: 204). Throws Problem for a refusal. */
export type Handler<
  Params = Readonly<Record<string, string>>,
  Query = Readonly<Record<string, unknown>>,
  Body = unknown,
> = (request: HandlerRequest<Params, Query, Body>, reply: FastifyReply) => Promise<unknown>

type PartOf<Operation, Part extends string> = Operation extends { parameters: { [Key in Part]: infer Value } }
  ? Value
  : Record<string, never>
type QueryOf<Operation> = Operation extends { parameters: { query?: infer Value } }
  ? NonNullable<Value>
  : Record<string, never>
type JsonBody<Value> = { content: { 'application/json': Value } }
type BodyOf<Operation> = Operation extends { requestBody?: never }
  ? undefined
  : Operation extends { requestBody: JsonBody<infer Value> }
    ? Value
    : Operation extends { requestBody?: JsonBody<infer Value> }
      ? Value | undefined
      : undefined

/** Handlers for `operations` of a generated `contract.d.ts`: one for each operationId, none more. */
export type Handlers<Operations> = {
  [Id in keyof Operations]: Handler<
    PartOf<Operations[Id], 'path'>,
    QueryOf<Operations[Id]>,
    BodyOf<Operations[Id]>
  >
}
