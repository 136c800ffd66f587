// checks/collectors/registers.ts: reads the registers of the running systems and waits until they agree, or no longer. Judges nothing.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Evidence } from '../../types/evidence.ts'
import type { Json } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import { askJson, type Http, inTurns } from './http.ts'
import { listAt, numberAt } from './plan-json.ts'
import { portalEvidence, type Sides } from './portal.ts'
import { documentRegister, dossierRegister, type Frame, procedureCatalogue } from './register-evidence.ts'

export type RegistersOptions = {
  /** Base URL of `procedures`, `documents`, `exchange` and `national`. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly token: (role: Role) => Promise<string>
  readonly province: { readonly slug: string; readonly code: string }
  /** Five-digit codes of the communes in force. */
  readonly communes: readonly string[]
  /** RFC 3339 with offset. */
  readonly now: () => string
  /** How long messages under way may still take to arrive before the sides are held against each other. */
  readonly settleSeconds?: number
  readonly http?: Http
}

const PAGE = 1_000
const PAGES_MAX = 500
const POLL_MS = 500

/**
 * Records of kinds `portal`, `dossier-register`, `procedure-catalogue` and `document-register`. Throws when a system does not
 * answer: a register that cannot be read is no register.
 */
export async function collectRegisters(options: RegistersOptions): Promise<Evidence[]> {
  const { province, communes, now } = options
  const frame = (): Frame => ({ province: province.slug, collectedAt: now() })
  const portal = await settledPortal(options, frame)
  const dossiers = await pages(options, 'procedures', '/dossiers?include=steps', 'dossiers')
  const procedures = listAt(await read(options, 'procedures', '/procedures'), 'procedures')
  const year = now().slice(0, 4)
  const books = await inTurns([province.code, ...communes], (unit) =>
    read(options, 'documents', `/books/${unit}/${year}/outgoing`),
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
  const portal = await pages(options, 'national', '/portal/dossiers', 'dossiers')
  const exchange = await pages(options, 'exchange', '/messages?to=national-portal&include=body', 'messages')
  const system = await pages(options, 'procedures', '/dossiers', 'dossiers')
  return { system, exchange, portal }
}

async function pages(
  options: RegistersOptions,
  service: string,
  path: string,
  member: string,
): Promise<Json[]> {
  const all: Json[] = []
  let after = 0
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = `${path.includes('?') ? '&' : '?'}limit=${PAGE}&after=${after}`
    const answer = await read(options, service, `${path}${query}`)
    all.push(...listAt(answer, member))
    const next = numberAt(answer, 'next')
    if (next === undefined) return all
    after = next
  }
  throw new Error(`${service} has more than ${PAGES_MAX} pages of ${path}`)
}

/** The national peers know no token of the province. */
async function read(
  { endpoints, token, http = fetch }: RegistersOptions,
  service: string,
  path: string,
): Promise<Json> {
  const baseUrl = endpoints[service]
  if (baseUrl === undefined) throw new Error(`there is no endpoint of ${service}`)
  const bearer = service === 'national' ? {} : { token: await token('administrator') }
  return (await askJson({ http, url: `${baseUrl}${path}`, ...bearer })) as Json
}

function publishedProcedures(): string[] {
  const file = new URL('../../data/procedures.json', import.meta.url)
  // The repository's own data, held to its shape by the tests of data/.
  const { procedures } = JSON.parse(readFileSync(file, 'utf8')) as { procedures: { code: string }[] }
  return procedures.map(({ code }) => code)
}
