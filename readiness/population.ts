// readiness/population.ts: who must be heard from, and which member a record is about. Knows no rule.
import { SansangError } from '../types/error.ts'
import type { Evidence, Population } from '../types/evidence.ts'
import type { Text } from '../types/text.ts'

/** A population by name. Throws `unknown-population` when the run has none so called. */
export function populationNamed(populations: readonly Population[], name: string): Population {
  const population = populations.find((one) => one.name === name)
  if (population !== undefined) return population
  throw new SansangError('unknown-population', {
    message: `no population "${name}" in this run`,
    hint: `known here: ${populations.map((one) => one.name).join(', ') || 'none'}; correct the criterion's "population"`,
  })
}

/** The member a subject belongs to: itself, or the longest leading part that is one. */
export function memberOf(subject: string, members: ReadonlyMap<string, string>): string | undefined {
  for (let end = subject.length; end > 0; end = subject.lastIndexOf('/', end - 1)) {
    const part = subject.slice(0, end)
    if (members.has(part)) return part
  }
  return undefined
}

/** Labels by member id. */
export function membersOf(population: Population): Map<string, string> {
  return new Map(population.members.map(({ id, label }) => [id, label]))
}

/** Records of each member that has any. */
export function byMember(
  records: readonly Evidence[],
  members: ReadonlyMap<string, string>,
): Map<string, Evidence[]> {
  const placed = records.flatMap((record) => {
    const member = memberOf(record.subject, members)
    return member === undefined ? [] : [{ member, record }]
  })
  const groups = [...Map.groupBy(placed, ({ member }) => member)]
  return new Map(groups.map(([member, group]) => [member, group.map(({ record }) => record)]))
}

const NOUNS: Readonly<Record<string, Text>> = {
  communes: { vi: 'xã, phường, đặc khu', en: 'communes' },
  systems: { vi: 'hệ thống', en: 'systems' },
  services: { vi: 'dịch vụ', en: 'services' },
  workloads: { vi: 'khối xử lý', en: 'workloads' },
  loads: { vi: 'bài thử tải', en: 'load tests' },
  drills: { vi: 'bài diễn tập', en: 'drills' },
}

/** What members of a population are called in a sentence with a number before it. */
export function memberNoun(name: string): Text {
  return NOUNS[name] ?? { vi: 'đối tượng', en: 'subjects' }
}
