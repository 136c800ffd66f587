// systems/exchange/server.ts: the integration platform as a process. What it does stands in exchange.ts.
import process from 'node:process'
import type { FastifyInstance } from 'fastify'
import { startSystem } from '../kit/server.ts'
import { type Exchange, openExchange } from './exchange.ts'
import type { operations } from './generated/contract.d.ts'
import { handlers } from './handlers.ts'
import { addProxyRoute } from './proxy-route.ts'
import { readSettings } from './settings.ts'

let opened: Exchange | undefined

function exchange(): Exchange {
  if (opened === undefined) throw new Error('the exchange is asked before it is open')
  return opened
}

/** Where this process listens, as it reaches itself. */
function selfUrl(app: FastifyInstance): string {
  const address = app.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the exchange does not listen yet')
  const host = address.address === '0.0.0.0' || address.address === '::' ? '127.0.0.1' : address.address
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}

await startSystem<operations>({
  name: 'exchange',
  contract: new URL('./contract.yaml', import.meta.url),
  schema: new URL('./schema/', import.meta.url),
  handlers: (context) => handlers(context, exchange),
  routes: async (app, context) => {
    const settings = readSettings(process.env, context.env.member)
    opened = await openExchange(context, settings, () => selfUrl(app))
    const { own, peers, forward, log, rights, counters } = opened
    const token = context.tokens.token
    const parts = { own, peers, forward, log, rights, token, now: context.now, onCall: counters.called }
    await addProxyRoute(app, context, parts)
  },
  background: () => {
    const running = exchange()
    running.start()
    return running
  },
})
