// cli/leftovers.test.ts: what a test leaves running is a failure with its process id; what is just ending is none.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import process from 'node:process'
import { expect, test } from 'vitest'
import { keptIo } from './fixtures/io.ts'
import { countLeftovers } from './leftovers.ts'

const MARK = 'SANSANG_TEST_OF_LEFTOVERS'

/** A process that carries the mark until its standard input ends. */
async function left(mark: string) {
  const child = spawn('sh', ['-c', 'echo here && read -r _'], {
    env: { ...process.env, [MARK]: mark },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  return { pid: child.pid, end: () => child.stdin.end(), ended: once(child, 'exit') }
}

test('a process left running is one failure, named by its id', async () => {
  const [mark, io] = [randomUUID(), keptIo()]
  const child = await left(mark)
  expect(await countLeftovers(MARK, mark, io, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(io.text.err).toBe(`FAILED: left running by tests: processes ${child.pid}\n`)
  child.end()
  await child.ended
})

test('one that ends while it is waited for is none, nor is one with another mark', async () => {
  const [mark, io] = [randomUUID(), keptIo()]
  const [child, stranger] = [await left(mark), await left(randomUUID())]
  const counted = countLeftovers(MARK, mark, io)
  child.end()
  expect(await counted).toEqual({ passed: 0, failed: 0, skipped: 0 })
  expect(io.text.err).toBe('')
  stranger.end()
  await stranger.ended
})
