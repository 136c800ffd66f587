// cli/verify.ts: is a run folder as it was sealed, by whom, and does its evidence still give its verdict? Writes nothing.
import { existsSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { BUNDLE_FILE } from '../readiness/bundle.ts'
import { readRunFolder } from '../readiness/folder.ts'
import { publicKeyFile } from '../readiness/key.ts'
import { RUN_FILES } from '../readiness/seal.ts'
import { isSameTool, toolIdentity } from '../readiness/tool.ts'
import type { Verification } from '../readiness/verify.ts'
import { visible } from '../readiness/visible.ts'
import { EXIT, SansangError } from '../types/error.ts'
import type { Verdict } from '../types/finding.ts'
import type { RunHeader } from '../types/run.ts'
import { misuse, readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'
import { verifyBounded } from './verify/bounded.ts'

const USAGE = `Usage: ./sansang verify <run folder> [--trust PUBKEY.pem] [--strict] [--seconds N] [--json | --prove EVIDENCE-ID]

Checks every byte of a run's folder without network: each file against its sealed digest, the signature, the Merkle root
over the lines of evidence.jsonl, its checkpoint; then judges the evidence again and compares verdict.json byte for byte, and
the report, JUnit and OSCAL files too. Says where the criteria and populations sealed differ from this version's.

  --trust FILE   the signer's public key (P-256, PEM); any other signer fails. Without it the answer says
                 "intact, signer not established": anyone can seal a folder with a key of their own.
  --strict       fail also when the run was judged by other criteria or populations than this version has, when a file
                 is not what this version draws, and without --trust: nothing but the whole answer will do
  --seconds N    give up after so long, 300 unless said otherwise, and call the folder not intact: whoever wrote it also
                 wrote the rules and records that are evaluated
  --json         one JSON document on standard output
  --prove ID     for one piece of evidence: its line and the proof (c2sp.org/tlog-proof) that it belongs to the run,
                 to show it without the rest; only of an intact folder

Exit: 0 intact (a NO-GO that is intact too: verify answers for the folder, not for the province), 10 not intact, another
signer than the trusted one or not what --strict asks, 64 no run folder or an unusable key.

Example: ./sansang verify runs/ho-chi-minh-2025-06-30 --trust task-force.pub.pem
`

type Options = {
  readonly path: string
  readonly trust: string | undefined
  readonly strict: boolean
  readonly seconds: number
  readonly json: boolean
  readonly prove: string | undefined
}

function parse(args: readonly string[]): Options {
  const { values, positionals } = readArguments('verify', {
    args: [...args],
    allowPositionals: true,
    options: {
      trust: { type: 'string' },
      strict: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '300' },
      json: { type: 'boolean', default: false },
      prove: { type: 'string' },
    },
  })
  const hint =
    './sansang verify <run folder> [--trust PUBKEY.pem] [--strict] [--seconds N] [--json | --prove EVIDENCE-ID]'
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw misuse('give one run folder', hint)
  const { trust, strict, json, prove } = values
  if (json && prove !== undefined) throw misuse('--json and --prove each want standard output', hint)
  if (!/^[1-9]\d{0,4}$/.test(values.seconds))
    throw misuse(`--seconds ${values.seconds} is no number of seconds`, hint)
  return { path, trust, strict, seconds: Number(values.seconds), json, prove }
}

/** The folder meant: the path itself, or the one a named bundle stands in. */
function folderOf(path: string): string {
  const isBundle = basename(path) === BUNDLE_FILE && existsSync(path) && statSync(path).isFile()
  return isBundle ? dirname(path) : path
}

/** A hidden bundle is tampering; a folder with none of the files is a mistyped path. */
function readFolder(path: string): ReturnType<typeof readRunFolder> {
  const folder = readRunFolder(path, RUN_FILES)
  if (
    RUN_FILES.some((name) => folder.files.has(name) || folder.strangers.some(({ where }) => where === name))
  )
    return folder
  throw new SansangError('no-run-folder', {
    message: `${path} holds none of a run's files`,
    hint: `give the folder \`ready\` wrote; it holds ${RUN_FILES.join(', ')}`,
    where: path,
  })
}

const SIGNERS: Readonly<Record<Verification['signer']['standing'], { vi: string; en: string }>> = {
  established: { vi: 'người ký đúng là người được tin cậy', en: 'signed by the trusted key' },
  stranger: { vi: 'người ký không phải người được tin cậy', en: 'not signed by the trusted key' },
  unknown: { vi: 'chưa xác định được người ký', en: 'signer not established' },
}

function tell(path: string, answer: Verification, strict: boolean, io: Io): void {
  const { intact, problems, signer, verdict, sealedBy, derived, notDerived, differences } = answer
  const who = SIGNERS[signer.standing]
  const sample = signer.kind === 'sample' ? ' (khóa mẫu / sample key)' : ''
  const lines = intact
    ? [`Nguyên vẹn, ${who.vi}`, `intact, ${who.en}${sample}: ${path}`]
    : [`KHÔNG NGUYÊN VẸN: ${problems.length} điểm sai`, `NOT INTACT: ${path}`]
  for (const { where, message } of problems) lines.push(`  - ${where}: ${message}`)
  if (sealedBy !== undefined) lines.push(`  ${versions(sealedBy)}`)
  if (signer.keyId !== '') lines.push(`  signer: ${signer.keyId}${sample}`)
  if (verdict !== undefined) {
    const standing = verdict.standing === 'rehearsal' ? ' (rehearsal)' : ''
    lines.push(
      `  verdict of the evidence: ${verdict.outcome}${standing}, ${verdict.province.name}, as of ${verdict.asOf}`,
    )
    const idle = notInForce(verdict)
    if (idle.length > 0)
      lines.push(`  not in force on that day: ${idle.length} blocking criteria, ${idle.join(', ')}`)
    const waivers = verdict.waivers.flatMap(({ waiver, state }) => (state === 'applied' ? [waiver.id] : []))
    if (waivers.length > 0) lines.push(`  under ${waivers.length} waivers: ${waivers.join(', ')}`)
    lines.push(`  derived again and compared: ${derived.join(', ')}`)
  }
  if (notDerived !== undefined) lines.push(`  not derived again: ${notDerived}`)
  if (differences.length > 0)
    lines.push(
      "  CÁC TIÊU CHÍ ĐÃ XÉT KHÁC VỚI BẢN NÀY / judged by something else than this version's own criteria:",
    )
  for (const { where, message } of differences) lines.push(`  - ${where}: ${message}`)
  if (strict && intact) lines.push(...strictLines(answer))
  // A file name or a record may hold escape sequences that would wipe the lines above them.
  io.out(`${lines.map(visible).join('\n')}\n`)
}

/** What an intact folder still lacks for the whole answer. */
function lacks({ signer, notDerived, differences }: Verification): string[] {
  return [
    ...(signer.standing === 'established'
      ? []
      : ['the signer is not established: name the key with --trust']),
    ...(notDerived === undefined
      ? []
      : ['a file was not derived again, see above: run the version named inside']),
    ...(differences.length === 0
      ? []
      : [
          'other criteria, limits or populations than this version has, or code nobody can look up, see above',
        ]),
  ]
}

/** Exit 10 under a page of good news would be a riddle. */
function strictLines(answer: Verification): string[] {
  const lacking = lacks(answer)
  if (lacking.length === 0) return ['  đủ mọi điều kiện / --strict: nothing is left open']
  return ['  CHƯA ĐỦ / --strict is not met:', ...lacking.map((one) => `  - ${one}`)]
}

/** Which version says it sealed the run, beside the one that answers. */
function versions(sealedBy: RunHeader['tool']): string {
  const here = toolIdentity()
  const name = ({ version, revision }: RunHeader['tool']): string => `sansang ${version} (${revision})`
  return isSameTool(sealedBy, here)
    ? `sealed by ${name(sealedBy)}, as is this`
    : `sealed by ${name(sealedBy)}; this is ${name(here)}`
}

/** Blocking criteria the as-of date switched off as a whole: whoever chooses an early day is asked less. */
function notInForce({ criteria }: Verdict): string[] {
  return criteria.flatMap(({ criterion, severity, status, notPassed: [only] }) =>
    severity === 'blocking' && status === 'not-applicable' && only?.subject === '*' ? [criterion] : [],
  )
}

/** True when nothing at all is left open. */
function isComplete(answer: Verification): boolean {
  return answer.intact && lacks(answer).length === 0
}

/** Of JavaScript's heap: the largest province takes a tenth. */
const MEMORY_MIB = 2048

export const command: Command = {
  usage: USAGE,
  async run(args, io) {
    const { path, trust, strict, seconds, json, prove } = parse(args)
    const folder = readFolder(folderOf(path))
    const { verification: answer, proof } = await verifyBounded(
      { ...folder, trust: trust === undefined ? undefined : publicKeyFile(trust).pem, prove },
      { seconds, memoryMiB: MEMORY_MIB, signal: io.signal },
    )
    if (json) io.out(`${JSON.stringify(summary(answer), null, 2)}\n`)
    else if (proof === undefined) tell(path, answer, strict, io)
    else if ('text' in proof) io.out(proof.text)
    else throw new SansangError('no-such-evidence', { message: proof.missing, hint: proof.hint })
    return (strict ? isComplete(answer) : answer.intact) ? EXIT.ok : EXIT.noGo
  },
}

function summary(answer: Verification): unknown {
  const { verdict, ...rest } = answer
  const { outcome, standing, province, asOf, waivers } = verdict ?? {}
  const complete = isComplete(answer)
  return { schema: 'sansang.verification/1', complete, ...rest, outcome, standing, province, asOf, waivers }
}
