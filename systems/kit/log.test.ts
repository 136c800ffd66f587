// systems/kit/log.test.ts: logs are JSON with level, time and system, and hold back what must not be in them.
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog } from './log.ts'

function lines(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk)
      done()
    },
  })
  write(createLog({ system: 'procedures', level: 'info', destination }))
  return text
}

test('one JSON line with level, ISO time, system and message', () => {
  expect(JSON.parse(lines((log) => log.info({ status: 200 }, 'request')))).toMatchObject({
    level: 'info',
    system: 'procedures',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    status: 200,
    msg: 'request',
  })
})

test('tokens, secrets and personal data are withheld at the first three levels', () => {
  const secret = 'KHÔNG-ĐƯỢC-GHI'
  const keys = [
    'authorization',
    'password',
    'client_secret',
    'access_token',
    'applicant',
    'idNumber',
    'phone',
    'email',
    'body',
  ]
  const text = lines((log) => {
    for (const key of keys) {
      log.warn({ [key]: secret }, 'flat')
      log.warn({ headers: { [key]: secret } }, 'nested')
      log.warn({ request: { headers: { [key]: secret } } }, 'deep')
    }
  })
  expect(text.trim().split('\n')).toHaveLength(3 * keys.length)
  expect(text).not.toContain(secret)
})
