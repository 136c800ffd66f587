// cli/ready/measure.test.ts: what goes wrong in a drill becomes NO-GO with the criterion, the dossier and the hop; and it is always healed.
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { drillEvidence } from '../../readiness/drill/evidence.ts'
import { runDrill } from '../../readiness/drill/run.ts'
import type { Drill } from '../../types/drill.ts'
import { type Faults, type SmallProvince, smallProvince } from '../fixtures/drill.ts'
import { verdictOn } from '../fixtures/verdict.ts'
import { inVirtualTime } from '../fixtures/virtual-time.ts'
import { DRILLS } from './measure.ts'

vi.mock('node:timers/promises', () => import('../fixtures/virtual-time.ts'))

const drilled = (province: Omit<SmallProvince, 'actions'>) => inVirtualTime(() => runDrill(province))

const CRITERIA = ['SX-03', 'SX-04', 'SX-05', 'SX-06']
const LIMITS = { rtoSeconds: 0.3, rpoSeconds: 0 }
const AT = '2025-06-30T09:00:00+07:00'

/** The verdict on all drills, the one given going wrong. */
async function judged(wrong: Drill, faults: Faults) {
  const evidence = []
  for (const drill of DRILLS) {
    const province = smallProvince(drill, drill === wrong ? faults : {})
    evidence.push(drillEvidence(await drilled(province), LIMITS, AT))
  }
  const { outcome, blockers } = verdictOn(CRITERIA, evidence)
  return {
    outcome,
    blockers: blockers.map(({ criterion, subjects, reason }) => ({ criterion, subjects, says: reason.en })),
  }
}

describe.each(DRILLS.map((drill) => [drill.name, drill] as const))('%s', (name, drill) => {
  test('nothing lost: GO', async () => {
    expect(await judged(drill, {})).toEqual({ outcome: 'GO', blockers: [] })
  })

  const lossless: readonly (readonly [string, Faults, string, string])[] = [
    [
      'a dossier lost in the system',
      { stored: { procedures: { 'A-2': 0 } } },
      'SX-03',
      'lost procedures: A-2',
    ],
    ['a dossier lost at the exchange', { stored: { exchange: { 'A-1': 0 } } }, 'SX-03', 'lost exchange: A-1'],
    ['a dossier lost at the portal', { stored: { portal: { 'A-1': 0 } } }, 'SX-03', 'lost portal: A-1'],
    ['a dossier registered twice', { stored: { portal: { 'A-2': 2 } } }, 'SX-03', 'doubled portal: A-2'],
    ['a fault left in place', { residue: ['route national is cut'] }, 'SX-05', 'route national is cut'],
    ['the essential path broken afterwards', { essentialPathOk: false }, 'SX-05', ''],
    ['a twin without fault that fails too', { twinFailedShare: 0.2 }, 'SX-06', ''],
    ['what an earlier drill left', { leftBefore: ['documents is not ready'] }, 'SX-05', ''],
  ]
  test.each(lossless)('%s: NO-GO', async (_, faults, criterion, says) => {
    expect(lossless).toHaveLength(8)
    const { outcome, blockers } = await judged(drill, faults)
    expect(outcome).toBe('NO-GO')
    const named = blockers.find((blocker) => blocker.criterion === criterion)
    expect(named).toMatchObject({ subjects: [name] })
    expect(named?.says).toContain(says)
  })

  test('never recovered: NO-GO by recovery time, with what was lost', async () => {
    const { blockers } = await judged(drill, { stored: { portal: { 'A-1': 0 } } })
    expect(blockers.map(({ criterion }) => criterion)).toEqual(expect.arrayContaining(['SX-03', 'SX-04']))
  })

  test('a load that acknowledged nothing is refused, and the fault healed', async () => {
    const province = smallProvince(drill, { acknowledges: false })
    await expect(drilled(province)).rejects.toMatchObject({ code: 'drill-without-operations' })
    expect(province.actions.slice(-2)).toEqual(['stop', drill.heal.kind])
  })

  test('interrupted with the fault in place: it is healed', async () => {
    const stop = new AbortController()
    const province = smallProvince(drill, {}, stop.signal)
    const { target } = province.context
    const inject: typeof target.inject = async (fault) => {
      await target.inject(fault)
      stop.abort()
    }
    const context = { ...province.context, target: { ...target, inject } }
    await expect(drilled({ ...province, context })).rejects.toThrow(/abort/i)
    expect(province.actions).toEqual([drill.fault.kind, 'stop', drill.heal.kind])
  })
})

test('a neighbour that falls with the killed system: NO-GO by its name', async () => {
  const killed = DRILLS.find(({ name }) => name === 'procedures-killed')
  if (killed === undefined) throw new Error('the drill is gone')
  const { blockers } = await judged(killed, { silent: 'documents' })
  expect(blockers).toMatchObject([{ criterion: 'SX-05', says: expect.stringContaining('documents, 0.0 s') }])
})

describe('what is acknowledged while the fault is still being put in place', () => {
  const [killed, cut] = DRILLS
  if (killed === undefined || cut === undefined) throw new Error('a drill is gone')

  test('is no recovery', async () => {
    const province = smallProvince(killed)
    const { target } = province.context
    const loads: Awaited<ReturnType<typeof province.startLoad>>[] = []
    const startLoad: typeof province.startLoad = async (...how) => {
      const load = await province.startLoad(...how)
      loads.push(load)
      return load
    }
    const inject: typeof target.inject = async (fault) => {
      await sleep(10)
      await loads.at(-1)?.ledger()
      await sleep(50)
      await target.inject(fault)
    }
    const context = { ...province.context, target: { ...target, inject } }
    const { acknowledged, rtoSeconds } = await drilled({ ...province, context, startLoad })
    expect(acknowledged).toBe(4)
    // 60 ms until the fault is in place, 10 ms of it, and served as soon as it is healed.
    expect(rtoSeconds).toBe(0.07)
  })

  test('does not show that citizens could file under it', () => {
    const { meanwhile } = cut
    if (!('shows' in meanwhile)) throw new Error('the drill reads no ledger')
    const { context } = smallProvince(cut)
    const moments = { context, injectedAtMs: 1000, inPlaceAtMs: 1040, healedAtMs: 5000 }
    const filedAt = (atMs: number) =>
      meanwhile.shows({ ...moments, ledger: [{ system: 'procedures', id: 'A', operation: 'submit', atMs }] })
    expect([900, 1020, 1040, 1041, 5000, 5001].map(filedAt)).toEqual([false, false, false, true, true, false])
  })
})

describe('a service that is back only after the load has ended', () => {
  const [killed] = DRILLS
  if (killed === undefined) throw new Error('a drill is gone')

  test('is loaded on until somebody is served, and its recovery time is measured', async () => {
    const { acknowledged, rtoSeconds, healed, load } = await drilled(smallProvince(killed, { backAtLoad: 3 }))
    expect(healed).toBe(true)
    // The load ends 15 ms after the fault; served at the end of its second piece of 5 ms more.
    expect(rtoSeconds).toBe(0.025)
    expect(load.ledger).toHaveLength(acknowledged)
  })

  test('and never is: the limit, not recovered', async () => {
    const { rtoSeconds, healed } = await drilled(
      smallProvince(killed, { backAtLoad: Number.POSITIVE_INFINITY }),
    )
    expect({ rtoSeconds, healed }).toEqual({ rtoSeconds: 0.4, healed: false })
  })
})

test('there are two drills', () => expect(DRILLS).toHaveLength(2))
