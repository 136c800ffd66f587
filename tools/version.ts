// tools/version.ts: versions as numbers, and the programs on PATH that state one. Judges no need.
import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import process from 'node:process'

export type Version = readonly [major: number, minor: number, patch: number]

/** The first `1.2` or `1.2.3` in a text: `go version go1.26.8 linux/amd64` → [1, 26, 8]; undefined when there is none. */
export function parseVersion(text: string): Version | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)
  if (match === null) return undefined
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)]
}

/** True when `version` is `least` or later. */
export function atLeast(version: Version, least: Version): boolean {
  for (const [index, part] of version.entries()) {
    const wanted = least[index] ?? 0
    if (part !== wanted) return part > wanted
  }
  return true
}

/** [1, 26, 8] → `1.26.8`. */
export function formatVersion(version: Version): string {
  return version.join('.')
}

/** Absolute path of an executable on PATH, or undefined. */
export async function onPath(program: string, path = process.env['PATH'] ?? ''): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter((entry) => entry !== '')) {
    const candidate = join(folder, program)
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return candidate
  }
  return undefined
}

export type Answer = {
  readonly ok: boolean
  /** Standard output, then standard error. */
  readonly text: string
}

/** Catches what hangs. `python3 -m pip --version` is known to take more than five seconds on a busy machine. */
const HANGS_MS = 120_000

/** What a short command answers; not ok when it is absent, fails or takes longer than `timeoutMs`. */
export function ask(program: string, args: readonly string[], timeoutMs = HANGS_MS): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: timeoutMs, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      resolve({ ok: error === null, text: `${stdout}${stderr}` })
    })
  })
}
