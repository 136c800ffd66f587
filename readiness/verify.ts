// readiness/verify.ts: whether a run's files are as sealed and still give the sealed verdict. Pure; needs no network, no clock.
import { SansangError } from '../types/error.ts'
import type { Verdict } from '../types/finding.ts'
import type { Run, RunHeader } from '../types/run.ts'
import { BUNDLE_FILE } from './bundle.ts'
import { checkpointFault } from './checkpoint.ts'
import { EVIDENCE_FILE, parseRun } from './jsonl.ts'
import { judge, verdictFile } from './judge.ts'
import type { PublicKey } from './key.ts'
import { type OpenedSeal, openSeal, type Problem } from './opened-seal.ts'
import { type Scope, scopeDifferences } from './scope.ts'
import { type Render, RUN_FILES, VERDICT_FILE } from './seal.ts'
import { digestOf, evidenceHead, statementBytes, statementOf } from './statement.ts'
import { isSameTool } from './tool.ts'

export type Verification = {
  /** True when there is no problem at all. */
  readonly intact: boolean
  readonly problems: readonly Problem[]
  /** established: the signer is the one trusted; stranger: another; unknown: nobody was named as trusted. */
  readonly signer: {
    readonly keyId: string
    readonly kind: 'given' | 'sample' | 'unread'
    readonly standing: 'established' | 'stranger' | 'unknown'
  }
  /** The verdict the evidence gives now; absent when it cannot be evaluated. */
  readonly verdict?: Verdict
  /** The version that says it sealed the run; absent when the evidence cannot be read. */
  readonly sealedBy?: RunHeader['tool']
  /** Files that were derived again and compared. */
  readonly derived: readonly string[]
  /** Which were not, and why: drawn otherwise by another version of the tool. */
  readonly notDerived?: string
  /** How what was judged differs from what this version judges. No fault of the seal; whoever seals chooses the criteria. */
  readonly differences: readonly Problem[]
}

export type Verifying = {
  readonly files: ReadonlyMap<string, Uint8Array>
  /** What else is in the folder, or could not be taken as the file it is called. */
  readonly strangers?: readonly Problem[]
  readonly trust?: PublicKey
  readonly tool: RunHeader['tool']
  readonly render: Render
  /** What this version judges the run's province by; without it `differences` stays empty. */
  readonly scope?: (header: RunHeader) => Scope
}

/** Checks everything there is to check and lists every problem found. What is wrong with the files never makes it throw. */
export function verifyRun(given: Verifying): Verification {
  const { files, strangers = [], trust } = given
  const problems: Problem[] = [...strangers]
  for (const name of RUN_FILES)
    if (!files.has(name)) problems.push({ where: name, message: 'is missing from the folder' })
  for (const name of files.keys())
    if (!RUN_FILES.some((one) => one === name))
      problems.push({ where: name, message: 'is a file no run folder has' })

  const evaluated = evaluateAgain(given, problems)
  const bundle = files.get(BUNDLE_FILE)
  const seal: OpenedSeal = bundle === undefined ? { problems: [] } : openSeal(bundle)
  problems.push(...seal.problems)
  const { key, statement } = seal
  if (trust !== undefined && key !== undefined && trust.id !== key.id)
    problems.push({
      where: `${BUNDLE_FILE} signer`,
      message: `is not the trusted one: signed by ${key.id}, trusted is ${trust.id}`,
    })
  contentsOf(given, seal, evaluated, problems)
  return {
    intact: problems.length === 0,
    problems: cut(problems),
    signer: {
      keyId: key?.id ?? '',
      kind: statement?.predicate.signer.kind ?? 'unread',
      standing: trust === undefined ? 'unknown' : trust.id === key?.id ? 'established' : 'stranger',
    },
    ...evaluated.outcome,
    ...(evaluated.run && { sealedBy: evaluated.run.header.tool }),
    differences:
      evaluated.run === undefined || given.scope === undefined
        ? []
        : scopeDifferences(evaluated.run, given.scope(evaluated.run.header)),
  }
}

/** Enough to see what was done to a folder. */
const PROBLEMS_MAX = 200

function cut(problems: readonly Problem[]): readonly Problem[] {
  const left = problems.length - PROBLEMS_MAX
  if (left <= 0) return problems
  return [...problems.slice(0, PROBLEMS_MAX), { where: 'the folder', message: `has ${left} more problems` }]
}

