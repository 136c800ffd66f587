// readiness/journal.system.test.ts: the journal after kill -9 of its writer. The rest: journal.test.ts.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openRunJournal } from './journal.ts'

const WRITER = `
import { openRunJournal } from ${JSON.stringify(fileURLToPath(new URL('./journal.ts', import.meta.url)))}
const journal = openRunJournal(process.argv[1])
for (let n = 0; ; n++) {
  journal.note({ at: '2025-06-30T09:00:00+07:00', phase: 'load', event: String(n) })
  process.stdout.write(n + '\\n')
}`

test('what was noted before kill -9 is there after it, and no more than one entry unannounced', async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), 'sansang-journal-'))
  const path = join(dir.path, 'journal.sqlite')
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  for await (const chunk of child.stdout) {
    told += String(chunk)
    if (told.split('\n').length > 30) break
  }
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  const last = Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1))
  using journal = openRunJournal(path)
  const events = journal.entries().map(({ event }) => Number(event))
  expect(events).toEqual(events.map((_, n) => n))
  expect(events.length).toBeGreaterThan(last)
  journal.note({ at: '2025-06-30T09:01:00+07:00', phase: 'sweep', event: 'found' })
  expect(journal.entries()).toHaveLength(events.length + 1)
})
