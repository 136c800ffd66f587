// systems/identity/password.test.ts: hashes that verify, and what must not.
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('the right password verifies, another does not, and two hashes of one differ', async () => {
  const [first, second] = await Promise.all([hashPassword('mật khẩu'), hashPassword('mật khẩu')])
  expect(first).not.toBe(second)
  expect(first).not.toContain('mật')
  expect(await verifyPassword('mật khẩu', first)).toBe(true)
  expect(await verifyPassword('mật khẩu ', first)).toBe(false)
})

test('the same text typed with combining marks is the same password', async () => {
  const stored = await hashPassword('mật khẩu'.normalize('NFC'))
  expect('mật khẩu'.normalize('NFD')).not.toBe('mật khẩu'.normalize('NFC'))
  expect(await verifyPassword('mật khẩu'.normalize('NFD'), stored)).toBe(true)
})

test('what is no hash verifies nothing', async () => {
  const stored = ['', 'plain', 'md5$1$1$1$a$b', 'scrypt$16384$8$5$$']
  for (const text of stored) expect([text, await verifyPassword('', text)]).toEqual([text, false])
  expect(stored).toHaveLength(4)
})
