// incoming-handlers.ts: operations on incoming documents: the book, and the way from office head to officer. Reads no edXML.
import { randomUUID } from 'node:crypto'
import { actingUnit, listedUnit } from '../kit/acting-unit.ts'
import type { Caller } from '../kit/auth.ts'
import type { Database } from '../kit/database.ts'
import type { Handlers } from '../kit/handler.ts'
import { idempotencyKey, oncePerKey } from '../kit/idempotency.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import type { Axis } from './axis.ts'
import type { operations } from './generated/contract.d.ts'
import { filesOf, historyOf, noteStep } from './history.ts'
import { findIncoming, type Incoming, insertIncoming, selectIncoming, stepIncoming } from './incoming.ts'
import { drawNumber } from './number-book.ts'
import type { IncomingStep } from './progress.ts'
import type { Status } from './status.ts'

type Change = Parameters<typeof stepIncoming>[3]
type Step = {
  readonly step: IncomingStep
  readonly change?: Change
  readonly tells?: Status
  readonly note?: string | undefined
}

type Names =
  | 'registerIncoming'
  | 'listIncoming'
  | 'getIncoming'
  | 'registerArrived'
  | 'refuseArrived'
  | 'forwardIncoming'
  | 'directIncoming'
  | 'assignIncoming'
  | 'processIncoming'
  | 'finishIncoming'
  | 'answerChange'

/** Operations on incoming documents; each refusal is a Problem. */
export function incomingHandlers(context: Context, axis: Axis): Pick<Handlers<operations>, Names> {
  const { db, units, now } = context
  /** One step of one document, its history and, for the sender, its status: all or nothing. */
  const take = (
    caller: Caller,
    id: string,
    step: Step,
    before?: (tx: Database, document: Incoming) => Promise<Change>,
  ) =>
    db.transaction(async (tx) => {
      const document = await findIncoming(tx, caller, id, 'lock')
      const drawn = before === undefined ? {} : await before(tx, document)
      const next = await stepIncoming(tx, document, step.step, { ...step.change, ...drawn })
      const at = now()
      if (step.tells !== undefined)
        await axis.tell(tx, document, step.tells, { at, staff: caller.subject, description: step.note })
      await noteStep(tx, { documentId: id, at, step: step.step, by: caller.subject, note: step.note })
      return answerOf(next)
    })
  return {
    registerIncoming: async ({ body, headers, caller }, reply) => {
      const unit = actingUnit(units, caller, body.unit)
      const { answer } = await db.transaction((tx) =>
        oncePerKey(tx, { operation: 'registerIncoming', caller, headers, request: body }, async () => {
          const { number, year } = await drawNumber(tx, { unit, kind: 'incoming' }, now)
          const document = {
            ...({ id: randomUUID(), unit, source: 'paper', state: 'registered', number, year } as const),
            ...{ from: body.from, notation: body.notation, date: body.date, subject: body.subject },
            priority: body.priority ?? 'normal',
          }
          const operationKey = `${caller.subject}/${idempotencyKey(headers)}`
          await insertIncoming(tx, { ...document, operationKey, receivedAt: now() })
          await noteStep(tx, { documentId: document.id, at: now(), step: 'register', by: caller.subject })
          return document
        }),
      )
      return reply.code(201).send(answer)
    },
    listIncoming: async ({ query, caller }) => {
      const unit = listedUnit(units, caller, query.unit)
      const filter = { unit, state: query.state, documentId: query.documentId, limit: query.limit ?? 50 }
      return { incoming: (await selectIncoming(db, filter)).map(answerOf) }
    },
    getIncoming: async ({ params, caller }) => {
      const document = await findIncoming(db, caller, params.id)
      return {
        ...answerOf(document),
        files: await filesOf(db, params.id),
        history: await historyOf(db, params.id),
      }
    },
    registerArrived: async ({ params, caller }) =>
      take(caller, params.id, { step: 'register', tells: 'registered' }, async (tx, document) => {
        if (document.state !== 'arrived') return {}
        const { number, year } = await drawNumber(tx, { unit: document.unit, kind: 'incoming' }, now)
        return { number, year }
      }),
    refuseArrived: async ({ params, body, caller }) =>
      take(caller, params.id, { step: 'refuse', tells: 'refused', note: body.reason }),
    forwardIncoming: async ({ params, body, caller }) =>
      take(caller, params.id, { step: 'forward', change: { leader: body.leader }, note: body.note }),
    directIncoming: async ({ params, body, caller }) => {
      const { department, instruction, dueDate } = body
      const change = { department, instruction, ...(dueDate !== undefined && { dueDate }) }
      return take(caller, params.id, { step: 'direct', change, note: instruction })
    },
    assignIncoming: async ({ params, body, caller }) =>
      take(caller, params.id, {
        step: 'assign',
        change: { officer: body.officer },
        tells: 'assigned',
        note: body.note,
      }),
    processIncoming: async ({ params, caller }) =>
      take(caller, params.id, { step: 'process', tells: 'processing' }),
    finishIncoming: async ({ params, body, caller }) =>
      take(caller, params.id, { step: 'finish', tells: 'finished', note: body.result }),
    answerChange: async ({ params, body, caller }) =>
      db.transaction(async (tx) => {
        const document = await findIncoming(tx, caller, params.id, 'lock')
        if (document.changeAsked === undefined)
          throw new Problem(409, 'wrong-state', 'no recall or update of this document waits for an answer')
        const status = body.agreed ? 'change-agreed' : 'change-refused'
        const at = now()
        await axis.tell(tx, document, status, { at, staff: caller.subject, description: body.reason })
        await tx.query('update incoming set change_asked = null where id = $1', [document.id])
        const step = `${status} (${document.changeAsked})`
        await noteStep(tx, { documentId: document.id, at, step, by: caller.subject, note: body.reason })
        const { changeAsked: _answered, ...rest } = document
        return answerOf(rest)
      }),
  }
}

/** What a caller is shown; the last status told is the axis' affair. */
function answerOf({ told: _told, ...document }: Incoming): Omit<Incoming, 'told'> {
  return document
}
