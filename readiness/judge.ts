// readiness/judge.ts: a run's verdict, and the two files evaluation alone gives. Pure.
import type { Verdict } from '../types/finding.ts'
import type { Run } from '../types/run.ts'
import { canonicalFile } from './canonical.ts'
import { decide } from './decide.ts'
import { evaluate } from './evaluate.ts'

/** Evaluates and decides. What `ready` writes and what `verify` expects, byte for byte. */
export function judge(run: Omit<Run, 'journal'>): Verdict {
  return decide(evaluate(run), run)
}

/** verdict.json: canonical, one line. */
export function verdictFile(verdict: Verdict): Uint8Array {
  return canonicalFile(verdict)
}
