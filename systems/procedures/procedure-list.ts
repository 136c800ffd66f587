// systems/procedures/procedure-list.ts: the procedures as this province has configured them. Sets no deadline of a dossier.
import { type Caller, requireUnit } from '../kit/auth.ts'
import type { Database } from '../kit/database.ts'
import type { Procedure } from './catalogue.ts'
import type { components } from './generated/contract.d.ts'
import { TRANSITIONS } from './status.ts'
import { type Desk, knownProcedure } from './submission.ts'

type Shown = components['schemas']['Procedure']
type Configuration = components['schemas']['Configuration']
type Row = { procedure: string; limitWorkingDays: number; feeVnd: number }

/** The same for every procedure: what the state machine leads through when nothing is missing. */
const STEPS = [
  TRANSITIONS.accept.name,
  TRANSITIONS.start.name,
  TRANSITIONS.finish.name,
  TRANSITIONS.handOver.name,
]

/** Every procedure of the catalogue, with the province’s own configuration where there is one. */
export async function listProcedures(desk: Desk): Promise<Shown[]> {
  const rows = await readConfigurations(desk.db)
  return desk.names.catalogue.procedures.map((procedure) => show(procedure, rows.get(procedure.code)))
}

/** Throws Problem 422 `unknown-procedure`, 403 for one unit's administrator: limit and fee are the province's. */
export async function configureProcedure(
  desk: Desk,
  code: string,
  configuration: Configuration,
  caller: Caller,
): Promise<Shown> {
  requireUnit(caller, desk.units.provinceCode)
  const known = knownProcedure(desk, code)
  await desk.db.query(
    `insert into procedure_configuration (procedure, limit_working_days, fee_vnd, configured_by, configured_at)
     values ($1, $2, $3, $4, $5) on conflict (procedure) do update set limit_working_days = excluded.limit_working_days,
       fee_vnd = excluded.fee_vnd, configured_by = excluded.configured_by, configured_at = excluded.configured_at`,
    [known, configuration.limitWorkingDays, configuration.feeVnd, caller.subject, desk.now()],
  )
  const procedure = desk.names.catalogue.find(known)
  if (procedure === undefined) throw new Error(`procedure ${known} was known a moment ago`)
  return show(procedure, (await readConfigurations(desk.db)).get(known))
}

async function readConfigurations(db: Database): Promise<Map<string, Row>> {
  const rows = await db.query<Row>(
    'select procedure, limit_working_days as "limitWorkingDays", fee_vnd as "feeVnd" from procedure_configuration',
  )
  return new Map(rows.map((row) => [row.procedure, row]))
}

function show({ code, name, field, limitWorkingDays, cases }: Procedure, configured: Row | undefined): Shown {
  return {
    code,
    name,
    field,
    limitWorkingDays: configured?.limitWorkingDays ?? limitWorkingDays,
    cases: [...cases],
    steps: STEPS,
    feeVnd: configured?.feeVnd ?? null,
  }
}
