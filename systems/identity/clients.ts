// systems/identity/clients.ts: who may ask for tokens: the systems, the rehearsal clients, and applications people sign in to.
import type { ClientMetadata } from 'oidc-provider'
import { type Fault, SansangError } from '../../types/error.ts'
import { ROLES, SYSTEMS } from '../../types/system.ts'

const SECRET_CHARACTERS_MIN = 16

/**
 * Clients from `IDENTITY_CLIENTS` (JSON, client id → secret) and, where `REHEARSAL_SECRET` is set, one rehearsal client
 * per role. Throws `bad-clients` naming every fault, never a secret.
 */
export function staticClients(
  clientsJson: string | undefined,
  rehearsalSecret: string | undefined,
): ClientMetadata[] {
  const faults: Fault[] = []
  const secrets = parseSecrets(clientsJson, faults)
  const systems = secrets.map(([id, secret]) => {
    if (!(SYSTEMS as readonly string[]).includes(id))
      faults.push({ where: `IDENTITY_CLIENTS ${id}`, message: `expected one of ${SYSTEMS.join(', ')}` })
    checkSecret(`IDENTITY_CLIENTS ${id}`, secret, faults)
    return machine(id, secret, [])
  })
  const rehearsals =
    rehearsalSecret === undefined
      ? []
      : ROLES.map((role) => machine(`rehearsal-${role}`, rehearsalSecret, [role]))
  if (rehearsalSecret !== undefined) checkSecret('REHEARSAL_SECRET', rehearsalSecret, faults)
  if (faults.length > 0)
    throw new SansangError('bad-clients', {
      message: 'the clients identity was started with are not usable',
      hint: 'mend the variables named above',
      faults,
    })
  return [...systems, ...rehearsals]
}

/** A public application: code with PKCE, no secret. */
export function application(clientId: string, name: string, redirectUris: readonly string[]): ClientMetadata {
  return {
    client_id: clientId,
    client_name: name,
    redirect_uris: [...redirectUris],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  }
}

function machine(clientId: string, secret: string, roles: readonly string[]): ClientMetadata {
  return {
    client_id: clientId,
    client_secret: secret,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    roles,
  }
}

function parseSecrets(json: string | undefined, faults: Fault[]): [string, string][] {
  if (json === undefined) {
    faults.push({ where: 'IDENTITY_CLIENTS', message: 'missing; expected a JSON map of client id to secret' })
    return []
  }
  try {
    const parsed: unknown = JSON.parse(json)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return Object.entries(parsed).map(([id, secret]) => [id, String(secret)])
  } catch {
    // Not the parser's own message: it quotes the text, and the text is secret.
  }
  faults.push({ where: 'IDENTITY_CLIENTS', message: 'expected a JSON map of client id to secret' })
  return []
}

function checkSecret(where: string, secret: string, faults: Fault[]): void {
  if (secret.length < SECRET_CHARACTERS_MIN)
    faults.push({ where, message: `a secret has at least ${SECRET_CHARACTERS_MIN} characters` })
}
