// systems/procedures/handlers.ts: each operation of the contract, handed to the file that knows how. Holds no rule of its own.
import { listedUnit } from '../kit/acting-unit.ts'
import { requireUnit } from '../kit/auth.ts'
import type { Handlers } from '../kit/handler.ts'
import { idempotencyKey, oncePerKey } from '../kit/idempotency.ts'
import { show, summarise } from './dossier.ts'
import type { operations } from './generated/contract.d.ts'
import { importInFlight } from './in-flight.ts'
import { takePortalDossiers } from './portal-filing.ts'
import { configureProcedure, listProcedures } from './procedure-list.ts'
import { requireOwn } from './progress.ts'
import { countStored, listDossiers, readDossier, statistics, stepsOf } from './register.ts'
import { stepHandlers } from './step-handlers.ts'
import { type Desk, submit, unitInForce } from './submission.ts'

type Operations = Handlers<operations>

/** All operations of the contract; each refusal is a Problem. */
export function procedureHandlers(desk: Desk): Operations {
  const { db, units } = desk
  return {
    ...stepHandlers(desk),
    listProcedures: async () => ({ procedures: await listProcedures(desk) }),
    configureProcedure: async ({ params, body, caller }) =>
      configureProcedure(desk, params.code, body, caller),
    submitDossier: submitHandler(desk),
    listDossiers: listHandler(desk),
    getDossier: async ({ params, caller }) => {
      const { dossier, steps } = await readDossier(db, params.code)
      requireOwn(caller, dossier)
      return show(dossier, desk.names, steps)
    },
    lookupOperations: async ({ body }) => ({ counts: await countStored(db, body.ids) }),
    importInFlight: async ({ body, caller }, reply) =>
      reply.code(201).send(await importInFlight(desk, body.dossiers, caller)),
    getStatistics: async ({ query, caller }) => {
      const counts = await statistics(db, listedUnit(units, caller, query.unit))
      return { at: desk.now().toISOString(), total: counts.reduce((sum, row) => sum + row.count, 0), counts }
    },
    receivePortalDossiers: ({ body, headers }) =>
      takePortalDossiers(desk, { ...body, id: String(headers['x-road-id']) }),
  }
}

function submitHandler(desk: Desk): Operations['submitDossier'] {
  const { db, names } = desk
  return async ({ body, headers, caller }, reply) => {
    requireUnit(caller, unitInForce(desk, body.unit).unit)
    const attempt = { operation: 'submitDossier', caller, headers, request: body }
    const { answer: code, repeated } = await db.transaction((tx) =>
      oncePerKey(tx, attempt, async () => {
        const dossier = await submit(desk, tx, body, caller.subject)
        const key = idempotencyKey(headers)
        await tx.query('insert into submission (idempotency_key, dossier) values ($1, $2)', [
          key,
          dossier.code,
        ])
        return dossier.code
      }),
    )
    const { dossier, steps } = await readDossier(db, code)
    return reply.code(repeated ? 200 : 201).send(show(dossier, names, steps))
  }
}

function listHandler({ db, names, units }: Desk): Operations['listDossiers'] {
  return async ({ query, caller }) => {
    const { unit, status, since, after = 0, limit = 100, include } = query
    const dossiers = await listDossiers(db, {
      unit: listedUnit(units, caller, unit),
      status,
      since: since === undefined ? undefined : new Date(since),
      after,
      limit,
    })
    const codes = dossiers.map((dossier) => dossier.code)
    const steps =
      include === 'steps' ? Map.groupBy(await stepsOf(db, codes), (step) => step.dossier) : undefined
    const last = dossiers.at(-1)
    return {
      dossiers: dossiers.map((one) => summarise(one, names, steps && (steps.get(one.code) ?? []))),
      ...(dossiers.length === limit && last !== undefined && { next: last.seq }),
    }
  }
}
