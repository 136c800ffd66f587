// tools/contracts.test.ts: stored contract types are what the contracts say; a stale one is caught.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { SYSTEMS } from '../types/system.ts'
import { contracts, render, stale } from './contracts.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CONTRACT = `openapi: 3.1.0
info: {title: sample, version: '1'}
paths:
  /things/{id}:
    get:
      operationId: getThing
      x-roles: [officer]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: found, content: {application/json: {schema: {type: object}}}}}
`

async function repository(contract: string) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sansang-contracts-'))
  execFileSync('git', ['init', '-q'], { cwd: folder.path })
  await mkdir(join(folder.path, 'systems/sample/generated'), { recursive: true })
  await writeFile(join(folder.path, 'systems/sample/contract.yaml'), contract)
  return folder
}

describe('contract types', () => {
  test('of all five systems are fresh', async () => {
    const found = (await contracts(ROOT)).map((path) => path.split('/')[1])
    expect(found).toEqual(expect.arrayContaining([...SYSTEMS]))
    expect((await stale(ROOT)).map(({ generated }) => `${generated}: run npm run contracts`)).toEqual([])
  })

  test('that are missing or changed by hand are stale', async () => {
    await using folder = await repository(CONTRACT)
    const rendered = await render(folder.path, 'systems/sample/contract.yaml')
    expect(rendered.text).toContain('getThing')
    expect(await stale(folder.path)).toEqual([rendered])
    const path = join(folder.path, rendered.generated)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, rendered.text)
    expect(await stale(folder.path)).toEqual([])
    await writeFile(path, rendered.text.replace('getThing', 'getOther'))
    expect(await stale(folder.path)).toEqual([rendered])
  })

  test('of something that is no contract end with its name', async () => {
    await using folder = await repository('openapi: [')
    await expect(stale(folder.path)).rejects.toMatchObject({
      code: 'bad-contract',
      where: 'systems/sample/contract.yaml',
    })
  })
})
