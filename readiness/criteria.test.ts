// readiness/criteria.test.ts: each fault a criterion file can have, with its place. Judges nothing.
import { type DisposableTempDir, mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Criterion } from '../types/criterion.ts'
import { SansangError } from '../types/error.ts'
import { criterionFrom, loadChecks, loadCriteria } from './criteria.ts'
import { criterion, HOST, LATENCY, LOAD } from './fixtures/run.ts'
import { expectFault, type Spoilt } from './fixtures/spoilt.ts'
import { parseYamlSource } from './yaml-source.ts'

const KINDS = [HOST, LOAD]

const GOOD = `id: EQ-07
title: { vi: Chống mã độc đang chạy, en: Anti-malware runs }
requirement: { vi: Chạy thời gian thực., en: Runs in real time. }
severity: blocking
basis: Bl
sources:
  - { ref: L86 11, standing: attested }
from: 2016-07-01
to: 2026-06-30
population: communes
evidence: host
needs: [av.realtime]
applies: role != "secret"
otherwise: { vi: Máy soạn thảo mật, en: PC for secrets }
manual: { field: checkedBy, question: { vi: Ai đã kiểm tra?, en: Who checked? } }
rule: av.realtime
says:
  pass: { vi: chống mã độc đang chạy, en: anti-malware runs }
  fail: { vi: 'tắt: {av.realtime}', en: 'off: {av.realtime}' }
remedy: { vi: Bật., en: Turn on. }
owner: { vi: Ủy ban nhân dân xã, en: Commune }
`

const faultsOf = (text: string, file = 'EQ-07.yaml'): string[] =>
  criterionFrom(parseYamlSource(file, text), 'commune-equipment', KINDS).faults.map(
    ({ where, message }) => `${where} ${message}`,
  )

test('a good file becomes a criterion of its folder', () => {
  const { criterion: read, faults } = criterionFrom(
    parseYamlSource('EQ-07.yaml', GOOD),
    'commune-equipment',
    KINDS,
  )
  expect(faults).toEqual([])
  expect(read).toMatchObject({
    id: 'EQ-07',
    catalogue: 'commune-equipment',
    from: '2016-07-01',
    needs: ['av.realtime'],
  })
})

describe('every fault has its place', () => {
  const cases: Spoilt[] = [
    [
      'unknown key',
      'severity: blocking',
      'severity: blocking\nweight: 3',
      'EQ-07.yaml:5:1 unknown key "weight"',
    ],
    ['duplicate key', 'basis: Bl', 'basis: Bl\nbasis: Bl', 'EQ-07.yaml:6:1 Map keys must be unique'],
    ['missing key', /remedy: .*\n/, '', 'EQ-07.yaml:1:1 "remedy" is missing'],
    ['missing language', ', en: Turn on. }', ' }', 'EQ-07.yaml:20:9 "en" is missing'],
    ['empty text', 'en: Turn on.', 'en: ""', 'must not be empty'],
    ['wrong type', 'rule: av.realtime', 'rule: 3', 'EQ-07.yaml:16:7 3 must be of type string'],
    ['unknown severity', 'severity: blocking', 'severity: fatal', 'EQ-07.yaml:4:11 "fatal" is none of'],
    [
      'severity against basis',
      'severity: blocking',
      'severity: advisory',
      'EQ-07.yaml:4:11 basis Bl makes a criterion blocking',
    ],
    ['unknown basis', 'basis: Bl', 'basis: Bz', 'EQ-07.yaml:5:8 "Bz" is none of'],
    ['unknown standing', 'standing: attested', 'standing: sure', 'EQ-07.yaml:7:30 "sure" is none of'],
    ['no sources', /sources:\n.*\n/, 'sources: []\n', 'EQ-07.yaml:6:10'],
    ['no such day', 'from: 2016-07-01', 'from: 2016-06-31', 'EQ-07.yaml:8:7 "2016-06-31" is no day'],
    ['ends before it starts', 'to: 2026-06-30', 'to: 2016-06-30', 'EQ-07.yaml:9:5 in force until 2016-06-30'],
    [
      'unknown kind',
      'evidence: host',
      'evidence: hosts',
      'EQ-07.yaml:11:11 no evidence kind "hosts" is declared; known: host, load',
    ],
    [
      'unknown population',
      'population: communes',
      'population: towns',
      'EQ-07.yaml:10:13 evidence of kind host is about communes, not towns',
    ],
    ['no needs', 'needs: [av.realtime]', 'needs: []', 'EQ-07.yaml:12:8'],
    [
      'unknown field in needs',
      'needs: [av.realtime]',
      'needs: [av.realtime, av.realtim]',
      'EQ-07.yaml:12:22 evidence of kind host has no field "av.realtim"',
    ],
    ['needs repeats itself', 'needs: [av.realtime]', 'needs: [av.realtime, av.realtime]', 'EQ-07.yaml:12:8'],
    [
      'needs does not cover the rule',
      'rule: av.realtime',
      'rule: av.realtime && role == "office"',
      'EQ-07.yaml:12:8 the rule reads role, which is not listed',
    ],
    ['rule does not compile', 'rule: av.realtime', 'rule: av.realtime &&', 'EQ-07.yaml:16:21'],
    [
      'rule reads an unknown field',
      'rule: av.realtime',
      'rule: av.realtime || av.on',
      'EQ-07.yaml:16:22 evidence of kind host has no field "av.on"',
    ],
    [
      'rule of the wrong type',
      'rule: av.realtime',
      "rule: 'av.realtime <= 3'",
      'EQ-07.yaml:16:8 no such overload: bool <= int',
    ],
    [
      'applies does not compile',
      'applies: role != "secret"',
      'applies: role != "secrets"',
      'EQ-07.yaml:13:18 role is never "secrets"',
    ],
    ['applies without otherwise', /otherwise: .*\n/, '', 'EQ-07.yaml:13:1 "applies" wants "otherwise"'],
    ['otherwise without applies', /applies: .*\n/, '', 'EQ-07.yaml:13:1 "otherwise" without "applies"'],
    [
      'unknown manual field',
      'field: checkedBy',
      'field: checkedOn',
      'EQ-07.yaml:15:18 evidence of kind host has no field "checkedOn"',
    ],
    [
      'unknown placeholder',
      "en: 'off: {av.realtime}'",
      "en: 'off: {av.realtim}'",
      'EQ-07.yaml:19:41 {av.realtim}: evidence of kind host',
    ],
    [
      'another catalogue',
      'severity: blocking',
      'severity: blocking\ncatalogue: data',
      'EQ-07.yaml:5:12 a file in commune-equipment/ cannot be of catalogue data',
    ],
    ['broken YAML', 'basis: Bl', 'basis: [Bl', 'EQ-07.yaml:'],
    ['alias', 'basis: Bl', 'basis: *x', 'EQ-07.yaml:5:8'],
    ['unknown tag', 'basis: Bl', 'basis: !secret Bl', 'EQ-07.yaml:5:8 Unresolved tag'],
  ]
  test('count', () => expect(cases).toHaveLength(31))
  test.each(cases)('%s', (...spoilt) => expectFault(GOOD, spoilt, (text) => faultsOf(text)))
  test('another file name', () =>
    expect(faultsOf(GOOD, 'EQ-08.yaml')).toEqual([
      'EQ-08.yaml:1:5 id EQ-07 must stand in a file EQ-07.yaml, not EQ-08.yaml',
    ]))
  test('no mapping at all', () =>
    expect(faultsOf('- 1\n')).toEqual(['EQ-07.yaml:1:1 [1] must be of type object']))
  test('faults of form do not hide faults of meaning', () => {
    const text = GOOD.replace('basis: Bl', 'basis: Bz')
      .replace('rule: av.realtime', 'rule: av.on')
      .replace('en: Turn on.', 'en: ""')
    const faults = faultsOf(text)
    expect(faults).toHaveLength(3)
  })
})

