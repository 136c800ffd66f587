// cli/ready/live.system.test.ts: in a running province, what is lost or wrong in one place is named by the run's own code.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { collectRegisters } from '../../checks/collectors/registers.ts'
import { drillEvidence } from '../../readiness/drill/evidence.ts'
import { acknowledgedIds, reconcile, rpoSeconds } from '../../readiness/drill/reconcile.ts'
import { openRunJournal, RUN_JOURNAL } from '../../readiness/journal.ts'
import { readObjectives } from '../../readiness/load/profile.ts'
import { drill as portalCut } from '../../rehearsals/02-portal-cut.ts'
import { createAdapter as documents } from '../../systems/documents/adapter.ts'
import { openSession } from '../../targets/session.ts'
import type { HopCount } from '../../types/drill.ts'
import type { Evidence } from '../../types/evidence.ts'
import type { LedgerEntry, LoadResult } from '../../types/load.ts'
import { commandLineWithTools, PATIENCE } from '../fixtures/command-line.ts'
import { keptIo } from '../fixtures/io.ts'
import { STACK, verdictOn } from '../fixtures/verdict.ts'
import { timestamp } from './clock.ts'
import { drillContext } from './drill-context.ts'
import { endpoint, type Live, startLive } from './live.ts'
import { runLoads } from './measure.ts'
import { startPhases } from './phases.ts'
import { gatherProbes } from './probes.ts'

const cleanup = new AsyncDisposableStack()
let live: Live
let load: LoadResult
/** Of all loads. */
let ledger: LedgerEntry[]
let loads: Evidence[]
let filed: string[]

beforeAll(async () => {
  const cli = cleanup.use(commandLineWithTools())
  vi.stubEnv('SANSANG_HOME', cli.at('home'))
  vi.stubEnv('SANSANG_PATIENCE', PATIENCE)
  const session = cleanup.use(await openSession('live.system.test'))
  const io = keptIo()
  live = await startLive({ stack: STACK, plan: undefined, session, io })
  cleanup.use(live.target)
  const journal = cleanup.use(openRunJournal(join(session.dir, RUN_JOURNAL)))
  const objectives = await readObjectives()
  const options = { live, objectives, profile: 'quick', phases: startPhases(io, journal), io } as const
  const { results, evidence } = await runLoads(options, ['procedures'])
  loads = evidence
  const [first] = results
  if (first === undefined) throw new Error('no load was run')
  load = first
  ledger = [...load.ledger]
  // A busy machine may take longer than one script to file so many.
  while (acknowledgedIds(ledger, portalCut.operation).length <= 20)
    ledger.push(...(await runLoads(options, ['procedures'])).results.flatMap((more) => more.ledger))
  filed = acknowledgedIds(ledger, portalCut.operation)
  await caughtUp()
})
afterAll(async () => {
  await cleanup.disposeAsync()
  vi.unstubAllEnvs()
})

/** Until the portal holds every dossier that was acknowledged, as of its last step; the hook's own limit ends a wait in vain. */
async function caughtUp(): Promise<void> {
  const context = drillContext(live)
  const state = { context, ledger, injectedAtMs: 0, inPlaceAtMs: 0, healedAtMs: 0 }
  while ((await portalCut.recoveredAtMs(state)) === undefined) await sleep(200)
  for (;;) {
    const [portal] = await registers()
    const { difference, unseen } = portal?.facts ?? {}
    if (difference === 0 && Array.isArray(unseen) && unseen.length === 0) return
    await sleep(200)
  }
}

/** The hops of the drill as `ready` walks them. */
async function walk(): Promise<HopCount[]> {
  const context = drillContext(live)
  const hops: HopCount[] = []
  for (const { name, count } of portalCut.hops) hops.push(reconcile(name, filed, await count(context, filed)))
  return hops
}

async function change(
  database: string,
  ...statements: readonly (readonly [string, readonly unknown[]])[]
): Promise<void> {
  const client = new pg.Client({ connectionString: live.target.postgres.url(database) })
  await client.connect()
  try {
    for (const [sql, values] of statements) await client.query(sql, [...values])
  } finally {
    await client.end()
  }
}

/** The evidence of a drill whose every other measurement was good. */
async function drilled(hops: readonly HopCount[]): Promise<Evidence> {
  const { drills } = await readObjectives()
  const limits = drills[portalCut.name]
  if (limits === undefined) throw new Error('the drill has no objectives')
  const report = {
    drill: portalCut.name,
    acknowledged: filed.length,
    hops,
    rtoSeconds: 1,
    rpoSeconds: rpoSeconds(ledger, portalCut.operation, hops, Date.now()),
    meanwhileHeld: true,
    meanwhileMissed: [],
    steadyBefore: true,
    steadyAfter: true,
    healed: true,
    residue: [],
    twin: load,
    load,
  }
  return drillEvidence(report, limits, timestamp())
}

