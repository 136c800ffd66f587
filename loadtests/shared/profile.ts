// loadtests/shared/profile.ts: the load profile a script runs with. Runs inside k6: no node imports here.
import type { LoadProfile } from '../../types/load.ts'

const path = __ENV.SANSANG_LOAD
if (path === undefined || path === '')
  throw new Error(
    'SANSANG_LOAD names no load profile: ./sansang up <province> writes one and prints this command',
  )

export const profile = JSON.parse(open(path)) as LoadProfile

/** The n-th item, round and round, so that every commune takes part. */
export function pick<T>(items: readonly T[], n: number): T {
  const item = items[n % items.length]
  if (item === undefined) throw new Error('the load profile lists no communes: make it with ./sansang load')
  return item
}
