// systems/identity/identity.system.test.ts: identity over HTTP, with an independent OpenID client and on a real PostgreSQL.
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../../targets/port.ts'
import { type Postgres, startPostgres } from '../../targets/postgres.ts'
import { ROLES, type Role } from '../../types/system.ts'
import { type RunningSystem, startServer } from '../kit/fixtures/testbed.ts'
import { createBrowser } from './fixtures/browser.ts'

const SERVER = new URL('./server.ts', import.meta.url)
const SECRET = 'a-rehearsal-secret-of-this-test'
const CLIENT_SECRET = 'procedures-secret-of-this-test'
const REDIRECT = 'http://127.0.0.1:9/callback'
const RESOURCE = 'urn:sansang:systems'
/** Catches what hangs; the client's own few seconds would fail a machine that stalls. */
const KEYS_LIMIT_MS = 120_000
let dir: string
let postgres: Postgres
let identity: RunningSystem
let issuer: string
let env: Record<string, string>

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-identity-'))
  postgres = await startPostgres({
    dir,
    databases: [{ name: 'identity', owner: 'identity', password: 'pw' }],
  })
  const port = await freePort()
  issuer = `http://127.0.0.1:${port}`
  env = {
    PORT: String(port),
    OIDC_ISSUER: issuer,
    DATABASE_URL: `postgres://identity@127.0.0.1:${postgres.port}/identity`,
    DATABASE_PASSWORD: 'pw',
    IDENTITY_CLIENTS: JSON.stringify({ procedures: CLIENT_SECRET }),
    REHEARSAL_SECRET: SECRET,
  }
  identity = await startServer(SERVER, env)
})
afterAll(async () => {
  await identity[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
  await rm(dir, { recursive: true })
})

async function askToken(form: Record<string, string>, at = issuer) {
  const response = await fetch(`${at}/token`, { method: 'POST', body: new URLSearchParams(form) })
  const body = (await response.json()) as { access_token?: string; error?: string; expires_in?: number }
  return { status: response.status, ...body }
}

const machine = (id: string, secret: string) => ({
  grant_type: 'client_credentials',
  client_id: id,
  client_secret: secret,
  resource: RESOURCE,
})

async function claimsOf(token: string | undefined) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`), { timeoutDuration: KEYS_LIMIT_MS })
  return (await jwtVerify(token ?? '', keys, { issuer, audience: 'sansang', algorithms: ['ES256'] })).payload
}

async function administer(method: string, path: string, body: unknown, role: Role = 'administrator') {
  const { access_token } = await askToken(machine(`rehearsal-${role}`, SECRET))
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
  const response = await fetch(`${issuer}${path}`, init)
  return { status: response.status, body: (await response.json()) as unknown }
}

describe('systems', () => {
  test('a system’s token: signed, for sansang, with its client id and no role', async () => {
    const answer = await askToken(machine('procedures', CLIENT_SECRET))
    expect(answer).toMatchObject({ status: 200, expires_in: 3_600 })
    expect(await claimsOf(answer.access_token)).toMatchObject({
      sub: 'procedures',
      client_id: 'procedures',
      roles: [],
    })
    expect(decodeProtectedHeader(answer.access_token ?? '')).toMatchObject({
      alg: 'ES256',
      kid: expect.any(String),
    })
  })

  test('one rehearsal client for each role, bound to no unit', async () => {
    for (const role of ROLES) {
      const claims = await claimsOf((await askToken(machine(`rehearsal-${role}`, SECRET))).access_token)
      expect(claims).toMatchObject({ roles: [role], client_id: `rehearsal-${role}` })
      expect(claims['unit']).toBeUndefined()
    }
    expect(ROLES).toHaveLength(5)
  })

  const refused: [string, Record<string, string>, number, string][] = [
    ['a wrong secret', machine('procedures', 'wrong-secret-of-this-test'), 401, 'invalid_client'],
    ['an unknown client', machine('nobody', CLIENT_SECRET), 401, 'invalid_client'],
    ['a system that is not among the clients', machine('documents', CLIENT_SECRET), 401, 'invalid_client'],
    [
      'an unknown scope',
      { ...machine('procedures', CLIENT_SECRET), scope: 'everything' },
      400,
      'invalid_scope',
    ],
    [
      'an unknown resource',
      { ...machine('procedures', CLIENT_SECRET), resource: 'urn:else' },
      400,
      'invalid_target',
    ],
    [
      'a grant type no system has',
      { ...machine('procedures', CLIENT_SECRET), grant_type: 'password' },
      400,
      'unsupported_grant_type',
    ],
    [
      'a code nobody was given',
      {
        ...machine('procedures', CLIENT_SECRET),
        grant_type: 'authorization_code',
        code: 'x',
        redirect_uri: REDIRECT,
      },
      400,
      'invalid_request',
    ],
  ]
  test.each(refused)('%s is refused', async (_name, form, status, error) => {
    expect(await askToken(form)).toMatchObject({ status, error })
  })
  test('all seven refusals are tried', () => expect(refused).toHaveLength(7))

  test('a client, a code or a token with U+0000 is one nobody has: refused, not failed', async () => {
    const nul = machine('procedures\u0000', CLIENT_SECRET)
    expect(await askToken(nul)).toMatchObject({ status: 401, error: 'invalid_client' })
    const paths = ['/auth?client_id=%00', '/session/end?client_id=%00']
    const statuses = await Promise.all(paths.map(async (path) => (await fetch(`${issuer}${path}`)).status))
    expect(statuses).toEqual([400, 400])
  })

  test('a secret in the Basic header is as good as one in the form', async () => {
    const { client_id, client_secret, ...form } = machine('procedures', CLIENT_SECRET)
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
      body: new URLSearchParams(form),
    })
    expect(response.status).toBe(200)
  })
})

describe('people', () => {
  const people = {
    username: 'nguyen.van.an',
    displayName: 'Nguyễn Văn An',
    password: 'mật khẩu rất dài',
    roles: ['officer'],
    unit: '26740',
  }

  beforeAll(async () => {
    expect(
      await administer('PUT', '/applications/app-counter', { name: 'Một cửa', redirectUris: [REDIRECT] }),
    ).toMatchObject({ status: 200 })
    expect(await administer('POST', '/people', people)).toMatchObject({
      status: 201,
      body: { state: 'active' },
    })
  })

  async function start() {
    const config = await openid.discovery(new URL(issuer), 'app-counter', undefined, openid.None(), {
      execute: [openid.allowInsecureRequests],
      timeout: KEYS_LIMIT_MS / 1_000,
    })
    const verifier = openid.randomPKCECodeVerifier()
    const state = openid.randomState()
    const nonce = openid.randomNonce()
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT,
      scope: 'openid',
      resource: RESOURCE,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    return { config, url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } }
  }

  test('code with PKCE by an independent client: tokens with the person’s role and unit', async () => {
    const { config, url, checks } = await start()
    const browser = createBrowser()
    const form = await browser.open(url.href)
    expect(form.text).toContain('Mật khẩu')
    expect(form.text).toContain('Một cửa')
    const done = await browser.submit(form.url, { username: 'Nguyen.Van.An', password: people.password })
    expect(done.url).toContain(REDIRECT)
    const tokens = await openid.authorizationCodeGrant(config, new URL(done.url), checks, {
      resource: RESOURCE,
    })
    expect(await claimsOf(tokens.access_token)).toMatchObject({
      roles: ['officer'],
      unit: '26740',
      client_id: 'app-counter',
    })
    expect(tokens.claims()).toMatchObject({ aud: 'app-counter', nonce: checks.expectedNonce })
    // The same code again: refused, and the session still signs in without a password.
    await expect(
      openid.authorizationCodeGrant(config, new URL(done.url), checks, { resource: RESOURCE }),
    ).rejects.toMatchObject({ error: 'invalid_grant' })
    const again = await start()
    expect((await browser.open(again.url.href)).url).toContain(`${REDIRECT}?code=`)
  })

  test('a code without its verifier, and a request without a challenge, are refused', async () => {
    const { config, url, checks } = await start()
    const browser = createBrowser()
    const form = await browser.open(url.href)
    const done = await browser.submit(form.url, { username: people.username, password: people.password })
    const stolen = openid.authorizationCodeGrant(config, new URL(done.url), {
      ...checks,
      pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    })
    await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' })
    const bare = new URL(url)
    bare.searchParams.delete('code_challenge')
    bare.searchParams.delete('code_challenge_method')
    expect((await createBrowser().open(bare.href)).url).toContain('error=invalid_request')
  })

  test('an address nobody registered gets no redirect', async () => {
    const { url } = await start()
    url.searchParams.set('redirect_uri', 'http://127.0.0.1:9/elsewhere')
    const answer = await createBrowser().open(url.href)
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('Không thể tiếp tục đăng nhập')
  })

  test('what cannot be kept ends the sign-in with a reason, never as a failure of ours', async () => {
    const { url } = await start()
    const browser = createBrowser()
    const form = await browser.open(url.href)
    const answer = await browser.submit(form.url, { username: 'nguyen\u0000', password: 'x' })
    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining('Mật khẩu')])
    url.searchParams.set('state', '\u0000')
    expect((await createBrowser().open(url.href)).status).toBeLessThan(500)
  })

  test('an application’s address is absolute, readable and without a fragment', async () => {
    const put = async (uri: string) =>
      (await administer('PUT', '/applications/app-odd', { name: 'n', redirectUris: [uri] })).status
    expect(
      await Promise.all(['https://', 'http://a/#x', 'http://a:99999/', '/cb', 'http://a/cb?x=1'].map(put)),
    ).toEqual([...[400, 400, 422, 400, 200]])
  })

  test('the page loads nothing, and its style passes its own policy', async () => {
    const { url } = await start()
    const { text, headers } = await createBrowser().open(url.href)
    expect(text).not.toMatch(/\b(src|href)=|url\(|@import|<script/)
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? ''
    expect(headers.get('content-security-policy')).toContain(
      createHash('sha256').update(style).digest('base64'),
    )
    expect(text).toMatch(/<label for="username">[\s\S]*<label for="password">/)
  })

  test.each(['nguyen.van.an', 'nobody.has.this'])(
    'five wrong tries lock %s, and the right password no longer helps',
    async (username) => {
      const { url } = await start()
      const browser = createBrowser()
      const form = await browser.open(url.href)
      for (let tries = 0; tries < 5; tries += 1)
        expect((await browser.submit(form.url, { username, password: `wrong ${tries}` })).status).toBe(401)
      const locked = await browser.submit(form.url, { username, password: people.password })
      expect(locked.status).toBe(429)
      expect(locked.text).toContain('15 phút')
    },
  )

  test('twenty tries at the same moment give away no more than five', async () => {
    const { url } = await start()
    const browser = createBrowser()
    const form = await browser.open(url.href)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        browser.submit(form.url, { username: 'at.once', password: `wrong ${index}` }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 401).length).toBeLessThanOrEqual(5)
    expect(answers.filter((answer) => answer.status === 429).length).toBeGreaterThanOrEqual(15)
  })

  test('a revoked person cannot sign in, and their session ends', async () => {
    const leaver = { ...people, username: 'le.thi.leaver' }
    await administer('POST', '/people', leaver)
    const browser = createBrowser()
    const form = await browser.open((await start()).url.href)
    expect(
      (await browser.submit(form.url, { username: leaver.username, password: leaver.password })).url,
    ).toContain('?code=')
    expect(await administer('PUT', `/people/${leaver.username}/revocation`, undefined)).toMatchObject({
      status: 200,
      body: { state: 'revoked' },
    })
    const after = await browser.open((await start()).url.href)
    expect(after.url).toContain('/sign-in/')
    expect(
      (await browser.submit(after.url, { username: leaver.username, password: leaver.password })).status,
    ).toBe(401)
  })

  test('people are added by the administrator alone, once, in units of this province', async () => {
    for (const role of ROLES.filter((name) => name !== 'administrator'))
      expect(await administer('GET', '/people', undefined, role)).toMatchObject({ status: 403 })
    expect(await administer('POST', '/people', people)).toMatchObject({
      status: 409,
      body: { type: 'username-taken' },
    })
    expect(
      await administer('POST', '/people', { ...people, username: 'other', unit: '00004' }),
    ).toMatchObject({ status: 422, body: { type: 'unknown-unit' } })
    expect(
      await administer('POST', '/people', { ...people, username: 'other', password: 'short' }),
    ).toMatchObject({ status: 400 })
    expect(JSON.stringify((await administer('GET', '/people', undefined)).body)).not.toMatch(
      /scrypt|password/,
    )
  })

  test('an administrator of one commune deals with its people only, and cannot rise above it', async () => {
    const { password, unit } = people
    const bound = { ...people, username: 'quan.tri.phuong', roles: ['administrator'] }
    expect(await administer('POST', '/people', bound)).toMatchObject({ status: 201 })
    const { config, url, checks } = await start()
    const browser = createBrowser()
    const form = await browser.open(url.href)
    const done = await browser.submit(form.url, { username: bound.username, password })
    const { access_token } = await openid.authorizationCodeGrant(config, new URL(done.url), checks, {
      resource: RESOURCE,
    })
    const ask = async (method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
      const response = await fetch(`${issuer}${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as { people?: { unit?: string }[] } }
    }
    const refused = [
      await ask('POST', '/people', {
        username: 'vuot.quyen',
        displayName: 'n',
        password,
        roles: ['administrator'],
      }),
      await ask('POST', '/people', { ...people, username: 'vuot.quyen', unit: '26743' }),
      await ask('PUT', '/people/rehearsal-administrator/revocation'),
      await ask('PUT', '/applications/app-odd', { name: 'n', redirectUris: [REDIRECT] }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(await ask('POST', '/people', { ...people, username: 'can.bo.moi' })).toMatchObject({ status: 201 })
    const seen = (await ask('GET', '/people')).body.people?.map((person) => person.unit)
    expect(new Set(seen)).toEqual(new Set([unit]))
    const everybody = JSON.stringify((await administer('GET', '/people', undefined)).body)
    expect(everybody).not.toContain('vuot.quyen')
    expect(everybody).not.toMatch(/"rehearsal-administrator"[^}]*"revoked"/)
  })

  test('no password reaches the logs', () => {
    expect(identity.lines.join('\n')).not.toContain(people.password)
    expect(identity.lines.join('\n')).not.toContain(SECRET)
  })
})

