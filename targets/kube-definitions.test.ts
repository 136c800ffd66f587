// targets/kube-definitions.test.ts: definitions are made one by one, and one the server ran out of time for is asked for again. Needs no server.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Json } from '../types/json.ts'
import type { KubeCall, KubeClient } from './kube-client.ts'
import { applyDefinitions } from './kube-definitions.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sansang-definitions-'))
  for (const name of ['one', 'two']) await writeFile(join(folder, `${name}.yaml`), name)
})
afterEach(() => rm(folder, { recursive: true }))

const definition = (name: string): Json => ({
  metadata: { name: `${name}.example.org` },
  spec: {
    group: 'example.org',
    names: { plural: name },
    versions: [{ name: 'v1', served: true }],
  },
  status: { conditions: [{ type: 'Established', status: 'True' }] },
})

/** A server that says of the first definition, each time it is to be made, what `answers` has next; all else goes well. */
function server(...answers: number[]) {
  const made: string[] = []
  let busy = 0
  let most = 0
  const call = async ({ method, path, body }: KubeCall): Promise<{ status: number; body: Json }> => {
    if (method === 'GET') return { status: 200, body: definition(/\/(\w+)\.example/.exec(path)?.[1] ?? '') }
    busy += 1
    most = Math.max(most, busy)
    await new Promise((resolve) => setImmediate(resolve))
    busy -= 1
    const name = String(body)
    made.push(name)
    const status = (name === 'one' ? answers.shift() : undefined) ?? 201
    return { status, body: status === 201 ? definition(name) : { details: { name: `${name}.example.org` } } }
  }
  const client: KubeClient = {
    call: async (asked) => ({ ...(await call(asked)), warnings: [] }),
    [Symbol.dispose]: () => {},
  }
  return { client, made, most: () => most }
}

test('one after the other', async () => {
  const { client, made, most } = server()
  expect(await applyDefinitions(client, folder)).toEqual(['one.example.org', 'two.example.org'])
  expect([made, most()]).toEqual([['one', 'two'], 1])
})

describe('out of its time', () => {
  test.each([
    ['without having made it', [504, 504, 201], ['one', 'one', 'one', 'two']],
    ['having made it', [504, 409], ['one', 'one', 'two']],
  ])('%s, the server is asked again', async (_, answers, asked) => {
    const { client, made } = server(...answers)
    expect(await applyDefinitions(client, folder)).toEqual(['one.example.org', 'two.example.org'])
    expect(made).toEqual(asked)
  })
})

test.each([[409], [422], [504, 422]])('what it refuses is refused: %i', async (...answers) => {
  const { client } = server(...answers)
  await expect(applyDefinitions(client, folder)).rejects.toMatchObject({
    code: 'definition-refused',
    where: join(folder, 'one.yaml'),
  })
})
