// cli/doctor.test.ts: the doctor's page and exit codes, over probes made up here. On whole machines: doctor.system.test.ts.
import { expect, test } from 'vitest'
import type { SweepReport } from '../targets/sweep.ts'
import type { Probe } from '../tools/probes.ts'
import { command, leftovers, page } from './doctor.ts'

const NOTHING: SweepReport = { swept: [], live: [], foreign: [] }
const GO: Probe = { name: 'Go', state: 'missing', needed: '≥ 1.26', gives: 'embedded', wayOut: 'install Go' }
const COSIGN: Probe = {
  name: 'cosign',
  state: 'absent',
  needed: '≥ 2.4',
  gives: 'seal check',
  wayOut: 'get it',
}
const GIT: Probe = { name: 'git', state: 'ok', found: '2.39.5', needed: 'any', gives: 'set-up' }

test('what is missing and needed stands out, with the way out', () => {
  const text = page([GIT, GO, COSIGN], [], false)
  expect(text).toMatch(/^MISSING +Go +not found +≥ 1\.26 +embedded$/m)
  expect(text).toMatch(/^ok +git +2\.39\.5 +any +set-up$/m)
  expect(text).toContain('  Go (needed): install Go\n')
  expect(text).toContain('  cosign: get it\n')
  expect(text).toContain('is missing: see MISSING above.')
})

test('with everything there no way out is listed', () => {
  const text = page([GIT], [], true)
  expect(text).not.toContain('To get what is not there')
  expect(text).toContain('needs is there.')
})

test('a dead session is told: command, processes, faults, survivors', () => {
  const dead = {
    id: '20260101T000000Z-7-aaaaaaaa',
    command: 'up ho-chi-minh',
    ended: [{ pid: 42, name: 'postgres' }],
    survivors: [43],
    faults: [
      {
        id: 1,
        at: '2026-01-01T00:00:00Z',
        fault: { kind: 'cut-route', route: 'national' },
        heal: { kind: 'open-route', route: 'national' },
        state: 'injected',
      },
    ],
  } as const
  const text = leftovers({ swept: [dead], live: ['L'], foreign: ['F'] }, 2).join('\n')
  expect(text).toContain('(up ho-chi-minh) had lost its owner')
  expect(text).toContain('ended 1 processes: postgres 42')
  expect(text).toContain('healed 1 injected faults')
  expect(text).toContain('STILL THERE after KILL: 43')
  expect(text).toContain('Ended 2 processes of a set-up')
  expect(text).toContain('Live sessions, left alone: L')
  expect(leftovers(NOTHING, 0).join('\n')).toContain('No dead session')
})

test('an unknown option is misuse', async () => {
  const io = { out: () => {}, err: () => {}, terminal: false, signal: new AbortController().signal }
  await expect(command.run(['--fix'], io)).rejects.toMatchObject({ code: 'misuse', exit: 64 })
})
