// readiness/line-proof.ts: that one piece of evidence belongs to a sealed run, to be shown without the rest. Signs nothing.
import { SansangError } from '../types/error.ts'
import { EVIDENCE_FILE, linesOf } from './jsonl.ts'
import { inclusionProof, leafHash } from './merkle.ts'

/**
 * A C2SP tlog-proof (c2sp.org/tlog-proof@v1): the line itself as extra data, its index, the hashes up to the root, and the run's
 * checkpoint. Throws `no-such-evidence` for an id the file does not hold exactly once.
 */
export function lineProof(evidence: Uint8Array, checkpoint: string, id: string): string {
  const lines = linesOf(evidence)
  const found = lines.flatMap((line, index) => (isEvidence(line, id) ? [index] : []))
  const [index] = found
  if (index === undefined || found.length > 1)
    throw new SansangError('no-such-evidence', {
      message:
        index === undefined
          ? `${EVIDENCE_FILE} holds no evidence "${id}"`
          : `${EVIDENCE_FILE} holds evidence "${id}" ${found.length} times`,
      hint: `evidence ids are <kind>/<subject>; there ${nearby(lines, id)}`,
      where: EVIDENCE_FILE,
    })
  const hashes = inclusionProof(
    lines.map((line) => leafHash(Buffer.from(line))),
    index,
  )
  const head = [
    'c2sp.org/tlog-proof@v1',
    `extra ${Buffer.from(lines[index] ?? '').toString('base64')}`,
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
  ]
  return `${head.join('\n')}\n\n${checkpoint}`
}

function isEvidence(line: string, id: string): boolean {
  return idOf(line) === id
}

function idOf(line: string): string | undefined {
  const { type, value }: { type?: unknown; value?: { id?: unknown } } = JSON.parse(line)
  return type === 'evidence' && typeof value?.id === 'string' ? value.id : undefined
}

/** Ids that begin as the one asked for: of the same commune, else of the same kind, else any. */
function nearby(lines: readonly string[], id: string): string {
  const ids = lines.map(idOf).filter((one) => one !== undefined)
  const parts = id.split('/')
  const starts = parts.map((_, n) => parts.slice(0, parts.length - n).join('/'))
  const near = [...starts.map((start) => ids.filter((one) => one.startsWith(`${start}/`))), ids].find(
    (some) => some.length > 0,
  )
  return near === undefined
    ? 'is none'
    : `are ${near.slice(0, IDS_SHOWN).join(', ')}${near.length > IDS_SHOWN ? ' …' : ''}`
}

const IDS_SHOWN = 8
