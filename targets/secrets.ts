// targets/secrets.ts: one session's secrets, made on first use and kept in memory only. Writes none to disk.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { PlannedWorkload, SecretRef } from './deployment.ts'

export type Secrets = (ref: SecretRef) => string

/** A key ending in `.pem` is a P-256 private key, `clients.json` the systems' client secrets, else 32 random bytes. */
export function makeSecrets(processes: readonly PlannedWorkload[]): Secrets {
  const values = new Map<string, string>()
  const secret = (ref: SecretRef): string => {
    const id = `${ref.name}/${ref.key}`
    const value = values.get(id) ?? make(ref)
    values.set(id, value)
    return value
  }
  const make = ({ key }: SecretRef): string => {
    if (key === 'clients.json') return JSON.stringify(clients(processes, secret))
    return key.endsWith('.pem') ? privateKey() : randomBytes(32).toString('base64url')
  }
  return secret
}

/** OIDC client id (the workload's name) to the secret that workload is itself given as CLIENT_SECRET. */
function clients(processes: readonly PlannedWorkload[], secret: Secrets): Record<string, string> {
  const pairs = processes.flatMap(({ name, env }) =>
    env.flatMap((entry) =>
      entry.name === 'CLIENT_SECRET' && typeof entry.value !== 'string'
        ? [[name, secret(entry.value)] as const]
        : [],
    ),
  )
  return Object.fromEntries(pairs)
}

function privateKey(): string {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return privateKey
}
