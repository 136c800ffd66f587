// report-handlers.ts: operations on templates, reports, totals and closing. The rules they apply are in the noun files.
import { randomUUID } from 'node:crypto'
import { actingUnit } from '../kit/acting-unit.ts'
import { requireUnit } from '../kit/auth.ts'
import { dayOf } from '../kit/calendar.ts'
import type { Database } from '../kit/database.ts'
import type { Handlers } from '../kit/handler.ts'
import { idempotencyKey, oncePerKey } from '../kit/idempotency.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import { reporterOf } from './former-unit.ts'
import type { operations } from './generated/contract.d.ts'
import { insertReport, latestReports, versionsOf } from './report-store.ts'
import { standingOf } from './standing.ts'
import { valueFaults } from './submission.ts'
import { type Template, templateFaults } from './template.ts'
import { findPeriod, findTemplate, insertTemplate, listTemplates, type Period } from './template-store.ts'
import { totalOf } from './total.ts'

type Names =
  | 'createTemplate'
  | 'listTemplates'
  | 'getTemplate'
  | 'getPeriod'
  | 'submitReport'
  | 'listReports'
  | 'getTotal'
  | 'listLate'
  | 'closePeriod'
  | 'reopenPeriod'
type Place = { readonly template: string; readonly period: string }
type TemplateBody = operations['createTemplate']['requestBody']['content']['application/json']

/** Operations on templates, reports and totals; each refusal is a Problem. */
export function reportHandlers(context: Context): Pick<Handlers<operations>, Names> {
  const { db, units, calendar, exchange, now, env } = context
  const communes = units.units.map(({ code }) => code)
  const place = async (tx: Database, { template: code, period }: Place, lock?: 'share' | 'update') => {
    const template = await findTemplate(tx, code)
    return { template, period: await findPeriod(tx, template, period, calendar, lock) }
  }
  const total = async (tx: Database, template: Template, period: Period) =>
    totalOf(template, await latestReports(tx, period), communes)
  const change = async (
    tx: Database,
    period: Period,
    next: Pick<Period, 'state' | 'summaryVersion'>,
    how: { change: string; by: string; note?: string },
  ) => {
    const key = [period.template, period.period]
    await tx.query('update period set state = $3, summary_version = $4 where template = $1 and code = $2', [
      ...key,
      next.state,
      next.summaryVersion,
    ])
    await tx.query(
      'insert into period_change (template, period, at, change, actor, note) values ($1, $2, $3, $4, $5, $6)',
      [...[...key, now(), how.change, how.by, how.note]],
    )
    return { ...period, ...next }
  }
  return {
    createTemplate: async ({ body, headers, caller }, reply) => {
      requireUnit(caller, units.provinceCode)
      const template = templateOf(body)
      const faults = templateFaults(template)
      if (faults.length > 0)
        throw new Problem(422, 'bad-template', `the template has ${faults.length} fault(s)`, { faults })
      const { answer } = await db.transaction((tx) =>
        oncePerKey(tx, { operation: 'createTemplate', caller, headers, request: body }, async () => {
          const operationKey = `${caller.subject}/${idempotencyKey(headers)}`
          await insertTemplate(tx, template, { operationKey, by: caller.subject, at: now() })
          return template
        }),
      )
      return reply.code(201).send(answer)
    },
    listTemplates: async () => ({ templates: await listTemplates(db) }),
    getTemplate: async ({ params }) => findTemplate(db, params.template),
    getPeriod: async ({ params }) => (await place(db, params)).period,
    submitReport: async ({ params, body, headers, caller }, reply) => {
      const reporter = reporterOf(units, body.unit)
      requireUnit(caller, reporter.unit)
      if (!body.signed) throw new Problem(422, 'unsigned', 'only a signed report is taken')
      const { answer } = await db.transaction((tx) =>
        oncePerKey(
          tx,
          { operation: 'submitReport', caller, headers, request: { params, body } },
          async () => {
            const { template, period } = await place(tx, params, 'share')
            if (period.state === 'closed')
              throw new Problem(409, 'period-closed', `${period.period} is closed; a leader can reopen it`)
            if (dayOf(now()) < period.from)
              throw new Problem(409, 'period-ahead', `${period.period} begins on ${period.from}`)
            const faults = valueFaults(template, body.values)
            if (faults.length > 0)
              throw new Problem(422, 'bad-values', `the report has ${faults.length} fault(s)`, { faults })
            const { fallback, signedBy, values } = body
            const report = {
              ...{ id: randomUUID(), ...reporter, template: template.code, period: period.period },
              ...{ submittedAt: now(), signedBy, values, ...(fallback !== undefined && { fallback }) },
            }
            const operationKey = `${caller.subject}/${idempotencyKey(headers)}`
            return {
              ...report,
              version: await insertReport(tx, { ...report, operationKey, submittedBy: caller.subject }),
            }
          },
        ),
      )
      return reply.code(201).send(answer)
    },
    listReports: async ({ params, query, caller }) => {
      const unit = actingUnit(units, caller, query.unit)
      const { period } = await place(db, params)
      return { reports: await versionsOf(db, period, unit) }
    },
    getTotal: async ({ params }) => {
      const { template, period } = await place(db, params)
      return { template: period.template, period: period.period, ...(await total(db, template, period)) }
    },
    listLate: async ({ params }) => {
      const { period } = await place(db, params)
      return standingOf(await latestReports(db, period), communes, {
        dueOn: period.dueOn,
        today: dayOf(now()),
      })
    },
    closePeriod: async ({ params, body, caller }) =>
      db.transaction(async (tx) => {
        requireUnit(caller, units.provinceCode)
        const { template, period } = await place(tx, params, 'update')
        // A leader whose first answer got lost asks again: one summary was sent, and one stays.
        if (period.state === 'closed') return period
        if (dayOf(now()) <= period.to)
          throw new Problem(409, 'period-running', `${period.period} runs until ${period.to}`)
        const sum = await total(tx, template, period)
        const lacking = [...sum.missing, ...sum.partial]
        if (lacking.length > 0 && body.withoutMissing !== true)
          throw new Problem(
            409,
            'units-missing',
            `${lacking.length} unit(s) have not reported: ${lacking.join(', ')}`,
          )
        const summaryVersion = period.summaryVersion + 1
        const closed = await change(
          tx,
          period,
          { state: 'closed', summaryVersion },
          { change: 'close', by: caller.subject },
        )
        const { from, to, dueOn } = period
        await exchange.send(tx, {
          ...{
            id: randomUUID(),
            to: 'national-ndxp',
            service: 'report-summary',
            stream: `${period.template}/${period.period}`,
          },
          body: {
            ...{
              member: env.member,
              provinceCode: units.provinceCode,
              template: period.template,
              period: period.period,
            },
            ...{ version: summaryVersion, from, to, dueOn, ...sum, closedAt: now().toISOString() },
          },
        })
        return closed
      }),
    reopenPeriod: async ({ params, body, caller }) =>
      db.transaction(async (tx) => {
        requireUnit(caller, units.provinceCode)
        const { period } = await place(tx, params, 'update')
        if (period.state === 'open') throw new Problem(409, 'wrong-state', `${period.period} is open`)
        const next = { state: 'open', summaryVersion: period.summaryVersion } as const
        return change(tx, period, next, { change: 'reopen', by: caller.subject, note: body.reason })
      }),
  }
}

/** The contract leaves `decimals` out for whole numbers. */
function templateOf(body: TemplateBody): Template {
  return {
    ...body,
    indicators: body.indicators.map((indicator) => ({ ...indicator, decimals: indicator.decimals ?? 0 })),
  }
}
