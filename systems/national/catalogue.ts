// systems/national/catalogue.ts: the administrative procedures as the portal publishes them (LayThuTuc, LayDanhSachTTHC). Read only.
import { readFileSync } from 'node:fs'
import type { JsonObject } from '../../types/json.ts'

type Procedure = {
  readonly code: string
  readonly name: string
  readonly field: string
  readonly executingAgencies: readonly string[] | null
  readonly channels: readonly (readonly [string, number, string])[] | null
}

export type PublishedProcedures = {
  readonly codes: ReadonlySet<string>
  /** In the capitals of LayThuTuc; undefined for a code that is not published. */
  find(code: string): JsonObject | undefined
  list(): readonly JsonObject[]
}

const CHANNELS: Readonly<Record<string, string>> = { direct: '1', online: '2', postal: '3' }

/** Reads `data/procedures.json`: 114 procedures handled at commune level, not the whole national catalogue. */
export function loadProcedures(): PublishedProcedures {
  const text = readFileSync(new URL('../../data/procedures.json', import.meta.url), 'utf8')
  const { procedures } = JSON.parse(text) as { procedures: Procedure[] }
  const byCode = new Map(procedures.map((procedure) => [procedure.code, procedure]))
  return {
    codes: new Set(byCode.keys()),
    find: (code) => {
      const procedure = byCode.get(code)
      return procedure === undefined ? undefined : described(procedure)
    },
    list: () => procedures.map(({ code, name }) => ({ MATTHC: code, TENTTHC: name })),
  }
}

function described({ code, name, field, executingAgencies, channels }: Procedure): JsonObject {
  return {
    MATTHC: code,
    TENTTHC: name,
    LINHVUCTHUCHIEN: [{ TENLINHVUC: field }],
    CACHTHUCTHUCHIEN: (channels ?? []).map(([channel, quantity, unit]) => ({
      KENH: CHANNELS[channel] ?? channel,
      THOIGIAN: [{ THOIGIANGIAIQUYET: String(quantity), DONVITINH: unit, PHILEPHI: [] }],
    })),
    COQUANTHUCHIEN: (executingAgencies ?? []).map((agency) => ({ TENDONVI: agency })),
  }
}