const clean = ['procedures', 'exchange', 'portal'].map((hop) => ({ hop, lost: [], doubled: [] }))

/** A record of the other drill, in which nothing went wrong. */
const other = async () => ({
  ...(await drilled(clean)),
  id: 'drill/procedures-killed',
  subject: 'procedures-killed',
})
const registers = (): Promise<Evidence[]> =>
  collectRegisters({
    endpoints: live.target.endpoints,
    token: live.token,
    province: { slug: STACK.slug, code: STACK.code },
    communes: live.facts.communes,
    now: timestamp,
    settleSeconds: 0,
  })

describe('dossiers acknowledged under load', () => {
  test('are in the procedures system, at the exchange and at the portal, each once', async () => {
    expect(filed.length).toBeGreaterThan(20)
    expect(await walk()).toEqual(clean)
    expect(verdictOn(['SX-03'], [await drilled(clean), await other()])).toMatchObject({
      outcome: 'GO',
      blockers: [],
    })
    expect(loads.map(({ id, facts }) => [id, facts['requests']])).toEqual([
      ['load/procedures', load.requests],
    ])
    const [portal] = await registers()
    expect(portal?.facts).toMatchObject({ difference: 0, unseen: [] })
  })

  test('one deleted in the system, one at the portal, one registered twice: each is named with its hop', async () => {
    const [first = '', second = '', third = ''] = filed
    await change(
      'procedures',
      ...['dossier_step', 'supplement', 'submission'].map(
        (table) => [`delete from ${table} where dossier = $1`, [first]] as const,
      ),
      ['delete from dossier where code = $1', [first]],
    )
    await change(
      'national',
      ...['progress', 'dossier_message', 'dossier'].map(
        (table) => [`delete from ${table} where code = $1`, [second]] as const,
      ),
      ["insert into dossier_message values ($1, gen_random_uuid(), 'registration')", [third]],
    )
    const hops = await walk()
    expect(hops).toEqual([
      { hop: 'procedures', lost: [first], doubled: [] },
      { hop: 'exchange', lost: [], doubled: [] },
      { hop: 'portal', lost: [second], doubled: [third] },
    ])
    const record = await drilled(hops)
    expect(record.facts['rpoSeconds']).toBeGreaterThan(0)
    const { outcome, blockers } = verdictOn(['SX-03', 'SX-02'], [record, await other()])
    expect(outcome).toBe('NO-GO')
    expect(blockers.map(({ criterion, subjects }) => [criterion, subjects])).toContainEqual([
      'SX-03',
      ['portal-cut'],
    ])
    const said = blockers.find(({ criterion }) => criterion === 'SX-03')?.reason.en
    for (const words of [`procedures: ${first}`, `portal: ${second}`, `portal: ${third}`])
      expect(said).toContain(words)

    const [portal] = await registers()
    expect(portal?.facts['differing']).toEqual(
      expect.arrayContaining([
        expect.stringMatching(`^${first}: –, `),
        expect.stringMatching(`^${second}: .*, –$`),
      ]),
    )
    const synchronised = verdictOn(['SV-13', 'SX-11', 'DQ-13', 'DQ-14'], portal === undefined ? [] : [portal])
    expect(synchronised.outcome).toBe('NO-GO')
    expect(synchronised.blockers.map(({ reason }) => reason.en).join()).toContain(first)
  })
})

test('a commune missing from one system’s answer is named by DQ-11, and only that system', async () => {
  const short: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init)
    if (!String(input).endsWith('/units')) return answer
    const body = (await answer.json()) as { units: { code: string }[] }
    return Response.json({ ...body, units: body.units.filter(({ code }) => code !== '26740') })
  }
  const options = { baseUrl: endpoint(live, 'documents'), token: live.token, communes: live.facts.communes }
  const adapters = { ...live.adapters, documents: documents({ ...options, fetch: short }) }
  const { outcome, blockers } = verdictOn(['DQ-11'], await gatherProbes({ ...live, adapters }))
  expect(outcome).toBe('NO-GO')
  expect(blockers).toMatchObject([
    { criterion: 'DQ-11', subjects: ['documents'], reason: { en: expect.stringContaining('missing 26740') } },
  ])
})
