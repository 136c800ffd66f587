// readiness/load/k6.ts: runs one k6 script against a running province and reads what it left.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SansangError } from '../../types/error.ts'
import type { LoadProfile, LoadResult, ScriptName } from '../../types/load.ts'
import type { StartProcess } from '../../types/process.ts'
import { parseLedger, readSummary } from './summary.ts'

/** The scripts in the order a task force runs them. */
const SCRIPTS: Readonly<Record<ScriptName, string>> = {
  procedures: '01-procedures.ts',
  documents: '02-documents.ts',
  meetings: '03-meetings.ts',
  reporting: '04-reporting.ts',
  exchange: '05-exchange.ts',
  joint: '06-joint.ts',
}

/** k6's exit code when a threshold was crossed: a result, not a failure of the run. */
const THRESHOLDS_CROSSED = 99

const LOADTESTS = fileURLToPath(new URL('../../loadtests/', import.meta.url))

export type RunningLoad = {
  /** The acknowledged operations written so far. */
  ledger(): Promise<ReturnType<typeof parseLedger>>
  result: Promise<LoadResult>
  stop(): Promise<void>
}

export type LoadOptions = {
  readonly script: ScriptName
  readonly profile: LoadProfile
  /** Path of the k6 executable. */
  readonly k6: string
  /** Folder for the profile, the summary and the ledger of this one run. */
  readonly dir: string
  readonly start: StartProcess
}

/** Starts a script; its result resolves when k6 has ended. Rejects with `k6-failed` when k6 itself failed. */
export async function startLoad({ script, profile, k6, dir, start }: LoadOptions): Promise<RunningLoad> {
  const name = `k6-${script}-${profile.runId}`
  const profilePath = join(dir, `${name}.profile.json`)
  const summaryPath = join(dir, `${name}.summary.json`)
  const ledgerPath = join(dir, `${name}.ledger.jsonl`)
  // The profile carries the rehearsal clients' secret.
  await writeFile(profilePath, JSON.stringify(profile), { mode: 0o600 })
  const child = await start({
    name,
    command: k6,
    args: [
      ...['run', '--quiet', '--no-usage-report', '--address', ''],
      ...['--summary-export', summaryPath, '--console-output', ledgerPath, '--log-format', 'raw'],
      join(LOADTESTS, SCRIPTS[script]),
    ],
    env: { SANSANG_LOAD: profilePath, SANSANG_LEDGER: '1', K6_NO_COLOR: 'true' },
  })
  const ledger = async () => parseLedger(await readFile(ledgerPath, 'utf8').catch(() => ''))
  const result = child.exited.then(async ({ code, signal }) => {
    if (code !== 0 && code !== THRESHOLDS_CROSSED) throw await failure(script, code, signal, child.log)
    return readSummary({
      script,
      summary: await readFile(summaryPath, 'utf8').catch(() => ''),
      console: await readFile(ledgerPath, 'utf8').catch(() => ''),
      durationSeconds: profile.durationSeconds,
    })
  })
  // Whoever awaits `result` sees the rejection; until then it must not end the process.
  result.catch(() => undefined)
  return { ledger, result, stop: () => child.stop() }
}

async function failure(
  script: ScriptName,
  code: number | null,
  signal: string | null,
  log: string,
): Promise<SansangError> {
  const text = await readFile(log, 'utf8').catch(() => '')
  const tail = text.trim().split('\n').slice(-4).join(' | ')
  return new SansangError('k6-failed', {
    message: `k6 ended with ${signal ?? `exit ${code}`} in the script ${script}: ${tail || 'it printed nothing'}`,
    hint: `k6 run loadtests/${SCRIPTS[script]} shows the same by itself (loadtests/README.md)`,
    exit: 'internal',
    where: `loadtests/${SCRIPTS[script]}`,
  })
}
