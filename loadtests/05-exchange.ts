// loadtests/05-exchange.ts: a message is stored for forwarding, and its state is asked for.
import exec from 'k6/execution'
import { acknowledge, call, dueAtMs } from './shared/operation.ts'
import { optionsFor } from './shared/options.ts'
import { profile } from './shared/profile.ts'
import { fetchTokens, type Tokens } from './shared/tokens.ts'

export const options = optionsFor('exchange')
export const setup = () => ({ tokens: fetchTokens() })

const system = 'exchange'

export default function exchange({ tokens }: { tokens: Tokens }): void {
  const id = crypto.randomUUID()
  // The exchange delivers a probe to itself: no other system is filled with test messages.
  const message = {
    id,
    to: 'exchange',
    service: 'probe',
    body: { note: `${profile.runId} ${exec.scenario.iterationInTest}` },
  }
  const stored = call(
    {
      system,
      operation: 'store',
      method: 'POST',
      path: '/messages',
      token: tokens.administrator,
      body: message,
      expect: [202],
    },
    dueAtMs(profile.ratesPerSecond.exchange),
  )
  if (stored === undefined) return
  acknowledge(system, 'store', id)
  call({
    system,
    operation: 'state',
    method: 'GET',
    path: `/messages/${id}`,
    token: tokens.administrator,
    expect: [200],
  })
}
