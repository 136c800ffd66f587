// receive.ts: what a message from the axis changes here: an arrival, a change asked for, a receiver's status. Does not enter it in the book.
import { randomUUID } from 'node:crypto'
import type { Database } from '../kit/database.ts'
import type { Axis } from './axis.ts'
import type { Edoc } from './edoc.ts'
import { isStatusMessage, parseEdxml, readEdoc } from './edoc-reader.ts'
import { noteStep, storeFiles } from './history.ts'
import { type Arrival, insertIncoming } from './incoming.ts'
import { type OrganEntry, organAddressed } from './organ.ts'
import { readStatusMessage, type StatusMessage } from './status-message.ts'

export type AxisMessage =
  | { readonly kind: 'document'; readonly edoc: Edoc; readonly documentId: string }
  | { readonly kind: 'status'; readonly status: StatusMessage; readonly documentId: string }

export type Receiving = {
  readonly tx: Database
  readonly axis: Axis
  readonly organs: readonly OrganEntry[]
  readonly at: Date
}

/** Throws SansangError `edxml-unreadable` or `edxml-invalid`. */
export function readAxisMessage(text: string): AxisMessage {
  if (isStatusMessage(parseEdxml(text))) {
    const status = readStatusMessage(text)
    return { kind: 'status', status, documentId: status.about.documentId }
  }
  const edoc = readEdoc(text)
  return { kind: 'document', edoc, documentId: edoc.documentId }
}

/**
 * Stores a document once for each unit of ours it is addressed to (deviation D4), and tells its sender 01. The same document
 * under a new message id changes nothing (D5). Addressed to none of ours it is kept at the province's office, marked.
 */
export async function receiveDocument(edoc: Edoc, { tx, axis, organs, at }: Receiving): Promise<void> {
  await noteChange(edoc, { tx, axis, organs, at })
  for (const { unit, addressedTo } of addressees(edoc, organs)) {
    const arrival: Arrival = {
      ...{ id: randomUUID(), unit, source: 'axis', state: 'arrived', receivedAt: at },
      operationKey: `${edoc.from.organId} ${edoc.documentId} ${unit}`,
      ...{
        from: edoc.from.name || edoc.from.organId,
        fromOrgan: edoc.from.organId,
        documentId: edoc.documentId,
      },
      notation: `${edoc.code.number}/${edoc.code.notation}`,
      ...{
        date: edoc.promulgation.date,
        subject: edoc.subject,
        content: edoc.content,
        priority: edoc.priority,
      },
      ...(edoc.dueDate !== undefined && { dueDate: edoc.dueDate }),
      ...(addressedTo !== undefined && { addressedTo }),
    }
    if (!(await insertIncoming(tx, arrival))) continue
    await storeFiles(tx, arrival.id, edoc.attachments)
    await noteStep(tx, { documentId: arrival.id, at, step: 'arrive', by: edoc.from.organId })
    await axis.tell(tx, arrival, 'arrived', { at, staff: '' })
  }
}

/** Keeps what a receiver tells, or what a sender asks (13). False when no document of ours is meant. */
export async function receiveStatus(message: StatusMessage, { tx, at }: Receiving): Promise<boolean> {
  const { status, about, from, description: note } = message
  const by = from.organId
  if (status === 'recalled') {
    // Only its sender recalls a document: one that names another organ's finds no row here.
    const rows = await tx.query<{ id: string }>(
      `update incoming set change_asked = 'recall' where from_organ = $1 and document_id = $2 returning id`,
      [by, about.documentId],
    )
    for (const { id } of rows) await noteStep(tx, { documentId: id, at, step: 'recall asked', by, note })
    return rows.length > 0
  }
  const rows = await tx.query<{ outgoing_id: string }>(
    `update receiver set status = $3, status_at = $4 from outgoing
     where outgoing.id = outgoing_id and outgoing.document_id = $1 and organ_id = $2 returning outgoing_id`,
    [about.documentId, by, status, message.at],
  )
  for (const row of rows)
    await noteStep(tx, { documentId: row.outgoing_id, at, step: `receiver: ${status}`, by, note })
  return rows.length > 0
}

/** A revocation, update or replacement is keyed by the DocumentId it names, never by a number (D7). */
async function noteChange(edoc: Edoc, { tx, at }: Receiving): Promise<void> {
  const { type, documentId, reason: note } = edoc.business
  if (type === 'issue' || documentId === undefined) return
  const rows = await tx.query<{ id: string }>(
    'update incoming set change_asked = $3 where from_organ = $1 and document_id = $2 returning id',
    [edoc.from.organId, documentId, type],
  )
  for (const { id } of rows)
    await noteStep(tx, { documentId: id, at, step: `${type} asked`, by: edoc.from.organId, note })
}

function addressees(edoc: Edoc, organs: readonly OrganEntry[]): { unit: string; addressedTo?: string }[] {
  const ours = edoc.to.flatMap(({ organId }) => organAddressed(organs, organId)?.unit ?? [])
  if (ours.length > 0) return [...new Set(ours)].map((unit) => ({ unit }))
  const office = organs[0]
  if (office === undefined) throw new Error('the province has no organ of its own')
  return [{ unit: office.unit, addressedTo: edoc.to.map(({ organId }) => organId).join(' ') }]
}
