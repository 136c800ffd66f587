// outgoing-handlers.ts: operations on outgoing documents: draft, submit, sign, number and issue, recall. Reads no edXML.
import { randomUUID } from 'node:crypto'
import { actingUnit, listedUnit } from '../kit/acting-unit.ts'
import type { Caller } from '../kit/auth.ts'
import type { Database } from '../kit/database.ts'
import type { Handlers } from '../kit/handler.ts'
import { idempotencyKey, oncePerKey } from '../kit/idempotency.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import type { Axis } from './axis.ts'
import { dispatchBy } from './dispatch.ts'
import type { Attachment, ResponseFor } from './edoc.ts'
import type { operations } from './generated/contract.d.ts'
import { attachmentsOf, filesOf, historyOf, noteStep, storeFiles } from './history.ts'
import { findIncoming } from './incoming.ts'
import { edocOf, issueOf } from './issue.ts'
import { drawNumber } from './number-book.ts'
import { type OrganEntry, organOf } from './organ.ts'
import {
  contentSha256,
  findOutgoing,
  insertDraft,
  type Outgoing,
  receiversOf,
  selectOutgoing,
  stepOutgoing,
} from './outgoing.ts'

type Names =
  | 'draftOutgoing'
  | 'listOutgoing'
  | 'getOutgoing'
  | 'submitOutgoing'
  | 'returnOutgoing'
  | 'signOutgoing'
  | 'issueOutgoing'
  | 'recallOutgoing'
type DraftBody = operations['draftOutgoing']['requestBody']['content']['application/json']

