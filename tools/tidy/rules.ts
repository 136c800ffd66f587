// tools/tidy/rules.ts: every rule, and the few places excused from one. Looks at nothing itself.
import { deadFiles, staleEntries } from './dead.ts'
import { headers } from './headers.ts'
import { fileLength, functionLength, typicalLength } from './lengths.ts'
import { deadLinks, deadPaths } from './links.ts'
import type { Complaint, Repo, Rule } from './repo.ts'
import { direction } from './rooms.ts'
import { bannedWords, vagueNames } from './words.ts'

export const RULES: readonly Rule[] = [
  fileLength,
  typicalLength,
  functionLength,
  bannedWords,
  vagueNames,
  headers,
  direction,
  deadFiles,
  staleEntries,
  deadLinks,
  deadPaths,
]

/** One file excused from one rule. An exemption that excuses nothing any more is itself a complaint. */
export type Exemption = { readonly rule: string; readonly file: string; readonly reason: string }

export const EXEMPTIONS: readonly Exemption[] = []

/** Everything untidy that is not excused, and every excuse that is no longer needed. */
export function untidy(repo: Repo, rules: readonly Rule[], exemptions: readonly Exemption[]): Complaint[] {
  const found = rules.flatMap((rule) => rule.find(repo))
  const excuses = (exemption: Exemption) => (complaint: Complaint) =>
    complaint.rule === exemption.rule && complaint.file === exemption.file
  const stale = exemptions.filter((exemption) => !found.some(excuses(exemption)))
  return [
    ...found.filter((complaint) => !exemptions.some((exemption) => excuses(exemption)(complaint))),
    ...stale.map(({ rule, file }) => ({
      rule: 'stale-exemption',
      file,
      line: 0,
      message: `nothing left to excuse from ${rule}: delete the exemption in tools/tidy/rules.ts`,
    })),
  ]
}