type Tree = Readonly<Record<string, string>>

function folder(tree: Tree): DisposableTempDir {
  const dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-criteria-'))
  for (const [name, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(dir.path, name)), { recursive: true })
    writeFileSync(join(dir.path, name), text)
  }
  return dir
}

const asFile = ({ catalogue: _, ...rest }: Criterion): string => stringify(rest)

const KINDS_FILE = stringify({
  kinds: Object.fromEntries(KINDS.map(({ name, ...body }) => [name, body])),
})

describe('loading folders', () => {
  test('all catalogues, sorted by id, and the kinds beside them', () => {
    using dir = folder({
      'evidence-kinds.yaml': KINDS_FILE,
      'service/SV-90.yaml': asFile(LATENCY),
      'commune-equipment/EQ-07.yaml': GOOD,
      'commune-equipment/README.md': 'no criterion',
      'collectors/EQ-99.yaml': 'no catalogue',
    })
    const { kinds, criteria } = loadChecks(dir.path)
    expect(kinds).toEqual(KINDS)
    expect(criteria.map(({ id, catalogue }) => [id, catalogue])).toEqual([
      ['EQ-07', 'commune-equipment'],
      ['SV-90', 'service'],
    ])
  })

  test('all faults of all files at once, in reading order, exit 64', () => {
    using dir = folder({
      'commune-equipment/EQ-07.yaml': GOOD.replace('basis: Bl', 'basis: Bz').replace(
        'from: 2016-07-01',
        'from: soon',
      ),
      'service/SV-90.yaml': asFile(LATENCY).replace('requests > 0', 'request > 0'),
      'service/SV-91.yml': asFile(LATENCY),
    })
    const error = caught(() => loadCriteria([dir.path], KINDS))
    expect(error).toBeInstanceOf(SansangError)
    expect(error).toMatchObject({ code: 'bad-criteria', exit: 64, message: '3 criteria: 4 faults' })
    expect(
      error instanceof SansangError && error.faults.map(({ where }) => where.replace(`${dir.path}/`, '')),
    ).toEqual([
      'commune-equipment/EQ-07.yaml:5:8',
      'commune-equipment/EQ-07.yaml:8:7',
      expect.stringMatching(/^service\/SV-90.yaml:\d+:7$/),
      'service/SV-91.yml:1:5',
    ])
  })

  test('an id in two catalogues', () => {
    const twice = criterion({ catalogue: 'service' })
    using dir = folder({
      'commune-equipment/EQ-07.yaml': GOOD,
      'service/EQ-07.yaml': asFile(twice),
    })
    const error = caught(() => loadCriteria([dir.path], KINDS))
    expect(error instanceof SansangError && error.faults.map(({ message }) => message)).toEqual([
      `id EQ-07 is already in ${dir.path}/commune-equipment/EQ-07.yaml`,
    ])
  })

  test('no criterion at all is an error, not an empty list', () => {
    using dir = folder({ 'service/README.md': '' })
    expect(caught(() => loadCriteria([dir.path], KINDS))).toMatchObject({ code: 'no-criteria', exit: 64 })
  })
})

function caught(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
