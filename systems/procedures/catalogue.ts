// systems/procedures/catalogue.ts: the procedures a commune handles, as published. Holds no province's configuration.
import { readFileSync } from 'node:fs'

export type Limit = { readonly quantity: number; readonly unit: 'working-day' | 'day' | 'hour' }
export type Case = {
  /** null: the one case of a procedure published without a code. */
  readonly code: string | null
  readonly quantity: number
  readonly unit: 'working-day' | 'day' | 'hour' | 'other'
}

export type Procedure = {
  readonly code: string
  readonly name: string
  readonly field: string
  /** Only where all its cases agree on one figure; null: not attested. */
  readonly limitWorkingDays: number | null
  readonly cases: readonly Case[]
}

export type Catalogue = {
  readonly procedures: readonly Procedure[]
  find(code: string): Procedure | undefined
}

type ProceduresFile = {
  procedures: {
    code: string
    name: string
    field: string
    limitWorkingDays: number | null
    cases: [string | null, number, Case['unit']][] | null
  }[]
}

/** The 114 procedures of `data/procedures.json`, by code. */
export function loadCatalogue(): Catalogue {
  const text = readFileSync(new URL('../../data/procedures.json', import.meta.url), 'utf8')
  const procedures = (JSON.parse(text) as ProceduresFile).procedures.map(
    ({ code, name, field, limitWorkingDays, cases }) => ({
      code,
      name,
      field,
      limitWorkingDays,
      cases: (cases ?? []).map(([caseCode, quantity, unit]) => ({ code: caseCode, quantity, unit })),
    }),
  )
  const byCode = new Map(procedures.map((procedure) => [procedure.code, procedure]))
  return { procedures, find: (code) => byCode.get(nationalPart(code)) }
}

/** `1.004873.000.00.00.H29` and `1.004873.H29` name the national procedure 1.004873 as one unit offers it. */
function nationalPart(code: string): string {
  return /^(\d\.\d{6})(?:\.[A-Z0-9]+)*$/.exec(code)?.[1] ?? code
}
