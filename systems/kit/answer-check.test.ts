// systems/kit/answer-check.test.ts: the check of answers catches what a contract does not promise. Starts nothing.
import { beforeAll, describe, expect, test } from 'vitest'
import { type AnswerCheck, loadAnswerCheck } from './fixtures/answer-check.ts'

let check: AnswerCheck
beforeAll(async () => {
  check = await loadAnswerCheck(new URL('./fixtures/notes/contract.yaml', import.meta.url))
})
const note = { unit: '26740', text: 'xin chào' }
const refusal = { type: 'other-unit', title: 'Forbidden', status: 403, detail: 'not yours' }

test('an answer that fits has no fault', () => {
  expect(check('GET', '/notes?limit=3', 200, [note])).toEqual([])
  expect(check('POST', '/notes', 201, note)).toEqual([])
  expect(check('POST', '/notes', 403, refusal)).toEqual([])
})

describe('one that does not', () => {
  const bad: [string, Parameters<AnswerCheck>, RegExp][] = [
    ['a field missing', ['POST', '/notes', 201, { unit: '26740' }], /text/],
    ['a field too many', ['GET', '/notes', 200, [{ ...note, secret: 1 }]], /unknown field secret/],
    ['a status nobody promised', ['POST', '/notes', 200, note], /does not promise 200/],
    ['a refusal that is no problem', ['POST', '/notes', 403, { error: 'Forbidden' }], /type.*title/],
    ['a status of the fives nobody promised', ['GET', '/notes', 502, refusal], /does not promise 502/],
    ['an operation nobody promised', ['DELETE', '/notes', 200, note], /not in the contract/],
  ]
  test.each(bad)('%s', (_name, answer, fault) => expect(check(...answer).join()).toMatch(fault))
  test('all six are tried', () => expect(bad).toHaveLength(6))
})
