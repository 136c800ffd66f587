// systems/kit/contract.test.ts: what a contract must not say, each fault by itself, and that good contracts pass.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import { loadContract } from './contract.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sansang-contract-'))
})
afterAll(() => rm(dir, { recursive: true }))

async function load(paths: string) {
  const path = join(dir, 'contract.yaml')
  await writeFile(path, `openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths:\n${paths}`)
  return loadContract(pathToFileURL(path))
}

const operation = (more: string) => `  /a:\n    get: { ${more} }\n`

test('the fixture’s contract: four operations with what they demand', async () => {
  const { operations } = await loadContract(new URL('./fixtures/notes/contract.yaml', import.meta.url))
  expect(operations).toEqual([
    { id: 'listNotes', method: 'GET', path: '/notes', roles: ['officer', 'leader'], bodyRequired: false },
    { id: 'addNote', method: 'POST', path: '/notes', roles: ['officer'], bodyRequired: true },
    { id: 'receiveNote', method: 'POST', path: '/services/note', clients: ['exchange'], bodyRequired: true },
    { id: 'getMotto', method: 'GET', path: '/motto', bodyRequired: false },
  ])
})

describe('faults', () => {
  const bad: [string, string, RegExp][] = [
    ['no operation', '  {}\n', /no operation/],
    ['no operationId', operation('summary: x'), /operationId missing/],
    ['not camelCase', operation('operationId: Get_A'), /not camelCase/],
    ['used twice', `${operation('operationId: getA')}  /b:\n    get: { operationId: getA }\n`, /used twice/],
    [
      'unknown role',
      operation('operationId: getA, x-roles: [officer, root]'),
      /unknown role in x-roles: root/,
    ],
    ['nobody may call it', operation('operationId: getA, x-roles: []'), /non-empty list/],
    ['roles are no list', operation('operationId: getA, x-roles: officer'), /non-empty list/],
    ['a key twice', operation('operationId: getA, operationId: getB'), /unique/i],
    ['broken YAML', '  /a: [', /./],
  ]
  test.each(bad)('%s', async (_name, paths, message) => {
    const error = await load(paths).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(SansangError)
    if (error instanceof SansangError)
      expect(error.faults.map((fault) => fault.message).join('\n')).toMatch(message)
  })
  test('all nine are tried', () => expect(bad).toHaveLength(9))

  test('several at once are named at once', async () => {
    const paths = `${operation('summary: x')}  /b:\n    get: { operationId: getB, x-roles: [root] }\n`
    await expect(load(paths)).rejects.toMatchObject({ faults: [{ where: 'GET /a' }, { where: 'GET /b' }] })
  })
})
