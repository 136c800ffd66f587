// systems/exchange/testbed.ts: an exchange process with its database, identity and a peer that can fail. Used by tests only.
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../targets/postgres.ts'
import type { Role } from '../../types/system.ts'
import { type Claims, type RunningSystem, startServer, startTestIdentity } from '../kit/fixtures/testbed.ts'

export type Request = {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
  readonly body: string
}

/** A peer on a fixed port: it remembers every request it answered, and can be away. */
export type TestPeer = AsyncDisposable & {
  readonly url: string
  readonly requests: Request[]
  answer(with_: (request: Request, response: ServerResponse) => void): void
  goAway(): Promise<void>
  comeBack(): Promise<void>
}

export type Bench = AsyncDisposable & {
  readonly databaseUrl: string
  readonly signingKey: string
  token(claims: Claims): Promise<string>
  /** A national process; `restart` it on the same database by calling again. */
  startNational(env?: Readonly<Record<string, string>>): Promise<RunningSystem>
  /** A new exchange process on the same database. */
  start(peers: Readonly<Record<string, string>>): Promise<RunningSystem>
  fetch(base: string, path: string, options?: FetchOptions): Promise<Fetched>
}

type FetchOptions = {
  readonly method?: string
  /** Client id, or a role of the rehearsal clients; absent: no token. */
  readonly as?: string | { readonly role: Role }
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}
export type Fetched = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
}

export async function startBench(): Promise<Bench> {
  await using parts = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'sansang-exchange-'))
  parts.defer(() => rm(dir, { recursive: true }))
  const databases = ['exchange', 'national'].map((name) => ({ name, owner: name, password: 'pw' }))
  const postgres = parts.use(await startPostgres({ dir, databases }))
  const identity = parts.use(await startTestIdentity())
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const owned = parts.move()
  const tokenOf = (as: FetchOptions['as']) =>
    typeof as === 'string'
      ? identity.token({ client: as })
      : identity.token({ client: `rehearsal-${as?.role}`, ...(as !== undefined && { roles: [as.role] }) })
  return {
    databaseUrl: postgres.url('exchange', 'exchange'),
    signingKey,
    token: (claims) => identity.token(claims),
    startNational: (env = {}) =>
      startServer(new URL('../national/server.ts', import.meta.url), {
        DATABASE_URL: `postgres://national@127.0.0.1:${postgres.port}/national`,
        DATABASE_PASSWORD: 'pw',
        OIDC_ISSUER: identity.issuer,
        ...env,
      }),
    start: (peers) =>
      startServer(new URL('./server.ts', import.meta.url), {
        DATABASE_URL: `postgres://exchange@127.0.0.1:${postgres.port}/exchange`,
        DATABASE_PASSWORD: 'pw',
        OIDC_ISSUER: identity.issuer,
        CLIENT_SECRET: 'secret',
        EXCHANGE_PEERS: JSON.stringify(peers),
        SIGNING_KEY: signingKey,
      }),
    fetch: async (base, path, { method = 'GET', as, headers = {}, body } = {}) => {
      const response = await fetch(`${base}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(as !== undefined && { authorization: `Bearer ${await tokenOf(as)}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      const json = /json/.test(response.headers.get('content-type') ?? '') && text !== ''
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: json ? JSON.parse(text) : text,
      }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export async function startTestPeer(): Promise<TestPeer> {
  const requests: Request[] = []
  let reply = (_request: Request, response: ServerResponse): void => void response.writeHead(200).end('{}')
  const serve = (received: IncomingMessage, response: ServerResponse): void => {
    void readAll(received).then((body) => {
      const { method = '', url = '', headers, rawHeaders } = received
      const request = { method, url, headers, rawHeaders, body }
      requests.push(request)
      reply(request, response)
    })
  }
  let server = await listen(serve, 0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answer: (with_) => {
      reply = with_
    },
    goAway: () => close(server),
    comeBack: async () => {
      server = await listen(serve, port)
    },
    [Symbol.asyncDispose]: () => close(server),
  }
}

async function listen(serve: (received: IncomingMessage, response: ServerResponse) => void, port: number) {
  const server = createServer(serve).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function readAll(received: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of received.setEncoding('utf8')) text += chunk
  return text
}
