// systems/exchange/rights.test.ts: the role matrix: client × service × method × path, default deny.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowed, type Right, rightsOf } from './rights.ts'

const RIGHTS: readonly Right[] = [
  { client: 'procedures', provider: 'national-portal', service: 'DongBoHoSoMC', method: 'POST', path: '' },
  { client: 'documents', provider: 'procedures', service: 'dossiers', method: 'GET', path: '/open/**' },
  { client: 'documents', provider: 'procedures', service: 'dossiers', method: '*', path: '/notes' },
  { client: 'rehearsal-*', provider: 'exchange', service: 'probe', method: 'POST', path: '**' },
]
const call = (line: string) => {
  const [client = '', provider = '', service = '', method = '', path = ''] = line.split(' ')
  return { client, provider, service, method, path }
}

describe('allowed', () => {
  const yes = [
    'procedures national-portal DongBoHoSoMC POST',
    'procedures national-portal DongBoHoSoMC POST /',
    'documents procedures dossiers GET /open/1',
    'documents procedures dossiers GET /open/1/files',
    'documents procedures dossiers GET /o%70en/1',
    'documents procedures dossiers DELETE /notes',
    'rehearsal-clerk exchange probe POST /any',
  ]
  const no = [
    'documents national-portal DongBoHoSoMC POST',
    'procedures national-axis DongBoHoSoMC POST',
    'procedures national-portal TraCuuHoSo POST',
    'procedures national-portal DongBoHoSoMC GET',
    'procedures national-portal DongBoHoSoMC POST /more',
    'documents procedures dossiers POST /open/1',
    'documents procedures dossiers GET /closed/1',
    'documents procedures dossiers GET /opened',
    'documents procedures dossiers GET /notes/1',
    'rehearsal exchange probe POST',
    'exchange exchange probe POST',
  ]
  test.each(yes)('%s', (line) => expect(allowed(RIGHTS, call(line))).toBe(true))
  test.each(no)('not: %s', (line) => expect(allowed(RIGHTS, call(line))).toBe(false))
  test('seven are allowed, eleven are not', () => expect([yes.length, no.length]).toEqual([7, 11]))
  test('without rights nothing is allowed', () => {
    const word = fc.constantFrom('procedures', 'documents', 'exchange', 'probe', 'POST', '', '**', '*')
    fc.assert(
      fc.property(fc.array(word, { minLength: 5, maxLength: 5 }), (words) => {
        expect(allowed([], call(words.join(' ')))).toBe(false)
      }),
    )
  })
})

test('rightsOf lists one client at one provider', () => {
  expect(rightsOf(RIGHTS, 'documents', 'procedures')).toHaveLength(2)
  expect(rightsOf(RIGHTS, 'rehearsal-officer', 'exchange')).toHaveLength(1)
  expect(rightsOf(RIGHTS, 'documents', 'national-portal')).toEqual([])
})
