// systems/kit/env.test.ts: settings that are right, and every one that is wrong named by itself.
import { describe, expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import { readEnv } from './env.ts'

const GOOD = {
  SANSANG_SYSTEM: 'procedures',
  SANSANG_PROVINCE: '79',
  SANSANG_MEMBER: 'H29',
  DATABASE_URL: 'postgres://procedures@postgres:5432/procedures',
  OIDC_ISSUER: 'http://identity:8080/',
}

test('the least a system needs, with defaults; no trailing slash stays', () => {
  expect(readEnv(GOOD)).toEqual({
    system: 'procedures',
    province: '79',
    member: 'H29',
    host: '127.0.0.1',
    port: 8080,
    databaseUrl: GOOD.DATABASE_URL,
    oidcIssuer: 'http://identity:8080',
    logLevel: 'info',
    patience: 1,
  })
  const more = {
    EXCHANGE_URL: 'http://exchange:8080/',
    CLIENT_SECRET: 's',
    DATABASE_PASSWORD: 'p',
    PORT: '0',
    PATIENCE: '20',
  }
  expect(readEnv({ ...GOOD, ...more })).toMatchObject({
    exchangeUrl: 'http://exchange:8080',
    clientSecret: 's',
    databasePassword: 'p',
    port: 0,
    patience: 20,
  })
})

describe('faults', () => {
  const bad: [string, Record<string, string | undefined>][] = [
    ['SANSANG_SYSTEM', { SANSANG_SYSTEM: 'Procedures' }],
    ['SANSANG_PROVINCE', { SANSANG_PROVINCE: '7' }],
    ['SANSANG_MEMBER', { SANSANG_MEMBER: '29' }],
    ['DATABASE_URL', { DATABASE_URL: undefined }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'identity:8080' }],
    ['EXCHANGE_URL', { EXCHANGE_URL: 'exchange' }],
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '65536' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'verbose' }],
    ['PATIENCE', { PATIENCE: '1.5' }],
    ['PATIENCE', { PATIENCE: 'much' }],
  ]
  const faultsOf = (more: Record<string, string | undefined>): readonly string[] => {
    try {
      readEnv({ ...GOOD, ...more })
      return []
    } catch (error) {
      if (!(error instanceof SansangError)) throw error
      return error.faults.map((fault) => fault.where)
    }
  }
  test.each(bad)('%s', (name, more) => expect(faultsOf(more)).toEqual([name]))
  test('all eleven are tried', () => expect(bad).toHaveLength(11))
  test('several at once are named at once', () => {
    expect(faultsOf(Object.assign({}, ...bad.map(([, more]) => more)))).toHaveLength(9)
  })
})
