// axis.ts: what leaves for the national document axis, through the outbox. Does not decide when.
import { randomUUID } from 'node:crypto'
import type { Database } from '../kit/database.ts'
import type { ExchangeClient } from '../kit/exchange-client.ts'
import { Problem } from '../kit/problem.ts'
import type { Edoc, Organ } from './edoc.ts'
import { writeEdoc } from './edoc-writer.ts'
import type { Incoming } from './incoming.ts'
import { type OrganEntry, organOf } from './organ.ts'
import { type Status, statusRefusal } from './status.ts'
import { writeStatusMessage } from './status-message.ts'

const AXIS = 'national-axis'
const SERVICE = 'sendEdoc'

export type Axis = {
  /** Sends a document; in the transaction that issues it. */
  sendDocument(tx: Database, edoc: Edoc): Promise<void>
  /**
   * Tells the sender of a document from the axis how it stands; nothing for paper. Throws Problem 409 `status-not-allowed`
   * for a status that must not follow the last one told.
   */
  tell(
    tx: Database,
    document: Incoming,
    status: Status,
    how: { at: Date; staff: string; description?: string | undefined },
  ): Promise<void>
  /** Tells one receiver that a document of ours is recalled (13). */
  recall(
    tx: Database,
    recalled: {
      edocFrom: Organ
      to: Organ
      documentId: string
      code: string
      date: string
      at: Date
      reason: string
      staff: string
    },
  ): Promise<void>
}

type AxisFile = {
  /** What it is about. */
  readonly documentId: string
  readonly type: 'edoc' | 'status'
  /** Organ codes. */
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
}

/** `organs`: the province's own, to speak for. Messages about one document keep their order. */
export function createAxis(exchange: ExchangeClient, organs: readonly OrganEntry[]): Axis {
  const send = (tx: Database, { documentId, type, from, to, text }: AxisFile) =>
    exchange.send(tx, {
      id: randomUUID(),
      to: AXIS,
      service: SERVICE,
      stream: documentId,
      body: { servicetype: 'eDoc', messagetype: type, from, to, file_doc: text },
    })
  return {
    sendDocument: (tx, edoc) => {
      const to = edoc.to.map(({ organId }) => organId)
      const { documentId, from } = edoc
      return send(tx, { documentId, type: 'edoc', from: from.organId, to, text: writeEdoc(edoc) })
    },
    tell: async (tx, document, status, how) => {
      const { fromOrgan, documentId, told, changeAsked } = document
      if (document.source !== 'axis' || fromOrgan === undefined || documentId === undefined) return
      const refusal = statusRefusal(status, {
        side: 'receiver',
        last: told,
        changeAsked: changeAsked !== undefined,
      })
      if (refusal !== undefined) throw new Problem(409, 'status-not-allowed', refusal)
      const from = organOf(organs, document.unit)
      const text = writeStatusMessage({
        from,
        about: { organId: fromOrgan, code: document.notation, date: document.date, documentId },
        status,
        staff: how.staff,
        description: how.description ?? '',
        at: how.at.toISOString(),
      })
      await send(tx, { documentId, type: 'status', from: from.organId, to: [fromOrgan], text })
      if (!status.startsWith('change-'))
        await tx.query('update incoming set told = $2 where id = $1', [document.id, status])
    },
    recall: async (tx, recalled) => {
      const { edocFrom, to, documentId, code, date } = recalled
      const text = writeStatusMessage({
        from: edocFrom,
        about: { organId: edocFrom.organId, code, date, documentId },
        status: 'recalled',
        staff: recalled.staff,
        description: recalled.reason,
        at: recalled.at.toISOString(),
      })
      await send(tx, { documentId, type: 'status', from: edocFrom.organId, to: [to.organId], text })
    },
  }
}
