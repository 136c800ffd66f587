// bridge-point.ts: the province's bridge points, one for each former province merged into it on 1 July 2025. Measures no line.
import { readFileSync } from 'node:fs'

export type BridgePoint = { readonly code: string; readonly name: string }

/** By code. A province that was merged with none has one, its own. The table carries codes only, so names say no more. */
export function bridgePointsOf(provinceCode: string): BridgePoint[] {
  const text = readFileSync(new URL('../../data/unit-crosswalk.json', import.meta.url), 'utf8')
  const { provinces } = JSON.parse(text) as { provinces: [string, string][] }
  return provinces
    .filter(([, province]) => province === provinceCode)
    .map(([former]) => ({ code: former, name: `Điểm cầu ${former}` }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}