/** Operations on outgoing documents; each refusal is a Problem. */
export function outgoingHandlers(
  context: Context,
  axis: Axis,
  organs: readonly OrganEntry[],
): Pick<Handlers<operations>, Names> {
  const { db, units, calendar, now } = context
  const take = (
    caller: Caller,
    id: string,
    work: (tx: Database, document: Outgoing) => Promise<{ next: Outgoing; step: string; note?: string }>,
  ) =>
    db.transaction(async (tx) => {
      const document = await findOutgoing(tx, caller, id, 'lock')
      const { next, step, note } = await work(tx, document)
      await noteStep(tx, { documentId: id, at: now(), step, by: caller.subject, note })
      return { ...next, receivers: await receiversOf(tx, id) }
    })
  const issue = async (tx: Database, document: Outgoing): Promise<Outgoing> => {
    const receivers = await receiversOf(tx, document.id)
    if (contentSha256(document, receivers, await filesOf(tx, document.id)) !== document.contentSha256)
      throw new Problem(409, 'content-changed', 'the document is no longer what was signed')
    const from = organOf(organs, document.unit)
    const entry = await drawNumber(tx, { unit: document.unit, kind: 'outgoing' }, now)
    const issued = { ...issueOf(document, entry, from), issuedAt: now() }
    const next = await stepOutgoing(tx, document, 'issue', issued)
    if (receivers.length === 0) return next
    const place = units.find(document.unit)?.name ?? ''
    const files = await attachmentsOf(tx, document.id)
    const parts = { from, place, receivers, files, responseFor: await answered(tx, document) }
    await axis.sendDocument(tx, edocOf({ ...next, ...issued }, parts))
    return next
  }
  return {
    draftOutgoing: async ({ body, headers, caller }, reply) => {
      const unit = actingUnit(units, caller, body.unit)
      const { answer } = await db.transaction((tx) =>
        oncePerKey(tx, { operation: 'draftOutgoing', caller, headers, request: body }, async () => {
          if (body.responseTo !== undefined) await findIncoming(tx, caller, body.responseTo)
          const {
            type,
            subject,
            department,
            content = '',
            priority = 'normal',
            receivers = [],
            responseTo,
          } = body
          const draft = {
            ...{ id: randomUUID(), unit, type, subject, content, department, priority },
            ...(responseTo !== undefined && { responseTo }),
          }
          const operationKey = `${caller.subject}/${idempotencyKey(headers)}`
          const at = now()
          await insertDraft(tx, {
            ...draft,
            receivers: distinct(receivers),
            operationKey,
            draftedBy: caller.subject,
            draftedAt: at,
          })
          await storeFiles(tx, draft.id, filesOfDraft(body))
          await noteStep(tx, { documentId: draft.id, at, step: 'draft', by: caller.subject })
          return { ...draft, state: 'draft', receivers }
        }),
      )
      return reply.code(201).send(answer)
    },
    listOutgoing: async ({ query, caller }) => {
      const unit = listedUnit(units, caller, query.unit)
      const found = await selectOutgoing(db, { unit, state: query.state, limit: query.limit ?? 50 })
      return {
        outgoing: await Promise.all(
          found.map(async (one) => ({ ...one, receivers: await receiversOf(db, one.id) })),
        ),
      }
    },
    getOutgoing: async ({ params: { id }, caller }) => {
      const document = await findOutgoing(db, caller, id)
      const [receivers, files, history] = await Promise.all([
        receiversOf(db, id),
        filesOf(db, id),
        historyOf(db, id),
      ])
      return { ...document, receivers, files, history }
    },
    submitOutgoing: async ({ params, caller }) =>
      take(caller, params.id, async (tx, document) => ({
        next: await stepOutgoing(tx, document, 'submit'),
        step: 'submit',
      })),
    returnOutgoing: async ({ params, body, caller }) =>
      take(caller, params.id, async (tx, document) => ({
        next: await stepOutgoing(tx, document, 'return'),
        ...{ step: 'return', note: body.reason },
      })),
    signOutgoing: async ({ params, body, caller }) =>
      take(caller, params.id, async (tx, document) => {
        const signedAt = now()
        const sha256 = contentSha256(
          document,
          await receiversOf(tx, document.id),
          await filesOf(tx, document.id),
        )
        const next = await stepOutgoing(tx, document, 'sign', {
          ...{ contentSha256: sha256, signer: body.fullName, position: body.position, signedAt },
          dispatchBy: dispatchBy(signedAt, document.priority, calendar),
          ...(body.competence !== undefined && { competence: body.competence }),
        })
        return { next, step: 'sign' }
      }),
    issueOutgoing: async ({ params: { id }, caller }) =>
      db.transaction(async (tx) => {
        const document = await findOutgoing(tx, caller, id, 'lock')
        // A clerk whose first answer got lost asks again: the document keeps the number it has.
        if (document.state === 'issued') return { ...document, receivers: await receiversOf(tx, id) }
        const next = await issue(tx, document)
        await noteStep(tx, { documentId: id, at: now(), step: 'issue', by: caller.subject })
        return { ...next, receivers: await receiversOf(tx, id) }
      }),
    recallOutgoing: async ({ params, body, caller }) =>
      take(caller, params.id, async (tx, document) => {
        const next = await stepOutgoing(tx, document, 'recall')
        const { documentId, notation, issuedOn } = next
        if (documentId === undefined || notation === undefined || issuedOn === undefined)
          throw new Error(`document ${next.id} is issued without number`)
        for (const to of await receiversOf(tx, next.id))
          await axis.recall(tx, {
            ...{ edocFrom: organOf(organs, next.unit), to, documentId, code: notation, date: issuedOn },
            ...{ at: now(), reason: body.reason, staff: caller.subject },
          })
        return { next, step: 'recall', note: body.reason }
      }),
  }
}

/** The document it answers, as the receiver knows it; nothing when that came on paper. */
async function answered(tx: Database, document: Outgoing): Promise<ResponseFor[]> {
  if (document.responseTo === undefined) return []
  const rows = await tx.query<ResponseFor>(
    `select from_organ as "organId", notation as code, date, document_id as "documentId" from incoming
     where id = $1 and source = 'axis'`,
    [document.responseTo],
  )
  return rows
}

function filesOfDraft(body: DraftBody): Attachment[] {
  return (body.attachments ?? []).map((file) => ({
    contentId: randomUUID(),
    name: file.name,
    description: file.description ?? '',
    contentType: file.contentType,
    bytes: bytesOf(file),
  }))
}

/** Node decodes what it can and drops the rest: a file cut short on its way would be issued as if it were whole. */
function bytesOf(file: { readonly name: string; readonly content: string }): Uint8Array {
  const bytes = Buffer.from(file.content, 'base64')
  if (bytes.toString('base64') !== file.content)
    throw new Problem(422, 'bad-attachment', `the content of ${file.name} is not whole base64`)
  return new Uint8Array(bytes)
}

function distinct<T extends { organId: string }>(receivers: readonly T[]): T[] {
  const ids = new Set(receivers.map((receiver) => receiver.organId))
  if (ids.size < receivers.length) throw new Problem(422, 'receiver-twice', 'a receiver is named twice')
  return [...receivers]
}
