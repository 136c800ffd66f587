// systems/kit/database.test.ts: the password beside a URL without one really reaches PostgreSQL.
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { withPassword } from './database.ts'

describe('withPassword', () => {
  test.each(['plain', 'a/b%@:?#', 'mật khẩu'])('pg reads %s back', (password) => {
    const client = new pg.Client({
      connectionString: withPassword('postgres://procedures@127.0.0.1:5432/procedures', password),
    })
    expect(client.password).toBe(password)
    expect(client.user).toBe('procedures')
  })
  test('without a password the URL stays as it is', () => {
    expect(withPassword('postgres://u:p@h/d', undefined)).toBe('postgres://u:p@h/d')
  })
})
