// checks/collectors/refusals.ts: knocks at every protected operation as nobody, as the wrong role and with a forged token. Changes nothing.
import { generateKeyPair, SignJWT } from 'jose'
import type { JsonObject } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import { askJson, askStatus, type Http, inTurns } from './http.ts'
import { type ProtectedOperation, protectedOperations } from './operations.ts'

export type Door = {
  readonly http: Http
  readonly baseUrl: string
  readonly token: (role: Role) => Promise<string>
}

/**
 * Facts `protected.*` of a system: how many operations its served contract protects, how many were tried without a token and
 * with a role the contract does not allow, and which of them did not answer 401 or 403. The bodies sent are empty, so that a
 * system which lets somebody in still stores nothing.
 */
export async function tryRefusals({ http, baseUrl, token }: Door): Promise<JsonObject> {
  const operations = await contractOf({ http, baseUrl })
  const wrong = operations.flatMap(({ refusedRole, ...operation }) =>
    refusedRole === undefined ? [] : [{ ...operation, role: refusedRole }],
  )
  const knock = async (
    { id, method, path }: ProtectedOperation,
    bearer: string | undefined,
    wanted: number,
  ) => {
    const status = await askStatus({
      http,
      url: `${baseUrl}${path}`,
      method,
      ...(bearer !== undefined && { token: bearer }),
    })
    return status === wanted ? [] : [`${id}: ${status}`]
  }
  const anonymous = await inTurns(operations, (operation) => knock(operation, undefined, 401))
  const wrongRole = await inTurns(wrong, async (operation) =>
    knock(operation, await token(operation.role), 403),
  )
  return {
    operations: operations.length,
    anonymousTried: anonymous.length,
    anonymousAnswered: anonymous.flat(),
    wrongRoleTried: wrongRole.length,
    wrongRoleAnswered: wrongRole.flat(),
  }
}

/** Facts `oidc.*`: who issues the tokens, and whether one signed with another key under the issuer's own key id is refused. */
export async function trySignIn({
  http,
  baseUrl,
  identityUrl,
}: Door & { readonly identityUrl: string }): Promise<JsonObject> {
  const [operation] = await contractOf({ http, baseUrl })
  if (operation === undefined)
    throw new Error('the contract protects no operation, so no token can be refused')
  const discovery = await askJson({ http, url: `${identityUrl}/.well-known/openid-configuration` })
  const issuer = textAt(discovery, 'issuer')
  const forged = await forgeToken(issuer, await keyId(http, textAt(discovery, 'jwks_uri')))
  const { method, path } = operation
  const status = await askStatus({ http, url: `${baseUrl}${path}`, method, token: forged })
  return { issuer, forgedRefused: status === 401 }
}

async function contractOf({ http, baseUrl }: Pick<Door, 'http' | 'baseUrl'>): Promise<ProtectedOperation[]> {
  return protectedOperations(await askJson({ http, url: `${baseUrl}/openapi.json` }))
}

async function keyId(http: Http, url: string): Promise<string> {
  const document = await askJson({ http, url })
  const keys = typeof document === 'object' && document !== null && 'keys' in document ? document.keys : []
  return textAt(Array.isArray(keys) ? keys[0] : undefined, 'kid')
}

/** Everything about it is right but the signature: all five roles, the right issuer, audience and key id. */
async function forgeToken(issuer: string, kid: string): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256')
  return new SignJWT({
    roles: ['citizen', 'officer', 'leader', 'clerk', 'administrator'],
    client_id: 'forged',
  })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
    .setSubject('forged')
    .setIssuer(issuer)
    .setAudience('sansang')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey)
}

function textAt(value: unknown, name: string): string {
  const entry =
    typeof value === 'object' && value !== null
      ? Object.entries(value).find(([key]) => key === name)
      : undefined
  if (typeof entry?.[1] !== 'string') throw new Error(`no text "${name}" in the answer`)
  return entry[1]
}
