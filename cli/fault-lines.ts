// cli/fault-lines.ts: faults as lines for a terminal: the same fault down one column is one line. Leaves none out.
import type { Fault } from '../types/error.ts'

/** A cell as the inventory's reader names it: `26740.csv:7 (av.realtime)`. */
const CELL = /^(?<file>.+):(?<line>\d+) \((?<column>[^()]+)\)$/

type Run = {
  readonly file: string
  readonly column: string
  readonly message: string
  readonly lines: number[]
}

/**
 * `26740.csv:2-20 (collectedAt): còn trống / is empty` for nineteen faults that differ only in their line; any other stays as it
 * is. Vietnamese first where a fault has it: who mends it is a commune's clerk.
 */
export function faultLines(faults: readonly Fault[]): string[] {
  const runs = new Map<string, Run | Fault>()
  for (const [index, fault] of faults.entries()) {
    const { file, line, column } = CELL.exec(fault.where)?.groups ?? {}
    if (file === undefined || line === undefined || column === undefined) {
      runs.set(String(index), fault)
      continue
    }
    const key = JSON.stringify([file, column, said(fault)])
    const known = runs.get(key)
    if (known !== undefined && 'lines' in known) known.lines.push(Number(line))
    else runs.set(key, { file, column, message: said(fault), lines: [Number(line)] })
  }
  return [...runs.values()].map((run) =>
    'lines' in run
      ? `${run.file}:${ranges(run.lines)} (${run.column}): ${run.message}`
      : `${run.where}: ${said(run)}`,
  )
}

function said({ message, vi }: Fault): string {
  return vi === undefined ? message : `${vi} / ${message}`
}

/** 2,3,4,7 as "2-4,7". */
function ranges(lines: readonly number[]): string {
  const spans: { from: number; to: number }[] = []
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = spans.at(-1)
    if (last !== undefined && line <= last.to + 1) last.to = line
    else spans.push({ from: line, to: line })
  }
  return spans.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}
