// targets/answering.ts: waits until a child process answers at an address. Starts and ends nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './process.ts'

const POLL_MS = 25

/** True once `url` answers 2xx; false when the child ends first, or `limitMs` are over. */
export async function untilAnswers(child: Child, url: string, limitMs: number): Promise<boolean> {
  for (
    const end = Date.now() + limitMs;
    Date.now() < end && child.exit() === undefined;
    await sleep(POLL_MS)
  ) {
    const response = await fetch(url).catch(() => undefined)
    await response?.text()
    // Another server may hold the port: the child decides.
    if (response?.ok) return child.exit() === undefined
  }
  return false
}
