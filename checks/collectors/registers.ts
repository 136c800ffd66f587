// checks/collectors/registers.ts: reads the registers of the running systems and waits until they agree, or no longer. Judges nothing.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Evidence } from '../../types/evidence.ts'
import { inTurns } from './http.ts'
import { type List, readJson, readPages, type Source } from './pages.ts'
import { listAt } from './plan-json.ts'
import { portalEvidence, type Sides } from './portal.ts'
import { documentRegister, dossierRegister, type Frame, procedureCatalogue } from './register-evidence.ts'

/** Of the endpoints, `procedures`, `documents`, `exchange` and `national` are read. */
export type RegistersOptions = Source & {
  readonly province: { readonly slug: string; readonly code: string }
  /** Five-digit codes of the communes in force. */
  readonly communes: readonly string[]
  /** RFC 3339 with offset. */
  readonly now: () => string
  /** How long messages under way may still take to arrive before the sides are held against each other. */
  readonly settleSeconds?: number
}

const POLL_MS = 500

const DOSSIERS: List = { service: 'procedures', path: '/dossiers', member: 'dossiers' }
/** Messages to the portal as the exchange lists them, in the order stored. */
const TO_PORTAL: List = {
  service: 'exchange',
  path: '/messages?to=national-portal&include=body',
  member: 'messages',
}
/** Dossiers as the national portal lists them. */
export const AT_PORTAL: List = { service: 'national', path: '/portal/dossiers', member: 'dossiers' }

/**
 * Records of kinds `portal`, `dossier-register`, `procedure-catalogue` and `document-register`. Throws `read-failed`
 * when a system does not answer: a register that cannot be read is no register.
 */
export async function collectRegisters(options: RegistersOptions): Promise<Evidence[]> {
  const { province, communes, now } = options
  const frame = (): Frame => ({ province: province.slug, collectedAt: now() })
  const portal = await settledPortal(options, frame)
  const dossiers = await readPages(options, { ...DOSSIERS, path: '/dossiers?include=steps' })
  const procedures = listAt(await readJson(options, 'procedures', '/procedures'), 'procedures')
  const year = now().slice(0, 4)
  const books = await inTurns([province.code, ...communes], (unit) =>
    readJson(options, 'documents', `/books/${unit}/${year}/outgoing`),
  )
  return [
    portal,
    dossierRegister(dossiers, communes, frame()),
    procedureCatalogue(procedures, publishedProcedures(), frame()),
    documentRegister(books, frame()),
  ]
}

/** The sides are read again until nothing differs, or the time is over: what then differs is a difference. */
async function settledPortal(options: RegistersOptions, frame: () => Frame): Promise<Evidence> {
  const untilMs = performance.now() + (options.settleSeconds ?? 30) * 1_000
  for (;;) {
    const record = portalEvidence(await readSides(options), frame())
    if (record.facts['difference'] === 0 || performance.now() >= untilMs) return record
    await sleep(POLL_MS)
  }
}

async function readSides(options: RegistersOptions): Promise<Sides> {
  // The portal first: what it holds was sent before the others are asked, so a message under way shows as one that is late.
  const portal = await readPages(options, AT_PORTAL)
  const exchange = await readPages(options, TO_PORTAL)
  const system = await readPages(options, DOSSIERS)
  return { system, exchange, portal }
}

function publishedProcedures(): string[] {
  const file = new URL('../../data/procedures.json', import.meta.url)
  // The repository's own data, held to its shape by the tests of data/.
  const { procedures } = JSON.parse(readFileSync(file, 'utf8')) as { procedures: { code: string }[] }
  return procedures.map(({ code }) => code)
}
