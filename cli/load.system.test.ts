// cli/load.system.test.ts: scripts run against a province started for them; a hang-up in the middle leaves nothing behind.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { commandLineWithTools } from './fixtures/command-line.ts'

const cli = commandLineWithTools()
afterAll(() => cli[Symbol.dispose]())

const sessions = () => readdirSync(cli.at('home/sessions'))

/** Processes that carry a session in their environment or command line. */
function strays(session: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        return ['cmdline', 'environ'].some((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(session),
        )
      } catch {
        return false
      }
    })
}

test('one script: its figures as one document, and the exit code they deserve', async () => {
  const { code, out, err } = await cli.run(['load', 'ho-chi-minh', 'exchange', '--json'])
  const { schema, results } = JSON.parse(out) as {
    schema: string
    results: {
      script: string
      requests: number
      thresholdsFailed: string[]
      droppedIterations: number
      ledger?: unknown
    }[]
  }
  expect({ schema, results }).toMatchObject({
    schema: 'sansang.load/1',
    results: [{ script: 'exchange', failedShare: 0 }],
  })
  const [figures] = results
  expect(figures?.requests).toBeGreaterThan(20)
  expect(figures?.ledger).toBeUndefined()
  const held = figures?.thresholdsFailed.length === 0 && figures.droppedIterations === 0
  expect({ code, err }).toEqual({
    code: held ? 0 : 10,
    err: expect.stringContaining('stopping the systems: done'),
  })
  expect(err).toContain(`exchange: ${figures?.requests} requests, `)
  expect(sessions()).toEqual([])
})

test('a hang-up while k6 runs: it is stopped at once, exit 130, nothing left', async () => {
  const running = cli.start(['load', 'ho-chi-minh', 'procedures', '--profile', 'full'])
  const [session = 'none'] = await k6Running()
  expect(strays(session).length).toBeGreaterThanOrEqual(10)
  running.child.kill('SIGHUP')
  const { code, out, err } = await running.ended
  expect({ code, out }).toEqual({ code: 130, out: '' })
  expect(err).toContain('stopping the systems: done')
  expect(err).toContain('interrupted; everything this run started has been stopped')
  // Its figures are told when a script has run for its minute.
  expect(err).not.toContain(' requests, ')
  expect(strays(session)).toEqual([])
  expect(sessions()).toEqual([])
})

/** The session in which k6 has written its first acknowledged operation. */
async function k6Running(): Promise<string[]> {
  for (;;) {
    const written = namesIn('home/sessions').flatMap((session) =>
      namesIn(`home/sessions/${session}`)
        .filter((name) => /^k6-.*\.ledger\.jsonl$/.test(name))
        .map((name) => `home/sessions/${session}/${name}`),
    )
    if (written.some((path) => readFileSync(cli.at(path), 'utf8').includes('submit'))) return sessions()
    await sleep(100)
  }
}

/** Nothing where there is no such folder, or no longer. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(cli.at(folder))
  } catch {
    return []
  }
}
