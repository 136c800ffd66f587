// readiness/seal.ts: from a run to the sealed files of its folder. Writes no file.
import { SansangError } from '../types/error.ts'
import type { Verdict } from '../types/finding.ts'
import type { Run } from '../types/run.ts'
import { BUNDLE_FILE, bundleFile } from './bundle.ts'
import { signCheckpoint } from './checkpoint.ts'
import { signEnvelope } from './dsse.ts'
import { EVIDENCE_FILE, evidenceFile, parseRun } from './jsonl.ts'
import { judge, verdictFile } from './judge.ts'
import type { SigningKey } from './key.ts'
import { evidenceHead, PAYLOAD_TYPE, statementBytes, statementOf } from './statement.ts'

export const VERDICT_FILE = 'verdict.json'

/** What a run's folder holds, no more and no less (docs/architecture.md, "One run's records"). */
export const RUN_FILES = [
  VERDICT_FILE,
  'report.html',
  'oscal-assessment-results.json',
  'junit.xml',
  EVIDENCE_FILE,
  BUNDLE_FILE,
] as const

export type Render = (run: Run, verdict: Verdict) => ReadonlyMap<string, Uint8Array>

type Sealing = {
  /** Every file of the folder but the bundle. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly run: Run
  readonly verdict: Verdict
  readonly key: SigningKey
}

/** The bundle's bytes over the files. Throws `incomplete-run` when one of the folder's files is absent or one too many. */
export function seal({ files, run, verdict, key }: Sealing): Uint8Array {
  const wanted = RUN_FILES.filter((name) => name !== BUNDLE_FILE)
  const evidence = files.get(EVIDENCE_FILE)
  const strange = [...files.keys()].filter((name) => !wanted.some((one) => one === name))
  const absent = wanted.filter((name) => !files.has(name))
  if (evidence === undefined || strange.length > 0 || absent.length > 0)
    throw new SansangError('incomplete-run', {
      message: `a run folder holds ${wanted.join(', ')}; absent: ${absent.join(', ') || 'none'}, too many: ${strange.join(', ') || 'none'}`,
      hint: 'seal the files evaluation and the renderers give, all of them',
      exit: 'internal',
    })
  const head = evidenceHead(evidence, run.header.province.slug)
  const checkpoint = signCheckpoint(head, key)
  const { pem, id } = key.publicKey
  const signer = { publicKey: pem, keyId: id, kind: key.kind }
  const statement = statementOf({ files, run, verdict, head, checkpoint, signer })
  return bundleFile({ hint: id, envelope: signEnvelope(PAYLOAD_TYPE, statementBytes(statement), key) })
}

/**
 * Judges a run and gives all six files of its folder, sealed. Throws `bad-evidence-file` for a run whose records have a wrong form.
 */
export function sealRun(
  collected: Run,
  key: SigningKey,
  render: Render,
): { verdict: Verdict; files: Map<string, Uint8Array> } {
  const evidence = evidenceFile(collected)
  // Read back, so that everything after sees the very run, in the very order, that a verifier will see.
  const run = parseRun(evidence)
  const verdict = judge(run)
  const files = new Map(render(run, verdict))
  files.set(VERDICT_FILE, verdictFile(verdict))
  files.set(EVIDENCE_FILE, evidence)
  files.set(BUNDLE_FILE, seal({ files, run, verdict, key }))
  return { verdict, files }
}
