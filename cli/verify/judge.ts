// cli/verify/judge.ts: verifies one run's files in a process of its own, which bounded.ts ends when it takes too much. Reads no folder.
import process from 'node:process'
import { BUNDLE_FILE } from '../../readiness/bundle.ts'
import { EVIDENCE_FILE } from '../../readiness/jsonl.ts'
import { publicKeyFrom } from '../../readiness/key.ts'
import { lineProof } from '../../readiness/line-proof.ts'
import { type OpenedSeal, openSeal } from '../../readiness/opened-seal.ts'
import { renderFiles } from '../../readiness/report/render.ts'
import { toolIdentity } from '../../readiness/tool.ts'
import { type Verification, verifyRun } from '../../readiness/verify.ts'
import type { Fault } from '../../types/error.ts'
import { SansangError } from '../../types/error.ts'
import { ownScope } from '../own-scope.ts'

export type Question = {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly strangers: readonly Fault[]
  /** The trusted key, PEM. */
  readonly trust: string | undefined
  /** Id of the evidence to prove. */
  readonly prove: string | undefined
}

export type Answer = {
  readonly verification: Verification
  /** Of an intact folder alone; why there is none, when the evidence asked for is not there. */
  readonly proof?: { readonly text: string } | { readonly missing: string; readonly hint: string }
}

async function answer({ files, strangers, trust, prove }: Question): Promise<Answer> {
  const verification = verifyRun({
    files,
    strangers,
    ...(trust !== undefined && { trust: publicKeyFrom(trust, '--trust') }),
    tool: toolIdentity(),
    render: renderFiles,
    scope: await ownScope(),
  })
  if (prove === undefined || !verification.intact) return { verification }
  try {
    return { verification, proof: { text: proofOf(files, prove) } }
  } catch (error) {
    if (!(error instanceof SansangError)) throw error
    return { verification, proof: { missing: error.message, hint: error.hint } }
  }
}

/** Of a folder found intact, so both files are there and the checkpoint is the evidence's. */
function proofOf(files: ReadonlyMap<string, Uint8Array>, id: string): string {
  const { statement }: OpenedSeal = openSeal(files.get(BUNDLE_FILE) ?? new Uint8Array())
  return lineProof(files.get(EVIDENCE_FILE) ?? new Uint8Array(), statement?.predicate.checkpoint ?? '', id)
}

/** What the process says last: an answer, or the error that nobody expected. */
export type Said = { readonly answer: Answer } | { readonly failed: Error }

// Only bounded.ts starts this file, with a channel; it sends one Question.
if (import.meta.main)
  process.once('message', async (question: Question) => {
    const said: Said = await answer(question).then(
      (answer) => ({ answer }),
      (failed: unknown) => ({ failed: failed instanceof Error ? failed : new Error(String(failed)) }),
    )
    process.send?.(said, undefined, undefined, () => process.disconnect())
  })
