// tools/prerequisites.ts: what a machine must bring along, and the one message when it does not. Installs nothing.
import { SansangError } from '../types/error.ts'
import { ask, atLeast, formatVersion, parseVersion, type Version } from './version.ts'

export type Prerequisite = {
  readonly program: string
  readonly title: string
  readonly args: readonly string[]
  readonly least?: Version
  /** How to get it, for a person at a terminal. */
  readonly wayOut: string
}

export const PREREQUISITES = {
  git: { program: 'git', title: 'git', args: ['--version'], wayOut: 'apt-get install git' },
  npm: { program: 'npm', title: 'npm', args: ['--version'], wayOut: 'install Node, which brings npm' },
  go: {
    program: 'go',
    title: 'Go',
    args: ['version'],
    least: [1, 26, 0],
    wayOut:
      'install Go 1.26 or newer from your distribution or go.dev, or put k6 1.8 and toxiproxy-server 2.5 on PATH',
  },
} as const satisfies Record<string, Prerequisite>

export type PrerequisiteName = keyof typeof PREREQUISITES

export type Presence = { readonly ok: boolean; readonly found?: string }

/** Whether one prerequisite is there, and in which version. */
export async function presence(prerequisite: Prerequisite): Promise<Presence> {
  const answer = await ask(prerequisite.program, prerequisite.args)
  const version = answer.ok ? parseVersion(answer.text) : undefined
  if (version === undefined) return { ok: false }
  const ok = prerequisite.least === undefined || atLeast(version, prerequisite.least)
  return { ok, found: formatVersion(version) }
}

/** Throws `missing-prerequisite` naming, at once, everything of `names` that is absent or too old. */
export async function requirePresent(names: readonly PrerequisiteName[]): Promise<void> {
  const judged = await Promise.all(
    names.map(async (name) => ({
      prerequisite: PREREQUISITES[name],
      presence: await presence(PREREQUISITES[name]),
    })),
  )
  const missing = judged.filter((entry) => !entry.presence.ok)
  if (missing.length === 0) return
  throw new SansangError('missing-prerequisite', {
    message: `this machine lacks: ${missing.map((entry) => lack(entry.prerequisite, entry.presence)).join(', ')}`,
    hint: `${missing.map((entry) => entry.prerequisite.wayOut).join('; ')}; then run this again`,
    exit: 'prerequisite',
  })
}

function lack({ title, least }: Prerequisite, { found }: Presence): string {
  const wanted = least === undefined ? title : `${title} ${least[0]}.${least[1]} or newer`
  return found === undefined ? wanted : `${wanted} (found ${found})`
}
