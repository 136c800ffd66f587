// cli/ready/tokens.test.ts: one token a role, fetched once, renewed in time; a refusal says whom identity refused.
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rehearsalTokens } from './tokens.ts'

let server: Server
let asked: URLSearchParams[]
let answer: () => { status: number; body: string }
let issuer: string

beforeEach(async () => {
  asked = []
  answer = () => ({ status: 200, body: JSON.stringify({ access_token: `token-${asked.length}` }) })
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += String(chunk)
    })
    request.on('end', () => {
      asked.push(new URLSearchParams(text))
      const { status, body } = answer()
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
})
afterEach(() => {
  vi.useRealTimers()
  server.closeAllConnections()
  server.close()
})

test('asks by client credentials for the systems’ audience', async () => {
  expect(await rehearsalTokens(issuer, 'geheim')('officer')).toBe('token-1')
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({
    grant_type: 'client_credentials',
    client_id: 'rehearsal-officer',
    client_secret: 'geheim',
    resource: 'urn:sansang:systems',
  })
})

test('asks once for many at a time, once a role, and again after a minute', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const token = rehearsalTokens(issuer, 's')
  expect(new Set(await Promise.all([token('clerk'), token('clerk'), token('clerk')]))).toEqual(
    new Set(['token-1']),
  )
  expect(await token('leader')).toBe('token-2')
  vi.setSystemTime(Date.now() + 59_000)
  expect(await token('clerk')).toBe('token-1')
  vi.setSystemTime(Date.now() + 2_000)
  expect(await token('clerk')).toBe('token-3')
})

test.each([
  [
    'a refusal',
    401,
    '{"error":"invalid_client"}',
    'identity answered 401 invalid_client to the client rehearsal-citizen',
  ],
  ['an answer without token', 200, '{}', 'identity answered 200  to the client rehearsal-citizen'],
  ['no JSON', 502, '<html>', 'identity answered 502  to the client rehearsal-citizen'],
])(
  '%s is identity-refused, names the client, never the secret, and is not kept',
  async (_, status, body, message) => {
    const good = answer
    answer = () => ({ status, body })
    const token = rehearsalTokens(issuer, 'geheim')
    const refused = await token('citizen').catch((error: unknown) => error)
    expect(refused).toMatchObject({
      code: 'identity-refused',
      exit: 70,
      message,
      hint: expect.stringContaining('rehearsals'),
    })
    expect(JSON.stringify(refused)).not.toContain('geheim')
    answer = good
    expect(await token('citizen')).toBe('token-2')
  },
)
