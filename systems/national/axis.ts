// systems/national/axis.ts: the national document axis: takes messages and keeps each in its receivers' inboxes until acknowledged. Reads no HTTP.
import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../../types/json.ts'
import type { Database } from '../kit/database.ts'
import { readEnvelope, traced } from './axis-message.ts'
import type { PeerServices, Received } from './peer-service.ts'
import { CODES, Refusal } from './refusal.ts'

const OK: JsonObject = { status: 'OK', ErrorCode: '0', ErrorDesc: '' }
/** The axis's own identifier, as its trace names it. */
const AXIS_ORGAN = 'G22'
/** What updateStatus may say; the last three leave the inbox. */
const INBOX_STATUSES = [
  'inbox',
  'processing',
  'done',
  'fail',
  'rejection',
  'acceptance',
  'assignment',
  'cancellation',
]
const LIST_MAX = 200

/** What the axis offers, by service name. */
export function axisServices(): PeerServices {
  return {
    sendEdoc: { changes: true, serve: send },
    updateStatus: { changes: true, serve: acknowledge },
    getReceivedEdocList: { changes: false, serve: listReceived },
    getEdoc: { changes: false, serve: give },
  }
}

async function send(tx: Database, { body, messageId }: Received): Promise<JsonObject> {
  const file = text(body, 'file_doc')
  const envelope = readEnvelope(file)
  const said = { from: text(body, 'from'), messagetype: text(body, 'messagetype') }
  if (said.from !== envelope.from)
    throw new Refusal(CODES.invalid, [`from ${said.from} is not the From of the message, ${envelope.from}`])
  if (said.messagetype !== envelope.messageType)
    throw new Refusal(CODES.invalid, [
      `messagetype ${said.messagetype}, but the message is of type ${envelope.messageType}`,
    ])
  const docId = randomUUID()
  await tx.query(
    `insert into axis_document (doc_id, message_id, message_type, from_organ, document_id, status_code, file)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [docId, messageId, envelope.messageType, envelope.from, envelope.documentId, envelope.statusCode, file],
  )
  await tx.query(
    'insert into axis_inbox (doc_id, organ) select $1, unnest($2::text[]) on conflict do nothing',
    [docId, receivers(body, envelope.to)],
  )
  return { ...OK, DocId: docId }
}

// A recall goes to those who have the document, which only the caller's `to` says.
function receivers(body: JsonObject, named: readonly string[]): readonly string[] {
  const { to } = body
  const said = (Array.isArray(to) ? to : [to]).filter(
    (organ): organ is string => typeof organ === 'string' && organ !== '',
  )
  return said.length > 0 ? said : named
}

async function listReceived(tx: Database, { body }: Received): Promise<JsonObject> {
  const rows = await tx.query<{
    docId: string
    messageType: string
    from: string
    status: string
    at: Date
    changed: Date
  }>(
    `select d.doc_id as "docId", message_type as "messageType", from_organ as "from", i.status, created_at as at,
       i.updated_at as changed
     from axis_inbox as i join axis_document as d using (doc_id)
     where organ = $1 and i.status in ('inbox', 'processing') order by d.seq limit $2`,
    [text(body, 'organId'), LIST_MAX],
  )
  const data = rows.map(({ at, changed, ...row }) => ({
    ...row,
    serviceType: 'eDoc',
    to: text(body, 'organId'),
    created_time: at.toISOString(),
    updated_time: changed.toISOString(),
  }))
  return { ...OK, data }
}

async function give(tx: Database, { body, now }: Received): Promise<JsonObject> {
  const docId = uuid(body, 'docId')
  const [row] = await tx.query<{ file: string }>('select file from axis_document where doc_id = $1', [docId])
  if (row === undefined) throw new Refusal(CODES.invalid, [`there is no document ${docId}`])
  return { ...OK, data: traced(row.file, AXIS_ORGAN, now) }
}

async function acknowledge(tx: Database, { body }: Received): Promise<JsonObject> {
  const docId = uuid(body, 'docId')
  const status = text(body, 'status')
  if (!INBOX_STATUSES.includes(status)) throw new Refusal(CODES.invalid, [`status ${status} is not known`])
  const rows = await tx.query(
    `update axis_inbox set status = $3, updated_at = now() where doc_id = $1 and organ = $2 returning doc_id`,
    [docId, text(body, 'organId'), status],
  )
  if (rows.length === 0) throw new Refusal(CODES.invalid, [`${docId} is not in that inbox`])
  return OK
}

function uuid(body: JsonObject, name: string): string {
  const value = text(body, name)
  if (!/^[0-9a-f-]{36}$/i.test(value)) throw new Refusal(CODES.invalid, [`${name} is not an id of the axis`])
  return value
}

function text(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw new Refusal(CODES.empty, [`${name} is missing`])
  return value
}
