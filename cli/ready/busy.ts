// cli/ready/busy.ts: how much of the processors others use before anything is measured here. Judges nothing.
import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** A laptop that only lies there stays far below; from here on response times tell of the neighbours as well. */
export const BUSY_PERCENT = 50

type Times = { readonly idle: number; readonly all: number }

/** Share of all processors' time in use while this process slept, in whole percent. */
export async function othersPercent(): Promise<number> {
  const before = times()
  await sleep(300)
  return usedPercent(before, times())
}

/** Between two readings; 0 where the system tells no times. */
export function usedPercent(before: Times, after: Times): number {
  const all = after.all - before.all
  // Linux may count idle time back by a tick.
  const idle = Math.max(0, after.idle - before.idle)
  return all <= 0 ? 0 : Math.max(0, Math.round((1 - idle / all) * 100))
}

/** What to tell the person waiting; undefined on a machine with room. */
export function busyNote(percent: number): string | undefined {
  if (percent < BUSY_PERCENT) return undefined
  return `this machine is busy: other programs use ${percent} % of its processors. Load and recovery times will show that; a NO-GO on SX-01, SX-02 or SX-04 may be theirs, so close them and run again`
}

function times(): Times {
  const each = cpus().map(({ times: { idle, user, nice, sys, irq } }) => ({
    idle,
    all: idle + user + nice + sys + irq,
  }))
  return each.reduce((sum, { idle, all }) => ({ idle: sum.idle + idle, all: sum.all + all }), {
    idle: 0,
    all: 0,
  })
}
