// cli/ready/as-of.ts: the day a run is judged on, and the days that would ask for too little. Reads no clock.
import type { Stack } from '../../infra/stack.ts'
import { misuse } from '../arguments.ts'
import { provinceOf } from './communes.ts'

type Asked = {
  readonly stack: Pick<Stack, 'code' | 'goLive'>
  /** YYYY-MM-DD of --as-of; undefined: the stack's go-live date. */
  readonly asOf: string | undefined
  /** True for a verdict on going live, which no day before the go-live date can give. */
  readonly sealed: boolean
}

/**
 * The day judged. Throws `misuse` for one before the communes exist or, for a sealed verdict, before the province goes live: what
 * is in force then is less than what binds on the day itself, and the fewer criteria would read as a better province.
 */
export function dayJudged({ stack, asOf, sealed }: Asked): string {
  const { code, goLive } = stack
  const { unitsSince } = provinceOf(code)
  const day = asOf ?? goLive
  if (day < unitsSince)
    throw misuse(
      `${day} lies before ${unitsSince}, when these communes came into being: what binds since then would not be asked`,
      `--as-of ${goLive < unitsSince ? unitsSince : goLive}`,
    )
  if (sealed && day < goLive)
    throw misuse(
      `${day} lies before ${goLive}, the day this province goes live: criteria in force by then would not be asked`,
      `--as-of ${goLive}, or ./sansang check for how things stand before it`,
    )
  return day
}
