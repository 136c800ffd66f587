// dossier-handlers.ts: finished dossiers as the procedures system tells of them, and look-ups over the whole store.
import { listedUnit } from '../kit/acting-unit.ts'
import { dayOf } from '../kit/calendar.ts'
import type { Handlers } from '../kit/handler.ts'
import { receiveOnce } from '../kit/inbox.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import type { operations } from './generated/contract.d.ts'

type Names = 'receiveDossierEvent' | 'listDossierCounts' | 'lookupOperations'
type Count = {
  readonly unit: string
  readonly day: string
  readonly finished: number
  readonly onTime: number
}

/** Operations on finished dossiers; each refusal is a Problem. */
export function dossierHandlers({ db, units }: Context): Pick<Handlers<operations>, Names> {
  return {
    receiveDossierEvent: async ({ body, headers }) => {
      const messageId = String(headers['x-road-id'])
      const finishedAt = new Date(body.finishedAt)
      const successors = units.find(body.unit) === undefined ? units.resolve(body.unit) : [body.unit]
      // A divided or unknown unit keeps the code it was told with: refusing would lose the dossier.
      const unit = (successors.length === 1 ? successors[0] : undefined) ?? body.unit
      const result = await db.transaction((tx) =>
        receiveOnce(tx, messageId, async () => {
          await tx.query(
            `insert into dossier_event (dossier, message_id, unit, told_unit, procedure, day, finished_at, on_time)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (dossier) do nothing`,
            [
              body.dossier,
              messageId,
              unit,
              body.unit,
              body.procedure,
              dayOf(finishedAt),
              finishedAt,
              body.onTime,
            ],
          )
        }),
      )
      return { result }
    },
    listDossierCounts: async ({ query, caller }) => {
      if (query.from > query.to) throw new Problem(422, 'bad-range', '`from` is after `to`')
      const unit = listedUnit(units, caller, query.unit)
      const counts = await db.query<Count>(
        `select unit, day, count(*) as finished, count(*) filter (where on_time) as "onTime" from dossier_event
         where day between $1 and $2 and ($3::text is null or unit = $3) group by unit, day order by day, unit`,
        [query.from, query.to, unit],
      )
      return { counts, total: counts.reduce((sum, { finished }) => sum + finished, 0) }
    },
    lookupOperations: async ({ body: { ids } }) => {
      const counts = Object.fromEntries(ids.map((id) => [id, 0]))
      const uuids = ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
      const rows = await db.query<{ id: string; stored: number }>(
        `select acknowledged.id, (select count(*) from report as same where same.operation_key = acknowledged.operation_key) as stored
         from report as acknowledged where acknowledged.id = any($1::uuid[])`,
        [uuids],
      )
      const named = await db.query<{ id: string; stored: number }>(
        `select code as id, 1 as stored from template where code = any($1)
         union all select dossier, 1 from dossier_event where dossier = any($1)`,
        [ids],
      )
      for (const { id, stored } of [...rows, ...named]) counts[id] = stored
      return { counts }
    },
  }
}
