// targets/fault-actions.ts: puts planned faults in place and heals them, each journaled first. Knows no drill.
import { SansangError } from '../types/error.ts'
import type { FaultAction, HealAction, Target } from '../types/target.ts'
import type { FaultJournal } from './faults.ts'
import type { Route } from './toxiproxy.ts'
import type { Workload } from './workload.ts'

export type Faultable = {
  readonly workloads: ReadonlyMap<string, Workload>
  readonly routes: ReadonlyMap<string, Route>
  readonly journal: FaultJournal
}

/** inject, heal and residue of types/target.ts over workloads and routes. */
export function faultActions(parts: Faultable): Pick<Target, 'inject' | 'heal' | 'residue'> {
  return {
    inject: (fault) => inject(parts, fault),
    heal: (action) => heal(parts, action),
    residue: () => residue(parts),
  }
}

async function inject({ workloads, routes, journal }: Faultable, fault: FaultAction): Promise<void> {
  const { heal, act } = prepare(workloads, routes, fault)
  const id = journal.plan(fault, heal)
  await act()
  journal.injected(id)
}

type Prepared = { readonly heal: HealAction; readonly act: () => Promise<void> }

function prepare(
  workloads: Faultable['workloads'],
  routes: Faultable['routes'],
  fault: FaultAction,
): Prepared {
  if (fault.kind === 'kill-workload') {
    const workload = known(workloads, fault.workload, 'workload')
    return { heal: { kind: 'ensure-running', workload: fault.workload }, act: workload.kill }
  }
  const route = known(routes, fault.route, 'route')
  return { heal: { kind: 'open-route', route: fault.route }, act: route.cut }
}

/** Idempotent: healing what is whole only checks it. */
async function heal({ workloads, routes, journal }: Faultable, action: HealAction): Promise<void> {
  try {
    if (action.kind === 'ensure-running') await known(workloads, action.workload, 'workload').untilReady()
    else await known(routes, action.route, 'route').open()
  } catch (cause) {
    if (cause instanceof SansangError) throw cause
    throw new SansangError('not-healed', {
      message: `healing did not work: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'end this run: ending the session removes the fault with its process',
      exit: 'internal',
      where: JSON.stringify(action),
      cause,
    })
  }
  for (const fault of journal.unhealed()) if (sameHeal(fault.heal, action)) journal.healed(fault.id)
}

async function residue({ workloads, routes, journal }: Faultable): Promise<string[]> {
  const answers = await Promise.all(
    [...workloads.values()].map(async (workload) => ({
      name: workload.name,
      answer: await workload.ready(),
    })),
  )
  const notReady = answers.flatMap(({ name, answer }) =>
    answer.ok ? [] : [`${name} is not ready: ${answer.reason}`],
  )
  const cut = await Promise.all([...routes.values()].map((route) => route.residue()))
  const open = journal.unhealed().map(({ fault }) => `fault not healed: ${JSON.stringify(fault)}`)
  return [...notReady, ...cut.filter((text) => text !== undefined), ...open]
}

function sameHeal(one: HealAction, other: HealAction): boolean {
  if (one.kind === 'ensure-running') return other.kind === 'ensure-running' && one.workload === other.workload
  return other.kind === 'open-route' && one.route === other.route
}

function known<T>(parts: ReadonlyMap<string, T>, name: string, kind: string): T {
  const found = parts.get(name)
  if (found !== undefined) return found
  throw new SansangError('unknown-fault', {
    message: `the embedded target has no ${kind} "${name}"`,
    hint: `it has: ${[...parts.keys()].join(', ')}`,
    where: name,
  })
}
