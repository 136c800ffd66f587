// targets/probe.ts: asks one HTTP endpoint whether a process is up. Decides nothing about it.
import type { Probe } from './deployment.ts'

export type Answer = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** One attempt. A 2xx or 3xx answer within the probe's timeout is success, as for Kubernetes. */
export async function probeOnce(port: number, probe: Probe): Promise<Answer> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${probe.path}`, {
      signal: AbortSignal.timeout(probe.timeoutMs),
      redirect: 'manual',
      // Kept alive, the next attempt after a kill would meet a dead connection and tell of that instead.
      headers: { connection: 'close' },
    })
    const body = await response.text()
    if (response.status >= 200 && response.status < 400) return { ok: true }
    return { ok: false, reason: `${probe.path} answered ${response.status}: ${body.slice(0, 200)}` }
  } catch (error) {
    return { ok: false, reason: `${probe.path}: ${reasonOf(error)}` }
  }
}

/** fetch says only "fetch failed"; what happened stands in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  return error.cause instanceof Error ? error.cause.message : error.message
}
