// template-store.ts: report templates as stored, and the period a request names. Judges no values.
import { SansangError } from '../../types/error.ts'
import type { Calendar, Day } from '../kit/calendar.ts'
import type { Database } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import { dueOn, type Span, spanOf } from './period.ts'
import type { Template } from './template.ts'

export type Period = Span & {
  readonly template: string
  readonly period: string
  readonly dueOn: Day
  readonly state: 'open' | 'closed'
  readonly summaryVersion: number
}

/** Problem 404 for a code nobody has created. */
export async function findTemplate(db: Database, code: string): Promise<Template> {
  const [row] = await db.query<{ definition: Template }>('select definition from template where code = $1', [
    code,
  ])
  if (row === undefined) throw new Problem(404, 'unknown-template', `there is no report template ${code}`)
  return row.definition
}

/** All templates, by code. */
export async function listTemplates(db: Database): Promise<Template[]> {
  return (await db.query<{ definition: Template }>('select definition from template order by code')).map(
    (row) => row.definition,
  )
}

/** Problem 409 when the code is taken: an indicator's meaning never changes under a code. */
export async function insertTemplate(
  tx: Database,
  template: Template,
  how: { operationKey: string; by: string; at: Date },
): Promise<void> {
  const rows = await tx.query(
    `insert into template (code, operation_key, definition, created_by, created_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing returning code`,
    [template.code, how.operationKey, JSON.stringify(template), how.by, how.at],
  )
  if (rows.length === 0)
    throw new Problem(409, 'template-exists', `report template ${template.code} exists already`)
}

/**
 * The period with its days and state. `lock: 'share'` keeps it from being closed until the transaction ends, `'update'`
 * keeps reports out. Problem 422 `bad-period` for a code that is not one of the template's, or a year whose holidays are unknown.
 */
export async function findPeriod(
  db: Database,
  template: Template,
  code: string,
  calendar: Calendar,
  lock?: 'share' | 'update',
): Promise<Period> {
  const span = spanOf(template, code)
  if (span === undefined)
    throw new Problem(
      422,
      'bad-period',
      `"${code}" is not a period of ${template.code}, which is reported every ${template.every}`,
    )
  if (lock !== undefined)
    await db.query('insert into period (template, code) values ($1, $2) on conflict do nothing', [
      template.code,
      code,
    ])
  const [row] = await db.query<Pick<Period, 'state' | 'summaryVersion'>>(
    `select state, summary_version as "summaryVersion" from period where template = $1 and code = $2
     ${lock === undefined ? '' : `for ${lock}`}`,
    [template.code, code],
  )
  const { state = 'open', summaryVersion = 0 } = row ?? {}
  return {
    template: template.code,
    period: code,
    ...span,
    dueOn: due(span.to, calendar),
    state,
    summaryVersion,
  }
}

function due(to: Day, calendar: Calendar): Day {
  try {
    return dueOn(to, calendar)
  } catch (cause) {
    if (cause instanceof SansangError) throw new Problem(422, 'bad-period', cause.message, { cause })
    throw cause
  }
}
