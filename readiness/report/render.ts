// readiness/report/render.ts: the files a reader opens, from a run and its verdict. Pure, and so can be derived again.
import type { Verdict } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import { junit } from './junit.ts'
import { oscal } from './oscal.ts'
import { page } from './page.ts'

/** `report.html`, `junit.xml` and `oscal-assessment-results.json` as UTF-8 bytes. The same input gives the same bytes. */
export function renderFiles(run: Run, verdict: Verdict): Map<string, Uint8Array> {
  const encoder = new TextEncoder()
  return new Map([
    ['report.html', encoder.encode(page(run, verdict))],
    ['junit.xml', encoder.encode(junit(run, verdict))],
    ['oscal-assessment-results.json', encoder.encode(oscal(run, verdict))],
  ])
}
