// systems/procedures/code-counter.ts: the next code of a unit on a day, without gap or double. Must run in the dossier's transaction.
import type { Day } from '../kit/calendar.ts'
import type { Database } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import { formatCode } from './dossier-code.ts'

/**
 * Takes the next number. The counter's row stays locked until `tx` ends: a second submission to the same unit waits, and a
 * rolled-back one gives its number back. Throws Problem 503 `sequence-exhausted`.
 */
export async function nextCode(
  tx: Database,
  unit: { code: string; identifier: string },
  day: Day,
): Promise<string> {
  const [row] = await tx.query<{ last: number }>(
    `insert into code_counter as c (unit, day, last) values ($1, $2, 1)
     on conflict (unit, day) do update set last = c.last + 1 returning last`,
    [unit.code, day],
  )
  const code = row === undefined ? undefined : formatCode(unit.identifier, day, row.last)
  if (code === undefined)
    throw new Problem(
      503,
      'sequence-exhausted',
      `unit ${unit.code} has used up the dossier numbers of ${day}`,
    )
  return code
}
