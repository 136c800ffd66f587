// readiness/waivers.ts: reads a file of waivers, all or none. Whether one holds is overlay.ts's affair.
import type { Fault } from '../types/error.ts'
import type { Waiver } from '../types/finding.ts'
import { sortedBy } from './order.ts'
import { refuseFaults, sourceFaults } from './shape.ts'
import { readYamlSource, type YamlSource } from './yaml-source.ts'

const HINT = 'docs/criteria.md, "Waivers", says the form'

/** Waivers of a file, sorted by id. Throws `bad-waivers` with every fault by file, line and column. */
export function loadWaivers(path: string): Waiver[] {
  return waiversFrom(readYamlSource(path))
}

/** The same from text already read. */
export function waiversFrom(source: YamlSource): Waiver[] {
  refuseFaults(sourceFaults('waivers-file', source), 'bad-waivers', source.path, HINT)
  const { waivers } = source.value as { waivers: Waiver[] }
  const seen = new Set<string>()
  const faults = waivers.flatMap(({ id }, index): Fault[] => {
    if (seen.has(id))
      return [{ where: source.where(['waivers', index, 'id']), message: `id ${id} is used twice` }]
    seen.add(id)
    return []
  })
  refuseFaults(faults, 'bad-waivers', source.path, HINT)
  return sortedBy(waivers, ({ id }) => [id])
}
