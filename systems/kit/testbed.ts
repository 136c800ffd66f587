// systems/kit/testbed.ts: what a system's tests put around it: a key server, an exchange that can refuse, the process itself. Used by tests only.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Role } from '../../types/system.ts'
import { AUDIENCE } from './auth.ts'

export type Claims = {
  readonly roles?: readonly Role[]
  readonly unit?: string
  readonly client?: string
  readonly subject?: string
}

export type TestIdentity = AsyncDisposable & {
  readonly issuer: string
  /** A token as identity would sign it; `overrides` replaces claims, to make a bad one. */
  token(claims: Claims, overrides?: Readonly<Record<string, unknown>>): Promise<string>
}

export type ReceivedMessage = { id: string; to: string; service: string; stream?: string; body: unknown }

export type TestExchange = AsyncDisposable & {
  readonly url: string
  /** Every POST /messages answered with 202, in order, repeats included. */
  readonly messages: ReceivedMessage[]
  /** Answers with this status from now on; undefined: 202 again. */
  refuseWith(status: number | undefined): void
  readonly refused: () => number
}

export type RunningSystem = AsyncDisposable & {
  readonly url: string
  readonly child: ChildProcess
  /** Everything on standard output, one JSON line each, and standard error. */
  readonly lines: string[]
  readonly startedInMs: number
}

const START_LIMIT_MS = 15_000

/** Keys, JWKS and a token endpoint that gives any client its own token. */
export async function startTestIdentity(): Promise<TestIdentity> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' }
  const sign = (
    issuer: string,
    claims: Claims,
    overrides: Readonly<Record<string, unknown>> = {},
  ): Promise<string> => {
    const { roles = [], unit, client = 'test', subject = client } = claims
    const expires = Math.floor(Date.now() / 1_000) + 300
    const payload = { iss: issuer, aud: AUDIENCE, sub: subject, client_id: client, roles, exp: expires }
    return new SignJWT({ ...payload, ...(unit !== undefined && { unit }), ...overrides })
      .setProtectedHeader({ alg: 'ES256', kid: 'test' })
      .sign(privateKey)
  }
  let issuer = ''
  const server = await listen((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.url === '/jwks') return void response.end(JSON.stringify({ keys: [jwk] }))
    const basic = Buffer.from(
      (request.headers.authorization ?? '').replace('Basic ', ''),
      'base64',
    ).toString()
    const client = basic.split(':')[0] ?? ''
    void sign(issuer, { client }).then((token) =>
      response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: 300 })),
    )
  })
  issuer = server.url
  return {
    issuer,
    token: (claims, overrides) => sign(issuer, claims, overrides),
    [Symbol.asyncDispose]: server.close,
  }
}

/** Takes POST /messages like the exchange, but only remembers them. */
export async function startTestExchange(): Promise<TestExchange> {
  const messages: ReceivedMessage[] = []
  let refusal: number | undefined
  let refused = 0
  const server = await listen((request, response) => {
    void readAll(request).then((text) => {
      if (refusal === undefined) messages.push(JSON.parse(text) as ReceivedMessage)
      else refused += 1
      response.writeHead(refusal ?? 202).end()
    })
  })
  return {
    url: server.url,
    messages,
    refuseWith: (status) => {
      refusal = status
    },
    refused: () => refused,
    [Symbol.asyncDispose]: server.close,
  }
}

/** Starts `node <server>` and resolves once it says it listens; throws with its output when it ends or stays silent. */
export async function startServer(
  server: URL,
  env: Readonly<Record<string, string>>,
): Promise<RunningSystem> {
  const startedAtMs = performance.now()
  const child = spawn(process.execPath, [fileURLToPath(server)], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOST: '127.0.0.1',
      PORT: '0',
      SANSANG_PROVINCE: '79',
      SANSANG_MEMBER: 'H29',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const port = new Promise<number>((resolve, reject) => {
    const give = (reason: string) => reject(new Error(`${server.pathname} ${reason}:\n${lines.join('\n')}`))
    const timer = setTimeout(() => give('did not listen in time'), START_LIMIT_MS)
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      const listening = /"port":(\d+).*"msg":"listening"/.exec(line)
      if (listening === null) return
      clearTimeout(timer)
      resolve(Number(listening[1]))
    })
    child.once('exit', (code) => give(`ended with ${code}`))
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  try {
    const url = `http://127.0.0.1:${await port}`
    return { url, child, lines, startedInMs: performance.now() - startedAtMs, [Symbol.asyncDispose]: stop }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

/** Asks until `met` answers true; the answer says whether it did before `limitMs`. */
export async function waitUntil(
  met: () => Promise<boolean> | boolean,
  limitMs: number,
): Promise<'met' | 'timed-out'> {
  const giveUpAt = Date.now() + limitMs
  while (!(await met())) {
    if (Date.now() > giveUpAt) return 'timed-out'
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return 'met'
}

async function listen(listener: RequestListener): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}
