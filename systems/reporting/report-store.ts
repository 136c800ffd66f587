// report-store.ts: reports as stored, one version after the other. Adds nothing up.
import type { Day } from '../kit/calendar.ts'
import type { Database } from '../kit/database.ts'
import type { Reporter } from './former-unit.ts'
import type { TimedReport } from './standing.ts'
import type { Value } from './submission.ts'

export type Report = Reporter & {
  readonly id: string
  readonly template: string
  readonly period: string
  readonly version: number
  readonly submittedAt: Date
  readonly signedBy: string
  readonly fallback?: { readonly notation: string; readonly sentOn: Day }
  readonly values: readonly Value[]
}

type Of = { readonly template: string; readonly period: string }
export type NewReport = Omit<Report, 'version'> & {
  readonly operationKey: string
  readonly submittedBy: string
}

/** Stores the next version; the head's row makes two at once take turns. */
export async function insertReport(tx: Database, report: NewReport): Promise<number> {
  const { template, period, unit, formerUnit = '', fallback } = report
  const [head] = await tx.query<{ latest: number }>(
    `insert into report_head (template, period, unit, former_unit, latest) values ($1, $2, $3, $4, 1)
     on conflict (template, period, unit, former_unit) do update set latest = report_head.latest + 1 returning latest`,
    [template, period, unit, formerUnit],
  )
  if (head === undefined) throw new Error('a report head was neither made nor moved')
  await tx.query(
    `insert into report (id, template, period, unit, former_unit, version, operation_key, measured, signed_by, submitted_by,
       submitted_at, fallback_notation, fallback_sent_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[
        report.id,
        template,
        period,
        unit,
        formerUnit,
        head.latest,
        report.operationKey,
        JSON.stringify(report.values),
      ],
      ...[report.signedBy, report.submittedBy, report.submittedAt, fallback?.notation, fallback?.sentOn],
    ],
  )
  return head.latest
}

/** Every version of one unit's reports, those of its former units included; newest first. */
export async function versionsOf(db: Database, { template, period }: Of, unit: string): Promise<Report[]> {
  const rows = await db.query<ReportRow>(
    `select ${COLUMNS} from report where template = $1 and period = $2 and unit = $3 order by submitted_at desc, version desc`,
    [template, period, unit],
  )
  return rows.map(reportOf)
}

/** The latest version of every report, with the day its first was sent. */
export async function latestReports(db: Database, { template, period }: Of): Promise<TimedReport[]> {
  const rows = await db.query<{ unit: string; formerUnit: string; values: Value[]; firstSentOn: Day }>(
    `select r.unit, r.former_unit as "formerUnit", r.measured as values,
       (select min(least(v.fallback_sent_on, (v.submitted_at at time zone 'Asia/Ho_Chi_Minh')::date)) from report v
        where (v.template, v.period, v.unit, v.former_unit) = (r.template, r.period, r.unit, r.former_unit)) as "firstSentOn"
     from report_head h join report r on (r.template, r.period, r.unit, r.former_unit, r.version) = (h.template, h.period, h.unit, h.former_unit, h.latest)
     where h.template = $1 and h.period = $2 order by r.unit, r.former_unit`,
    [template, period],
  )
  return rows.map(({ formerUnit, ...row }) => (formerUnit === '' ? row : { ...row, formerUnit }))
}

const COLUMNS = `id, template, period, unit, former_unit as "formerUnit", version, submitted_at as "submittedAt", signed_by as "signedBy",
  fallback_notation as notation, fallback_sent_on as "sentOn", measured as values`

type ReportRow = Omit<Report, 'fallback'> & { readonly notation: string | null; readonly sentOn: Day | null }

function reportOf({ formerUnit, notation, sentOn, ...row }: ReportRow): Report {
  return {
    ...row,
    ...(formerUnit !== '' && formerUnit !== undefined && { formerUnit }),
    ...(notation !== null && sentOn !== null && { fallback: { notation, sentOn } }),
  }
}
