// history.ts: what was done to a document, by whom, and the files that belong to it. Decides nothing.
import { createHash } from 'node:crypto'
import { type Database, withoutNulls } from '../kit/database.ts'
import type { Attachment } from './edoc.ts'

export type HistoryEntry = {
  readonly at: Date
  readonly step: string
  readonly by: string
  readonly note?: string
}
export type StoredFile = {
  readonly contentId: string
  readonly name: string
  readonly description: string
  readonly contentType: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** Adds one step to the history of a document; `at` is when it was taken. */
export async function noteStep(
  tx: Database,
  entry: { documentId: string; at: Date; step: string; by: string; note?: string | undefined },
): Promise<void> {
  await tx.query('insert into history (document_id, at, step, actor, note) values ($1, $2, $3, $4, $5)', [
    entry.documentId,
    entry.at,
    entry.step,
    entry.by,
    entry.note,
  ])
}

/** Oldest first. */
export async function historyOf(db: Database, documentId: string): Promise<HistoryEntry[]> {
  const rows = await db.query<HistoryEntry>(
    'select at, step, actor as by, note from history where document_id = $1 order by seq',
    [documentId],
  )
  return rows.map(withoutNulls)
}

/** Keeps the files of a document, in their order. */
export async function storeFiles(
  tx: Database,
  documentId: string,
  files: readonly Attachment[],
): Promise<void> {
  for (const [place, file] of files.entries())
    await tx.query(
      `insert into file (document_id, place, content_id, name, description, content_type, sha256, bytes)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[documentId, place, file.contentId, file.name, file.description, file.contentType],
        ...[sha256(file.bytes), Buffer.from(file.bytes)],
      ],
    )
}

/** The files without their bytes. */
export async function filesOf(db: Database, documentId: string): Promise<StoredFile[]> {
  return db.query<StoredFile>(
    `select content_id as "contentId", name, description, content_type as "contentType", length(bytes) as "sizeBytes", sha256
     from file where document_id = $1 order by place`,
    [documentId],
  )
}

/** The files whole. */
export async function attachmentsOf(db: Database, documentId: string): Promise<Attachment[]> {
  return db.query<Attachment>(
    `select content_id as "contentId", name, description, content_type as "contentType", bytes
     from file where document_id = $1 order by place`,
    [documentId],
  )
}

/** Hex. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}
