// systems/national/reads.ts: what reconciliation reads from the national peers. Changes nothing.
import type { Handlers } from '../kit/handler.ts'
import type { Context } from '../kit/server.ts'
import type { components, operations } from './generated/contract.d.ts'

type PortalDossier = components['schemas']['PortalDossier']
type Timed<T, Names extends string> = Omit<T, Names> & Record<Names, Date>
type AxisDocument = {
  seq: number
  docId: string
  messageType: 'edoc' | 'status'
  from: string
  documentId: string
  statusCode: string | null
  receivers: { organ: string; status: string }[]
  deliveries: number
  createdAt: Date
}
type Summary = {
  seq: number
  client: string
  template: string
  period: string
  body: object
  deliveries: number
  receivedAt: Date
}

const DEFAULT_LIMIT = 100

const DOSSIERS = `
  select d.seq, d.code, d.unit, d.procedure, d.status, d.registered_at as "registeredAt", d.updated_at as "updatedAt",
    count(*) filter (where m.kind = 'registration') as registrations,
    count(*) filter (where m.kind = 'update') as updates,
    count(*) filter (where m.kind = 'progress') as progress,
    coalesce(sum((select count(*) from delivery where delivery.message_id = m.message_id)), 0)::int as deliveries
  from dossier as d join dossier_message as m on m.code = d.code
  where d.seq > $1 and ($3::timestamptz is null or d.updated_at >= $3)
  group by d.code order by d.seq limit $2`

/** Operations that read what the peers hold, page by page. */
export function readHandlers({ db }: Context): Handlers<operations> {
  return {
    listPortalDossiers: async ({ query: { after = 0, limit = DEFAULT_LIMIT, since } }) => {
      const rows = await db.query<Timed<PortalDossier, 'registeredAt' | 'updatedAt'>>(DOSSIERS, [
        after,
        limit,
        since === undefined ? null : new Date(since),
      ])
      const dossiers = rows.map((row) => ({
        ...row,
        registeredAt: row.registeredAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
      }))
      return { dossiers, ...next(rows, limit) }
    },
    getPortalStatistics: async () => {
      const rows = await db.query<{ unit: string; status: string; count: number }>(
        'select unit, status, count(*) as count from dossier group by unit, status order by unit, status',
      )
      const [progress] = await db.query<{ count: number }>('select count(*) as count from progress')
      const units = [...Map.groupBy(rows, ({ unit }) => unit)].map(([unit, group]) => ({
        unit,
        dossiers: sum(group),
        byStatus: Object.fromEntries(group.map(({ status, count }) => [status, count])),
      }))
      return { dossiers: sum(rows), progress: progress?.count ?? 0, units }
    },
    listAxisDocuments: async ({ query: { after = 0, limit = DEFAULT_LIMIT } }) => {
      const rows = await db.query<AxisDocument>(
        `select seq, doc_id as "docId", message_type as "messageType", from_organ as "from", document_id as "documentId",
           status_code as "statusCode", created_at as "createdAt",
           (select json_agg(json_build_object('organ', organ, 'status', status) order by organ)
            from axis_inbox where axis_inbox.doc_id = axis_document.doc_id) as receivers,
           (select count(*) from delivery where delivery.message_id = axis_document.message_id) as deliveries
         from axis_document where seq > $1 order by seq limit $2`,
        [after, limit],
      )
      const documents = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
      return { documents, ...next(rows, limit) }
    },
    listNdxpSummaries: async ({ query: { after = 0, limit = DEFAULT_LIMIT } }) => {
      const rows = await db.query<Summary>(
        `select seq, client, template, period, body, received_at as "receivedAt",
           (select count(*) from delivery where delivery.message_id = ndxp_summary.message_id) as deliveries
         from ndxp_summary where seq > $1 order by seq limit $2`,
        [after, limit],
      )
      const summaries = rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() }))
      return { summaries, ...next(rows, limit) }
    },
  }
}

function next(rows: readonly { readonly seq: number }[], limit: number): { next?: number } {
  const last = rows.at(-1)
  return last !== undefined && rows.length === limit ? { next: last.seq } : {}
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, { count }) => total + count, 0)
}
