// checks/collectors/portal.ts: dossiers in the system, at the exchange and at the national portal, held against each other. Pure.
import type { Evidence } from '../../types/evidence.ts'
import type { Json } from '../../types/json.ts'
import { listAt, numberAt, textAt } from './plan-json.ts'
import { type Frame, registerRecord } from './register-evidence.ts'

export type Sides = {
  /** Dossiers as the procedures system lists them: `code`, `status`. */
  readonly system: readonly Json[]
  /** Messages to `national-portal` as the exchange lists them with `include=body`, in the order stored. */
  readonly exchange: readonly Json[]
  /** Dossiers as the portal lists them: `code`, `status`, `registrations`, `updates`, `progress`. */
  readonly portal: readonly Json[]
}

type Three = { readonly system?: string; readonly exchange?: string; readonly portal?: string }

/**
 * Record of kind `portal`. Compared dossier by dossier, which is stricter than by unit and status: equal sums can hide two
 * dossiers that have changed places. `syncPct` is that of Decision 766/QĐ-TTg: synchronised / max(reported, portal).
 */
export function portalEvidence({ system, exchange, portal }: Sides, frame: Frame): Evidence {
  const here = statusesOf(system)
  const there = statusesOf(portal)
  const passed = lastStatuses(exchange)
  const codes = [...new Set([...here.keys(), ...there.keys(), ...passed.keys()])].sort()
  const differing = codes
    .map((code) => ({ code, three: threeOf(code, here, passed, there) }))
    .filter(({ three }) => three.system !== three.portal || three.system !== three.exchange)
  const synced = [...here].filter(([code, status]) => there.get(code) === status).length
  const most = Math.max(here.size, there.size)
  const traffic = trafficOf(exchange, portal)
  return registerRecord('portal', frame, {
    statusReturned: portal.some((dossier) => isReturned(dossier, here)),
    reported: here.size,
    portalCount: there.size,
    synced,
    // Nothing to synchronise is nothing measured: the criterion asks for dossiers as well.
    syncPct: most === 0 ? 0 : Math.floor((synced / most) * 10_000) / 100,
    difference: differing.length,
    differing: differing.map(
      ({ code, three }) =>
        `${code}: ${three.system ?? '–'}, ${three.exchange ?? '–'}, ${three.portal ?? '–'}`,
    ),
    ...traffic,
  })
}

function threeOf(
  code: string,
  ...[system, exchange, portal]: readonly [
    ReadonlyMap<string, string>,
    ReadonlyMap<string, string>,
    ReadonlyMap<string, string>,
  ]
): Three {
  const at = (side: ReadonlyMap<string, string>, name: keyof Three) => {
    const status = side.get(code)
    return status === undefined ? {} : { [name]: status }
  }
  return { ...at(system, 'system'), ...at(exchange, 'exchange'), ...at(portal, 'portal') }
}

function statusesOf(dossiers: readonly Json[]): ReadonlyMap<string, string> {
  return new Map(
    dossiers.map((dossier) => [
      textAt(dossier, 'code') ?? '',
      textAt(dossier, 'status') ?? String(numberAt(dossier, 'status') ?? ''),
    ]),
  )
}

/** The status the exchange was last given for each dossier. */
function lastStatuses(messages: readonly Json[]): ReadonlyMap<string, string> {
  const last = new Map<string, string>()
  for (const message of messages.filter((one) => textAt(one, 'service') === 'DongBoHoSoMC'))
    for (const item of listAt(message, 'body', 'data'))
      last.set(textAt(item, 'MaHoSo') ?? '', textAt(item, 'TrangThaiHoSo') ?? '')
  return last
}

/** Registered once, and since then told a status later than the first which is still the right one. */
function isReturned(dossier: Json, here: ReadonlyMap<string, string>): boolean {
  const status = textAt(dossier, 'status') ?? ''
  return (
    numberAt(dossier, 'registrations') === 1 &&
    status !== '1' &&
    here.get(textAt(dossier, 'code') ?? '') === status
  )
}

/** Messages the portal took, by its own count, and how many of them the exchange delivered to it; more means a way around. */
function trafficOf(exchange: readonly Json[], portal: readonly Json[]) {
  const delivered = new Map<string, number>()
  for (const message of exchange.filter((one) => textAt(one, 'state') === 'delivered'))
    for (const item of listAt(message, 'body', 'data')) {
      const code = textAt(item, 'MaHoSo') ?? ''
      delivered.set(code, (delivered.get(code) ?? 0) + 1)
    }
  const taken = portal.map((dossier) => ({
    code: textAt(dossier, 'code') ?? '',
    count: ['registrations', 'updates', 'progress'].reduce(
      (sum, name) => sum + (numberAt(dossier, name) ?? 0),
      0,
    ),
  }))
  const seenOf = ({ code, count }: { code: string; count: number }) =>
    Math.min(count, delivered.get(code) ?? 0)
  return {
    sent: taken.reduce((sum, { count }) => sum + count, 0),
    seen: taken.reduce((sum, one) => sum + seenOf(one), 0),
    unseen: taken.filter((one) => seenOf(one) < one.count).map(({ code }) => code),
  }
}
