// cli/ready/drill-context.test.ts: only first registrations count as a dossier's passage; what a hop does not mention is zero.
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../types/json.ts'
import { drillContext } from './drill-context.ts'
import type { Live } from './live.ts'

const message = (stream: Json, isUpdating: string) => ({ stream, state: 'delivered', body: { isUpdating } })
const ANSWERS: Readonly<Record<string, Json>> = {
  '/messages': {
    messages: [
      message('A', 'False'),
      message('A', 'True'),
      message('B', 'False'),
      message('B', 'False'),
      message(null, 'False'),
    ],
  },
  '/portal/dossiers': {
    dossiers: [
      { code: 'A', status: '1', registrations: 1 },
      { code: 'B', status: '2', registrations: 2 },
      { code: 'C', status: '1' },
    ],
  },
}

let server: Server
let baseUrl: string
beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://x.test')
    response.end(JSON.stringify(ANSWERS[pathname]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function context() {
  // Of a running province only these are read here.
  const live: Pick<Live, 'token'> & { target: { endpoints: Record<string, string> }; adapters: object } = {
    target: { endpoints: { exchange: baseUrl, national: baseUrl } },
    adapters: {},
    token: async () => 'T',
  }
  return drillContext(live as Live)
}

test('the exchange: first registrations by dossier, updates and streamless messages left out', async () => {
  const counts = await context().exchangeDossiers(['A', 'B', 'D'])
  expect(Object.fromEntries(counts)).toEqual({ A: 1, B: 2, D: 0 })
})

test('the portal: registrations by dossier; one it never registered is lost', async () => {
  expect(Object.fromEntries(await context().portalDossiers())).toEqual({ A: 1, B: 2, C: 0 })
})