type Evaluated = {
  readonly run?: Run
  readonly outcome: Pick<Verification, 'verdict' | 'derived' | 'notDerived'>
}

function evaluateAgain(given: Verifying, problems: Problem[]): Evaluated {
  const evidence = given.files.get(EVIDENCE_FILE)
  if (evidence === undefined) return { outcome: { derived: [] } }
  try {
    const run = parseRun(evidence)
    const verdict = judge(run)
    return { run, outcome: { verdict, ...deriveAgain(given, run, verdict, problems) } }
  } catch (error) {
    if (!(error instanceof SansangError)) throw error
    if (error.faults.length === 0) problems.push({ where: EVIDENCE_FILE, message: error.message })
    problems.push(...error.faults)
    return { outcome: { derived: [] } }
  }
}

/** verdict.json must be what the evidence gives; a rendering too, unless another version drew it. */
function deriveAgain(
  { files, tool, render }: Verifying,
  run: Run,
  verdict: Verdict,
  problems: Problem[],
): Pick<Verification, 'derived' | 'notDerived'> {
  const same = isSameTool(run.header.tool, tool)
  const expected = new Map([[VERDICT_FILE, verdictFile(verdict)], ...render(run, verdict)])
  const derived: string[] = []
  for (const [name, bytes] of expected) {
    const stored = files.get(name)
    const differs = stored !== undefined && Buffer.compare(stored, bytes) !== 0
    if (!differs || same || name === VERDICT_FILE) derived.push(name)
    if (differs && (same || name === VERDICT_FILE))
      problems.push({
        where: placeOfDifference(name, stored, bytes),
        message: 'differs from what the evidence gives',
      })
  }
  const rest = [...expected.keys()].filter((name) => !derived.includes(name))
  if (rest.length === 0) return { derived }
  const { version, revision } = run.header.tool
  const notDerived = `${rest.join(', ')}: as sealed, but not what this version draws from the evidence, so they may say anything; by sansang ${version} (${revision}), this is ${tool.version} (${tool.revision})`
  return { derived, notDerived }
}

/** `name:line:column` of the first byte that differs. */
function placeOfDifference(name: string, stored: Uint8Array, expected: Uint8Array): string {
  let at = 0
  while (at < stored.length && stored[at] === expected[at]) at += 1
  const before = Buffer.from(stored.subarray(0, at)).toString('latin1').split('\n')
  return `${name}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
}

/** Every file against its digest, the tree against its head, and the statement against the only one these files allow. */
function contentsOf({ files }: Verifying, seal: OpenedSeal, evaluated: Evaluated, problems: Problem[]): void {
  const { statement, key, bytes: signed } = seal
  if (statement === undefined || key === undefined || signed === undefined) return
  const { subject, predicate } = statement
  for (const { name, digest } of subject) {
    const bytes = files.get(name)
    if (bytes !== undefined && digestOf(bytes) !== digest.sha256)
      problems.push({ where: name, message: `is not as sealed: its SHA-256 is not ${digest.sha256}` })
  }
  const { run, outcome } = evaluated
  const evidence = files.get(EVIDENCE_FILE)
  if (run === undefined || outcome.verdict === undefined || evidence === undefined) return

  const head = evidenceHead(evidence, run.header.province.slug)
  if (predicate.evidence.leaves !== head.size)
    problems.push({
      where: EVIDENCE_FILE,
      message: `has ${head.size} lines, sealed were ${predicate.evidence.leaves}`,
    })
  if (predicate.evidence.rootHash !== Buffer.from(head.root).toString('base64'))
    problems.push({ where: EVIDENCE_FILE, message: 'its Merkle root is not the sealed one' })
  const fault = checkpointFault(predicate.checkpoint, head, key)
  if (fault !== undefined) problems.push({ where: `${BUNDLE_FILE} checkpoint`, message: fault })

  const sealed = new Map([...files].filter(([name]) => name !== BUNDLE_FILE))
  const signer = { publicKey: key.pem, keyId: key.id, kind: predicate.signer.kind }
  const { checkpoint } = predicate
  const due = statementOf({ files: sealed, run, verdict: outcome.verdict, head, checkpoint, signer })
  if (problems.length === 0 && Buffer.compare(statementBytes(due), signed) !== 0)
    problems.push({ where: `${BUNDLE_FILE} payload`, message: 'states something else than these files give' })
}