describe('replicas and restarts', () => {
  test('a second replica signs with the same key', async () => {
    await using second = await startServer(SERVER, { ...env, PORT: '0' })
    const { access_token } = await askToken(machine('procedures', CLIENT_SECRET), second.url)
    expect(await claimsOf(access_token)).toMatchObject({ client_id: 'procedures' })
  })

  test('two that start at once on an empty database agree on one key', async () => {
    await postgres.createDatabase({ name: 'pair', owner: 'pair', password: 'pw' })
    const pair = { ...env, PORT: '0', DATABASE_URL: `postgres://pair@127.0.0.1:${postgres.port}/pair` }
    const both = await Promise.all([startServer(SERVER, pair), startServer(SERVER, pair)])
    const [first, second] = await Promise.all(
      both.map(async ({ url }) => (await fetch(`${url}/jwks`)).text()),
    )
    expect(first).toBe(second)
    expect(first).not.toContain('"d"')
    for (const one of both) await one[Symbol.asyncDispose]()
  })

  test('without a rehearsal secret neither rehearsal clients nor rehearsal accounts exist', async () => {
    const { REHEARSAL_SECRET: _, ...real } = env
    await postgres.createDatabase({ name: 'real', owner: 'real', password: 'pw' })
    const database = { DATABASE_URL: `postgres://real@127.0.0.1:${postgres.port}/real`, PORT: '0' }
    const rehearsed = await startServer(SERVER, { ...env, ...database })
    await rehearsed[Symbol.asyncDispose]()
    await using strict = await startServer(SERVER, { ...real, ...database })
    expect(await askToken(machine('rehearsal-officer', SECRET), strict.url)).toMatchObject({ status: 401 })
    const rows = await countPeople('real')
    expect(rows).toBe(0)
    expect(await countPeople('identity')).toBeGreaterThanOrEqual(5)
  })

  test('unusable clients: every fault named, no secret shown', async () => {
    const start = startServer(SERVER, {
      ...env,
      PORT: '0',
      IDENTITY_CLIENTS: '{"stranger":"tooshort123"}',
      REHEARSAL_SECRET: 'short',
    })
    await expect(start).rejects.toThrow(/ended with 64[\s\S]*stranger[\s\S]*REHEARSAL_SECRET/)
    await start.catch((error: Error) => expect(error.message).not.toContain('tooshort123'))
  })
})

async function countPeople(database: string): Promise<number> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: postgres.url(database) })
  await client.connect()
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from person')
  await client.end()
  return rows[0]?.n ?? Number.NaN
}
