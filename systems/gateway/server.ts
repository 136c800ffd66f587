// systems/gateway/server.ts: the gateway as a process: settings, port, and an orderly end.
import type { Server } from 'node:http'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { SansangError } from '../../types/error.ts'
import { createLog } from '../kit/log.ts'
import { createMetrics } from '../kit/metrics.ts'
import { createGateway } from './gateway.ts'
import { readSettings } from './settings.ts'

/** Long enough for whoever balances load to see /readyz fail. */
const DRAIN_MS = 200
const CLOSE_LIMIT_MS = 10_000

function start(): void {
  const settings = readSettings(process.env)
  const log = createLog({ system: 'gateway', level: settings.logLevel })
  const { server, drain } = createGateway({ settings, log, metrics: createMetrics() })
  server.on('error', (error) => {
    process.stderr.write(`gateway: cannot listen on ${settings.host}:${settings.port}: ${error.message}\n`)
    process.exit(70)
  })
  server.listen(settings.port, settings.host, () =>
    log.info({ host: settings.host, port: listeningPort(server) }, 'listening'),
  )
  const stop = async () => {
    drain()
    await sleep(DRAIN_MS)
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => {
      log.warn('requests were still open when the time to close was over')
      server.closeAllConnections()
    }, CLOSE_LIMIT_MS).unref()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
}

/** The port taken, where the settings left the choice to the machine. */
function listeningPort(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

try {
  start()
} catch (error) {
  if (!(error instanceof SansangError)) throw error
  const lines = error.faults.map(({ where, message }) => `  - ${where}: ${message}`)
  process.stderr.write(
    `gateway: ${error.message} [${error.code}]\n${lines.join('\n')}\n  next: ${error.hint}\n`,
  )
  process.exit(error.exit)
}
