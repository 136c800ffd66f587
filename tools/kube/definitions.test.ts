// tools/kube/definitions.test.ts: what is fetched must be what is pinned. Reaches no network.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { downloaded, judge } from './definitions.ts'

const PINNED = { module: 'example.org/a', version: 'v1.2.3', sum: 'h1:right', folder: 'crds' }
const FOUND = { Path: 'example.org/a', Dir: '/cache/a@v1.2.3', Sum: 'h1:right' }

test('the list pins three modules by version and sum', () => {
  const list = JSON.parse(readFileSync(new URL('definitions.json', import.meta.url), 'utf8'))
  expect(list).toHaveLength(3)
  for (const entry of list)
    expect(entry).toEqual({
      module: expect.stringMatching(/^[a-z0-9.]+\/[a-z/-]+$/),
      version: expect.stringMatching(/^v\d+\.\d+\.\d+$/),
      sum: expect.stringMatching(/^h1:[\w+/]{43}=$/),
      folder: expect.stringMatching(/^[a-z/-]+$/),
    })
})

test('the documents Go prints are found between its messages', () => {
  const output = `go: downloading example.org/a v1.2.3\n${JSON.stringify(FOUND, null, '\t')}\n{\n\t"Path": "example.org/b",\n\t"Error": "no such version"\n}\n`
  expect([...downloaded(output)]).toEqual([
    ['example.org/a', FOUND],
    ['example.org/b', { Path: 'example.org/b', Error: 'no such version' }],
  ])
  expect(downloaded('go: no network').size).toBe(0)
})

describe('a module is taken', () => {
  test('when its sum is the pinned one', () => {
    expect(judge(PINNED, FOUND)).toEqual([])
  })

  test.each([
    ['with another sum', { ...FOUND, Sum: 'h1:wrong' }, 'has the sum h1:wrong, pinned is h1:right'],
    ['that Go could not get', { Path: FOUND.Path, Error: '403 Forbidden' }, '403 Forbidden'],
    ['that Go said nothing about', undefined, 'was not downloaded'],
  ])('and refused %s', (_, found, message) => {
    expect(judge(PINNED, found)).toEqual([{ where: 'example.org/a@v1.2.3', message }])
  })
})
