// cli/from-here.test.ts: a path below the working directory is said from there, any other stays whole.
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { fromHere } from './from-here.ts'

test.each([
  [join(process.cwd(), 'runs/one'), 'runs/one'],
  [process.cwd(), process.cwd()],
  [join(process.cwd(), '..', 'elsewhere'), join(process.cwd(), '..', 'elsewhere')],
  ['/tmp/run', '/tmp/run'],
])('%s is %s', (path, shown) => {
  expect(fromHere(path)).toBe(shown)
})
