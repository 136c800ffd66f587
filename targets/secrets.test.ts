// targets/secrets.test.ts: secrets are what the plan's consumers expect, stable within a session and new in the next.
import { createPrivateKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { readDeployment } from './deployment.ts'
import { SMALL } from './fixtures/plan.ts'
import { makeSecrets } from './secrets.ts'

const { processes } = readDeployment(SMALL)

test('a password is 32 random bytes, the same whenever it is asked for', () => {
  const secrets = makeSecrets(processes)
  const password = secrets({ name: 'procedures-secrets', key: 'database-password' })
  expect(Buffer.from(password, 'base64url')).toHaveLength(32)
  expect(secrets({ name: 'procedures-secrets', key: 'database-password' })).toBe(password)
  expect(secrets({ name: 'documents-secrets', key: 'database-password' })).not.toBe(password)
  expect(makeSecrets(processes)({ name: 'procedures-secrets', key: 'database-password' })).not.toBe(password)
})

test('a .pem is a P-256 private key', () => {
  const key = createPrivateKey(makeSecrets(processes)({ name: 'exchange-secrets', key: 'signing-key.pem' }))
  expect(key.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
})

test('clients.json holds each client’s own secret', () => {
  const secrets = makeSecrets(processes)
  expect(JSON.parse(secrets({ name: 'identity-secrets', key: 'clients.json' }))).toEqual({
    procedures: secrets({ name: 'procedures-secrets', key: 'client-secret' }),
  })
})
