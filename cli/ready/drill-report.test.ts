// cli/ready/drill-report.test.ts: each point of a drill's report is true only when it was so. The verdict on it: measure.test.ts.
import { describe, expect, test, vi } from 'vitest'
import { runDrill } from '../../readiness/drill/run.ts'
import type { Drill, DrillReport } from '../../types/drill.ts'
import type { LoadResult } from '../../types/load.ts'
import { type Faults, type SmallProvince, smallProvince } from '../fixtures/drill.ts'
import { inVirtualTime } from '../fixtures/virtual-time.ts'
import { DRILLS } from './measure.ts'

vi.mock('node:timers/promises', () => import('../fixtures/virtual-time.ts'))

const [KILLED] = DRILLS
if (KILLED === undefined) throw new Error('there is no drill')
const says = { vi: 'Vẫn phục vụ', en: 'Still serving' }
/** Recovered at once, 20 ms after healing. */
const PLAIN: Drill = {
  ...KILLED,
  recoveryFrom: 'heal',
  recoveredAtMs: async ({ healedAtMs }) => healedAtMs + 20,
  meanwhile: { says, asks: { documents: async () => true } },
}

function report(
  changes: Partial<Drill> = {},
  faults: Faults = {},
  spoil: (province: SmallProvince) => Partial<SmallProvince> = () => ({}),
): Promise<DrillReport> {
  const province = smallProvince({ ...PLAIN, ...changes }, faults)
  return inVirtualTime(() => runDrill({ ...province, ...spoil(province) }))
}

const twinWith =
  (changes: Partial<LoadResult>) =>
  ({ twin }: SmallProvince): Partial<SmallProvince> => ({
    twin: async (seconds) => ({ ...(await twin(seconds)), ...changes }),
  })

test('all well', async () => {
  expect(await report()).toMatchObject({
    meanwhileHeld: true,
    meanwhileMissed: [],
    steadyBefore: true,
    steadyAfter: true,
    healed: true,
    residue: [],
    rtoSeconds: 0.02,
    rpoSeconds: 0,
  })
})

describe('what holds meanwhile', () => {
  test('a neighbour that answers wrongly: not held, and named', async () => {
    const meanwhile = { says, asks: { documents: async () => false } }
    expect(await report({ meanwhile })).toMatchObject({
      meanwhileHeld: false,
      meanwhileMissed: expect.arrayContaining([expect.stringMatching(/^documents, .+ not as it must$/)]),
    })
  })
  test('canary: nobody asked is nobody answered', async () => {
    expect(await report({ meanwhile: { says, asks: {} } })).toMatchObject({
      meanwhileHeld: false,
      meanwhileMissed: [],
    })
  })
})

describe('steady before', () => {
  test.each([
    ['a failed share in the twin', { failedShare: 0.001 }],
    ['a limit crossed in the twin', { thresholdsFailed: ['operation_ms: p(95)<=2000'] }],
  ])('not with %s', async (_, changes) => {
    expect((await report({}, {}, twinWith(changes))).steadyBefore).toBe(false)
  })
  test('not when nothing was acknowledged before the fault', async () => {
    const silentFirst = ({ startLoad }: SmallProvince): Partial<SmallProvince> => ({
      startLoad: async (seconds) => {
        const { result, stop } = await startLoad(seconds)
        return { result, stop, ledger: async () => [] }
      },
    })
    const { acknowledged, steadyBefore } = await report({}, {}, silentFirst)
    expect(acknowledged).toBeGreaterThan(0)
    expect(steadyBefore).toBe(false)
  })
  test('not when an earlier drill left something behind', async () => {
    expect((await report({}, { leftBefore: ['route national is cut'] })).steadyBefore).toBe(false)
  })
})

describe('steady after', () => {
  const pathOf = (steps: readonly { name: string; ok: boolean; ms: number }[], asked: string[] = []) =>
    function spoil({ context }: SmallProvince): Partial<SmallProvince> {
      const adapters = Object.fromEntries(
        Object.entries(context.adapters).map(([system, adapter]) => [
          system,
          {
            ...adapter,
            essentialPath: async () => {
              asked.push(system)
              return steps
            },
          },
        ]),
      ) as typeof context.adapters
      return { context: { ...context, adapters } }
    }
  test.each([
    ['no step was taken', []],
    [
      'the last step failed',
      [
        { name: 'file', ok: true, ms: 1 },
        { name: 'look up', ok: false, ms: 1 },
      ],
    ],
  ])('not when %s', async (_, steps) => {
    expect((await report({}, {}, pathOf(steps))).steadyAfter).toBe(false)
  })
  test.each([
    ['documents', 'documents'],
    ['procedures', 'procedures'],
    ['joint', 'procedures'],
  ] as const)('the path after %s is that of %s', async (script, system) => {
    const asked: string[] = []
    await report({ script }, {}, pathOf([{ name: 'file', ok: true, ms: 1 }], asked))
    expect(asked).toEqual([system])
  })
})

describe('recovery', () => {
  test('counted from the fault, it holds the fault; from the healing, it does not', async () => {
    const fromFault = await report({ recoveryFrom: 'fault' })
    // The small province is faulty for 10 ms.
    expect(fromFault.rtoSeconds).toBe(0.03)
    expect((await report({ recoveryFrom: 'heal' })).rtoSeconds).toBe(0.02)
  })
  test('canary: never recovered: the limit is what is reported, and it is not healed', async () => {
    expect(await report({ recoveredAtMs: async () => undefined })).toMatchObject({
      rtoSeconds: 0.4,
      healed: false,
      residue: [],
    })
  })
  test('canary: recovered with something left behind is not healed', async () => {
    expect(await report({}, { residue: ['route national is cut'] })).toMatchObject({
      rtoSeconds: 0.02,
      healed: false,
    })
  })
  test('a dossier lost reaches back before the fault', async () => {
    const { rpoSeconds } = await report({}, { stored: { procedures: { 'A-1': 0 } } })
    expect(rpoSeconds).toBeGreaterThan(0)
  })
})

test('the fault is healed while the load still runs, and once more when it has ended', async () => {
  const province = smallProvince(PLAIN)
  await inVirtualTime(() => runDrill(province))
  expect(province.actions).toEqual(['kill-workload', 'ensure-running', 'stop', 'ensure-running'])
})

test('a fault that cannot be healed ends the run: nothing is reported of it', async () => {
  const stuck = ({ context }: SmallProvince): Partial<SmallProvince> => ({
    context: {
      ...context,
      target: {
        ...context.target,
        heal: async () => {
          throw new Error('still down')
        },
      },
    },
  })
  await expect(report({}, {}, stuck)).rejects.toThrow('still down')
})
