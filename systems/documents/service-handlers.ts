// service-handlers.ts: what other systems deliver through the exchange, each with its effect once, and look-ups over the whole store.
import { createHash, randomUUID } from 'node:crypto'
import { SansangError } from '../../types/error.ts'
import { actingUnit } from '../kit/acting-unit.ts'
import { dayOf } from '../kit/calendar.ts'
import type { Database } from '../kit/database.ts'
import type { Handlers } from '../kit/handler.ts'
import { receiveOnce } from '../kit/inbox.ts'
import type { Context } from '../kit/server.ts'
import type { Axis } from './axis.ts'
import { collect, createAxisCall } from './collect.ts'
import type { operations } from './generated/contract.d.ts'
import { noteStep, storeFiles } from './history.ts'
import { insertIncoming } from './incoming.ts'
import { bookFaults, drawNumber } from './number-book.ts'
import { type OrganEntry, organOf } from './organ.ts'
import { type AxisMessage, readAxisMessage, receiveDocument, receiveStatus } from './receive.ts'

type Names =
  | 'receiveEdoc'
  | 'collectIncoming'
  | 'receiveMeetingMinutes'
  | 'getBook'
  | 'listOrgans'
  | 'listRejectedMessages'
  | 'lookupOperations'
type Minutes = operations['receiveMeetingMinutes']['requestBody']['content']['application/json']

/** Operations for the exchange and for the harness; each refusal is a Problem. */
export function serviceHandlers(
  context: Context,
  axis: Axis,
  organs: readonly OrganEntry[],
): Pick<Handlers<operations>, Names> {
  const { db, units, now, env, tokens } = context
  const callAxis = createAxisCall({ exchangeUrl: env.exchangeUrl, member: env.member, token: tokens.token })
  /** Stores a message's effect, or the message itself where it cannot be read. Committed when it resolves. */
  const take = async (text: string, messageId: string): Promise<AxisMessage | Unreadable> => {
    const message = readOrRefuse(text)
    if ('reason' in message) {
      await keepRejected(db, { messageId, at: now(), reason: message.reason, text })
      return message
    }
    await db.transaction((tx) =>
      receiveOnce(tx, messageId, async () => {
        const receiving = { tx, axis, organs, at: now() }
        if (message.kind === 'document') await receiveDocument(message.edoc, receiving)
        else if (!(await receiveStatus(message.status, receiving)))
          await keepRejected(tx, {
            messageId,
            at: now(),
            reason: `no document ${message.documentId} is here`,
            text,
          })
      }),
    )
    return message
  }
  return {
    receiveEdoc: async ({ body, headers }) => {
      const text = typeof body === 'string' ? body : body.file_doc
      const message = await take(text, String(headers['x-road-id']))
      return 'reason' in message
        ? { status: 'FAIL', ErrorCode: message.code, ErrorDesc: message.reason }
        : { status: 'OK', ErrorCode: '0', ErrorDesc: '', DocId: message.documentId }
    },
    collectIncoming: async ({ body, caller }) => {
      const { organId } = organOf(organs, actingUnit(units, caller, body.unit))
      return collect(organId, callAxis, async (text, messageId) =>
        'reason' in (await take(text, messageId)) ? 'rejected' : 'taken',
      )
    },
    receiveMeetingMinutes: async ({ body, headers, caller }) => {
      const unit = actingUnit(units, caller, body.unit)
      const result = await db.transaction((tx) =>
        receiveOnce(tx, String(headers['x-road-id']), () => enterMinutes(tx, unit, body, now)),
      )
      return { result }
    },
    getBook: async ({ params: { unit: code, year, kind }, caller }) => {
      const unit = actingUnit(units, caller, code)
      const table = kind === 'incoming' ? 'incoming' : 'outgoing'
      const rows = await db.query<{ number: number }>(
        `select number from ${table} where unit = $1 and year = $2 and number is not null order by number`,
        [unit, year],
      )
      const numbers = rows.map((row) => row.number)
      return {
        unit,
        year,
        kind,
        count: numbers.length,
        first: numbers[0] ?? 0,
        last: numbers.at(-1) ?? 0,
        ...bookFaults(numbers),
      }
    },
    listOrgans: async () => ({ organs }),
    listRejectedMessages: async ({ query }) => ({
      rejected: await db.query(
        `select message_id as "messageId", received_at as "receivedAt", reason from rejected_message order by received_at desc limit $1`,
        [query.limit ?? 50],
      ),
    }),
    lookupOperations: async ({ body }) => ({ counts: await countStored(db, body.ids) }),
  }
}

type Unreadable = { readonly reason: string; readonly code: string }

function readOrRefuse(text: string): AxisMessage | Unreadable {
  try {
    return readAxisMessage(text)
  } catch (error) {
    if (!(error instanceof SansangError)) throw error
    return { reason: error.message, code: error.code }
  }
}

async function keepRejected(
  db: Database,
  message: { messageId: string; at: Date; reason: string; text: string },
): Promise<void> {
  await db.query(
    'insert into rejected_message (message_id, received_at, reason, text) values ($1, $2, $3, $4) on conflict do nothing',
    [message.messageId, message.at, message.reason, message.text.replaceAll('\u0000', '\ufffd')],
  )
}

/** Minutes of our own system need no clerk to be read: they go into the book at once. */
async function enterMinutes(tx: Database, unit: string, body: Minutes, now: () => Date): Promise<void> {
  const { number, year } = await drawNumber(tx, { unit, kind: 'incoming' }, now)
  const id = randomUUID()
  await insertIncoming(tx, {
    ...{ id, unit, source: 'meetings', state: 'registered', number, year, receivedAt: now() },
    operationKey: `meetings ${body.roomId}`,
    ...{
      from: 'Hệ thống họp trực tuyến',
      notation: `BB-${body.roomId}`,
      date: dayOf(new Date(body.closedAt)),
    },
    ...{ subject: `Biên bản họp: ${body.title}`, content: body.minutes, priority: 'normal' },
  })
  const bytes = new TextEncoder().encode(JSON.stringify(body.attendance))
  const contentId = createHash('sha256').update(bytes).digest('hex').slice(0, 32)
  const list = {
    name: 'thanh-phan-du-hop.json',
    description: 'Danh sách thành phần dự họp',
    contentType: 'application/json',
  }
  await storeFiles(tx, id, [{ contentId, bytes, ...list }])
  await noteStep(tx, { documentId: id, at: now(), step: 'register', by: 'meetings' })
}

/** By the id a client was given: how many rows its operation has made. An id that is nowhere is 0. */
async function countStored(db: Database, ids: readonly string[]): Promise<Record<string, number>> {
  const counts = Object.fromEntries(ids.map((id) => [id, 0]))
  const known = ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
  for (const table of ['incoming', 'outgoing']) {
    const rows = await db.query<{ id: string; stored: number }>(
      `select acknowledged.id, (select count(*) from ${table} as same where same.operation_key = acknowledged.operation_key) as stored
       from ${table} as acknowledged where acknowledged.id = any($1::uuid[])`,
      [known],
    )
    for (const { id, stored } of rows) counts[id] = stored
  }
  return counts
}
