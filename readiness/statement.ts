// readiness/statement.ts: what a seal states: an in-toto Statement v1 over a run's files. Signs nothing.
import { createHash } from 'node:crypto'
import type { Verdict } from '../types/finding.ts'
import type { Run } from '../types/run.ts'
import { canonical } from './canonical.ts'
import type { TreeHead } from './checkpoint.ts'
import { originOf } from './checkpoint.ts'
import { linesOf } from './jsonl.ts'
import type { SigningKey } from './key.ts'
import { leafHash, rootHash } from './merkle.ts'
import { sortedBy } from './order.ts'

export const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'
const PREDICATE_TYPE = 'https://sansang.vn/attestation/readiness/v1'

export type Signer = { readonly publicKey: string; readonly keyId: string; readonly kind: SigningKey['kind'] }

export type Predicate = {
  readonly outcome: Verdict['outcome']
  readonly standing: Verdict['standing']
  readonly asOf: string
  readonly province: Verdict['province']
  readonly runId: string
  readonly tool: Run['header']['tool']
  readonly evidence: { readonly leaves: number /** base64 */; readonly rootHash: string }
  /** Signed note (C2SP tlog-checkpoint). */
  readonly checkpoint: string
  readonly signer: Signer
}

export type Statement = {
  readonly _type: typeof STATEMENT_TYPE
  /** Every file of the run folder but the bundle, by name; digest in hexadecimal. */
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[]
  readonly predicateType: typeof PREDICATE_TYPE
  readonly predicate: Predicate
}

type Parts = {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly run: Run
  readonly verdict: Verdict
  readonly head: TreeHead
  readonly checkpoint: string
  readonly signer: Signer
}

/** The statement a run's files allow, and no other. */
export function statementOf({ files, run, verdict, head, checkpoint, signer }: Parts): Statement {
  const { outcome, standing, asOf, province } = verdict
  return {
    _type: STATEMENT_TYPE,
    subject: sortedBy([...files.keys()], (name) => [name]).map((name) => ({
      name,
      digest: { sha256: digestOf(files.get(name) ?? new Uint8Array()) },
    })),
    predicateType: PREDICATE_TYPE,
    predicate: {
      outcome,
      standing,
      asOf,
      province,
      runId: run.header.runId,
      tool: run.header.tool,
      evidence: { leaves: head.size, rootHash: Buffer.from(head.root).toString('base64') },
      checkpoint,
      signer,
    },
  }
}

/** The bytes that are signed: RFC 8785, no newline. */
export function statementBytes(statement: Statement): Buffer {
  return Buffer.from(canonical(statement))
}

/** Head of the tree whose leaves are the lines of evidence.jsonl. Throws `bad-evidence-file`. */
export function evidenceHead(evidence: Uint8Array, slug: string): TreeHead {
  const leaves = linesOf(evidence).map((line) => leafHash(Buffer.from(line)))
  return { origin: originOf(slug), size: leaves.length, root: rootHash(leaves) }
}

/** SHA-256, hexadecimal. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
