// systems/identity/sign-in.ts: the pages a person signs in on, and the OpenID endpoints behind them. Decides no password.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import type { Database } from '../kit/database.ts'
import { Problem } from '../kit/problem.ts'
import { CONTENT_SECURITY_POLICY, errorPage, signInPage } from './page.ts'
import { signIn } from './people.ts'

const FORM_MAX_BYTES = 4_096
const ENDPOINTS = [
  '/.well-known/openid-configuration',
  '/jwks',
  '/token',
  '/token/revocation',
  '/auth',
  '/auth/:uid',
  '/me',
  '/session/end',
  '/session/end/confirm',
  '/session/end/success',
]

/** Adds `/sign-in/:uid` and hands the protocol's own paths to the provider. */
export async function addSignIn(app: FastifyInstance, provider: Provider, db: Database): Promise<void> {
  const answer = provider.callback()
  await app.register(async (scope) => {
    // The provider reads its bodies itself, from the untouched stream.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const url of ENDPOINTS)
      scope.all(url, { config: { operationId: `oidc ${url}` } }, async (request, reply) => {
        reply.hijack()
        await answer(request.raw, reply.raw)
      })
  })
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_MAX_BYTES },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    )
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
    })
    scope.get('/sign-in/:uid', { config: { operationId: 'showSignIn' } }, (request, reply) =>
      show(provider, request, reply),
    )
    scope.post('/sign-in/:uid', { config: { operationId: 'signIn' } }, (request, reply) =>
      attempt(provider, db, request, reply),
    )
  })
}

async function show(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const details = await interactionOf(provider, request, reply)
  if (details === undefined) return expired(reply)
  return page(reply, 200, { action: request.url, application: details.application })
}

async function attempt(
  provider: Provider,
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const details = await interactionOf(provider, request, reply)
  if (details === undefined) return expired(reply)
  const form = request.body
  if (!(form instanceof URLSearchParams)) throw new Problem(400, 'invalid-request', 'expected a form')
  const username = form.get('username') ?? ''
  const password = form.get('password') ?? ''
  const result = await signIn(db, { username, password, address: request.ip })
  const { application } = details
  if (result.outcome === 'locked')
    return page(reply, 429, { action: request.url, application, username, problem: 'locked' })
  if (result.outcome === 'refused')
    return page(reply, 401, { action: request.url, application, username, problem: 'refused' })
  const next = await provider.interactionResult(
    request.raw,
    reply.raw,
    { login: { accountId: result.subject } },
    { mergeWithLastSubmission: false },
  )
  return reply.redirect(next, 303)
}

function page(reply: FastifyReply, status: number, content: Parameters<typeof signInPage>[0]): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(signInPage(content))
}

function expired(reply: FastifyReply): FastifyReply {
  return reply
    .code(400)
    .type('text/html; charset=utf-8')
    .send(errorPage('the sign-in has expired or was started in another browser'))
}

/** Undefined when the browser has no sign-in under way by this address. */
async function interactionOf(provider: Provider, request: FastifyRequest, reply: FastifyReply) {
  try {
    const { params } = await provider.interactionDetails(request.raw, reply.raw)
    const client = await provider.Client.find(String(params['client_id']))
    return { application: client?.clientName ?? String(params['client_id']) }
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined
    throw error
  }
}
