// bench/accept.ts: how long a real API server takes to start, to learn its definitions and to take every planned object.
import process from 'node:process'
import { listStacks } from '../infra/config.ts'
import { planProvince } from '../infra/plan.ts'
import { acceptAll } from '../targets/kube-accept.ts'
import { startKubeApi } from '../targets/kube-api.ts'
import { connectKube } from '../targets/kube-client.ts'
import { applyDefinitions } from '../targets/kube-definitions.ts'
import { objectsOf } from '../targets/kube-objects.ts'
import { openSession } from '../targets/session.ts'
import { ensureDefinitions } from '../tools/kube/definitions.ts'
import { ensureTool } from '../tools/setup.ts'

const io = {
  err: (text: string) => void process.stderr.write(text),
  terminal: false,
  signal: new AbortController().signal,
}
let since = performance.now()

/** Seconds since it was asked last. */
function lap(): string {
  const [from, now] = [since, performance.now()]
  since = now
  return `${((now - from) / 1000).toFixed(1)} s`
}

const tools = { etcd: await ensureTool('etcd', io), apiServer: await ensureTool('kube-apiserver', io) }
const folder = await ensureDefinitions(io)
await using session = await openSession('bench of acceptance')
lap()
await using api = await startKubeApi({ session, tools })
process.stdout.write(`API server ${api.version} ready: ${lap()}\n`)
using client = connectKube(api)
const definitions = await applyDefinitions(client, folder)
process.stdout.write(`${definitions.length} definitions established: ${lap()}\n`)
const slugs = listStacks()
const plans = await Promise.all(slugs.map((slug) => planProvince(slug)))
process.stdout.write(`${plans.length} plans: ${lap()}\n`)
const { asked, refusals } = await acceptAll(client, plans.flatMap(objectsOf))
process.stdout.write(`${asked} objects, ${refusals.length} refused: ${lap()}\n`)
for (const { where, reason, message } of refusals) process.stdout.write(`  ${where}: ${reason}: ${message}\n`)
process.exitCode = refusals.length === 0 ? 0 : 10
