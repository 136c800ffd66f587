// systems/identity/clients.test.ts: the clients of a province, and settings that are refused without showing a secret.
import { describe, expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import { application, staticClients } from './clients.ts'

const SECRET = 'sixteen-or-more-characters'

test('the systems have no role, the rehearsal clients one each', () => {
  const clients = staticClients(JSON.stringify({ procedures: SECRET, exchange: SECRET }), SECRET)
  expect(clients.map((one) => [one.client_id, one['roles']])).toEqual([
    ['procedures', []],
    ['exchange', []],
    ['rehearsal-citizen', ['citizen']],
    ['rehearsal-officer', ['officer']],
    ['rehearsal-leader', ['leader']],
    ['rehearsal-clerk', ['clerk']],
    ['rehearsal-administrator', ['administrator']],
  ])
  expect(clients.every((one) => one.grant_types?.join() === 'client_credentials')).toBe(true)
  expect(staticClients(JSON.stringify({ procedures: SECRET }), undefined)).toHaveLength(1)
})

test('an application has no secret and no other grant than a code', () => {
  expect(application('app-counter', 'Một cửa', ['http://127.0.0.1/c'])).toMatchObject({
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
  })
})

describe('refused', () => {
  const bad: [string, string | undefined, string | undefined, number][] = [
    ['no clients', undefined, undefined, 1],
    ['broken JSON', `{"procedures":"${SECRET}"`, undefined, 1],
    ['a list', '[]', undefined, 1],
    [
      'a stranger with a short secret, and a short rehearsal secret',
      '{"stranger":"tooshort123"}',
      'short',
      3,
    ],
  ]
  test.each(bad)('%s', (_name, clients, rehearsal, count) => {
    const attempt = () => staticClients(clients, rehearsal)
    expect(attempt).toThrow(SansangError)
    try {
      attempt()
    } catch (error) {
      const text = JSON.stringify(error) + String(error)
      expect(error).toMatchObject({ code: 'bad-clients' })
      expect((error as SansangError).faults).toHaveLength(count)
      expect(text).not.toMatch(/tooshort123|sixteen/)
    }
  })
  test('all four are tried', () => expect(bad).toHaveLength(4))
})
