// systems/identity/provider.ts: the OpenID provider as sansang configures it. Shows no page and listens nowhere.
import {
  type ClientMetadata,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider'
import { AUDIENCE } from '../kit/auth.ts'
import type { Database } from '../kit/database.ts'
import { RESOURCE } from '../kit/token.ts'
import type { Keys } from './keys.ts'
import { errorPage } from './page.ts'
import { findPerson } from './people.ts'
import { createStore } from './store.ts'

export type ProviderOptions = {
  readonly issuer: string
  readonly db: Database
  readonly keys: Keys
  readonly clients: readonly ClientMetadata[]
}

/** A system's token must outlast a rehearsal; a person's is renewed from their session. */
const MACHINE_TOKEN_SECONDS = 3_600
const PERSON_TOKEN_SECONDS = 900
const SESSION_SECONDS = 8 * 3_600
const SIGN_IN_SECONDS = 600
const CODE_SECONDS = 60

/** Sign-in pages are at `/sign-in/<uid>`; everything else under the issuer's root. */
export function createProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options))
  // The gateway ends TLS; without this the cookies would not be marked secure behind it.
  provider.proxy = options.issuer.startsWith('https:')
  return provider
}

function configuration({ db, keys, clients }: ProviderOptions): Configuration {
  return {
    adapter: createStore(db),
    clients: [...clients],
    jwks: { keys: [...keys.signing] },
    cookies: {
      keys: [...keys.cookie],
      long: { signed: true, sameSite: 'lax' },
      short: { signed: true, sameSite: 'lax' },
    },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], requestObjectSigningAlgValues: ['ES256'] },
    extraClientMetadata: { properties: ['roles'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'roles', 'unit'] },
    scopes: ['openid'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: resourceIndicators(),
      rpInitiatedLogout: { enabled: true },
      revocation: { enabled: true },
    },
    ttl: {
      AuthorizationCode: CODE_SECONDS,
      ClientCredentials: MACHINE_TOKEN_SECONDS,
      AccessToken: PERSON_TOKEN_SECONDS,
      IdToken: PERSON_TOKEN_SECONDS,
      Interaction: SIGN_IN_SECONDS,
      Session: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
    },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: async (_ctx, subject) => {
      const person = await findPerson(db, subject)
      if (person === undefined) return undefined
      const { username, displayName, roles, unit } = person
      return {
        accountId: subject,
        claims: async () => ({
          sub: subject,
          name: displayName,
          preferred_username: username,
          roles,
          ...(unit !== null && { unit }),
        }),
      }
    },
    extraTokenClaims: async (ctx, token) => {
      if (token.kind === 'ClientCredentials') return { roles: ctx.oidc.client?.['roles'] ?? [] }
      const person = await findPerson(db, token.accountId)
      if (person === undefined) throw new errors.InvalidGrant('the person’s access has ended')
      return { roles: person.roles, ...(person.unit !== null && { unit: person.unit }) }
    },
    loadExistingGrant: (ctx) => grantOwnApplication(ctx),
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(String(out.error_description ?? out.error))
    },
  }
}

function resourceIndicators(): NonNullable<Configuration['features']>['resourceIndicators'] {
  return {
    enabled: true,
    // A system has one use for a token; a person's application must say that it wants to call the systems.
    defaultResource: (ctx) => (ctx.oidc.params?.['grant_type'] === 'client_credentials' ? RESOURCE : []),
    useGrantedResource: () => true,
    getResourceServerInfo: (ctx, resource) => {
      if (resource !== RESOURCE) throw new errors.InvalidTarget()
      const machine = ctx.oidc.params?.['grant_type'] === 'client_credentials'
      const scope = ctx.oidc.params?.['scope']
      // The provider would grant the token without the scope; a caller who asks for more should hear that there is none.
      if (machine && scope !== undefined)
        throw new errors.InvalidScope('systems’ tokens have no scopes', String(scope))
      return {
        scope: '',
        audience: AUDIENCE,
        accessTokenFormat: 'jwt',
        accessTokenTTL: machine ? MACHINE_TOKEN_SECONDS : PERSON_TOKEN_SECONDS,
        jwt: { sign: { alg: 'ES256' } },
      }
    },
  }
}

/** Every application here is the province's own, registered by its administrator: nobody is asked to consent. */
async function grantOwnApplication(ctx: KoaContextWithOIDC) {
  const { provider, session, client, account, params } = ctx.oidc
  if (session === undefined || client === undefined || account === undefined) return undefined
  const grantId = session.grantIdFor(client.clientId)
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  const grant = known ?? new provider.Grant({ clientId: client.clientId, accountId: account.accountId })
  grant.addOIDCScope(String(params?.['scope'] ?? 'openid'))
  await grant.save()
  return grant
}
