// systems/procedures/handlers.ts: each operation of the contract, handed to the file that knows how. Holds no rule of its own.
import { listedUnit } from '../kit/acting-unit.ts'
import { type Caller, requireUnit } from '../kit/auth.ts'
import type { Handlers } from '../kit/handler.ts'
import { idempotencyKey, oncePerKey } from '../kit/idempotency.ts'
import { show, summarise } from './dossier.ts'
import type { components, operations } from './generated/contract.d.ts'
import { importInFlight } from './in-flight.ts'
import { takePortalDossiers } from './portal-filing.ts'
import { configureProcedure, listProcedures } from './procedure-list.ts'
import { requireOwn, type Step, takeStep } from './progress.ts'
import { countStored, listDossiers, readDossier, statistics, stepsOf } from './register.ts'
import type { Action } from './status.ts'
import { type Desk, submit, unitInForce } from './submission.ts'

type Shown = components['schemas']['Dossier']

export function procedureHandlers(desk: Desk): Handlers<operations> {
  const { db, names, units } = desk
  const shown = async (code: string): Promise<Shown> => {
    const { dossier, steps } = await readDossier(db, code)
    return show(dossier, names, steps)
  }
  const step = async (request: Omit<Step, 'action'>, action: Action): Promise<Shown> => {
    await takeStep(desk, { ...request, action })
    return shown(request.code)
  }
  const simple =
    (action: Action) =>
    (request: { params: { code: string }; body: { note?: string } | undefined; caller: Caller }) =>
      step({ code: request.params.code, caller: request.caller, note: request.body?.note }, action)
  return {
    listProcedures: async () => ({ procedures: await listProcedures(desk) }),
    configureProcedure: async ({ params, body, caller }) =>
      configureProcedure(desk, params.code, body, caller),
    submitDossier: async ({ body, headers, caller }, reply) => {
      requireUnit(caller, unitInForce(desk, body.unit).unit)
      const { answer, repeated } = await db.transaction((tx) =>
        oncePerKey(tx, { operation: 'submitDossier', caller, headers, request: body }, async () => {
          const { code } = await submit(desk, tx, body, caller.subject)
          await tx.query('insert into submission (idempotency_key, dossier) values ($1, $2)', [
            idempotencyKey(headers),
            code,
          ])
          return code
        }),
      )
      return reply.code(repeated ? 200 : 201).send(await shown(answer))
    },
    listDossiers: async ({ query, caller }) => {
      const { unit, status, since, after = 0, limit = 100, include } = query
      const dossiers = await listDossiers(db, {
        unit: listedUnit(units, caller, unit),
        status,
        since,
        after,
        limit,
      })
      const steps =
        include === 'steps'
          ? await stepsOf(
              db,
              dossiers.map((dossier) => dossier.code),
            )
          : undefined
      const byCode = steps === undefined ? undefined : Map.groupBy(steps, (one) => one.dossier)
      const last = dossiers.at(-1)
      return {
        dossiers: dossiers.map((dossier) =>
          summarise(dossier, names, byCode === undefined ? undefined : (byCode.get(dossier.code) ?? [])),
        ),
        ...(dossiers.length === limit && last !== undefined && { next: last.seq }),
      }
    },
    lookupDossiers: async ({ body }) => ({ stored: await countStored(db, body.ids) }),
    importInFlight: async ({ body, caller }, reply) =>
      reply.code(201).send(await importInFlight(desk, body.dossiers, caller.subject)),
    getDossier: async ({ params, caller }) => {
      const { dossier, steps } = await readDossier(db, params.code)
      requireOwn(caller, dossier)
      return show(dossier, names, steps)
    },
    acceptDossier: ({ params, body, caller }) => step({ code: params.code, caller, ...body }, 'accept'),
    rejectDossier: simple('reject'),
    startProcessing: simple('start'),
    requestSupplement: simple('requestSupplement'),
    supplyDossier: simple('supply'),
    requestPayment: simple('requestPayment'),
    confirmPayment: simple('confirmPayment'),
    withdrawDossier: simple('withdraw'),
    stopDossier: simple('stop'),
    finishDossier: ({ params, body, caller }) => step({ code: params.code, caller, ...body }, 'finish'),
    handOverDossier: simple('handOver'),
    getStatistics: async ({ query, caller }) => {
      const counts = await statistics(db, listedUnit(units, caller, query.unit))
      return { at: desk.now().toISOString(), total: counts.reduce((sum, row) => sum + row.count, 0), counts }
    },
    receivePortalDossiers: ({ body, headers }) =>
      takePortalDossiers(desk, { ...body, id: String(headers['x-road-id']) }),
  }
}
