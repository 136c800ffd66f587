// checks/collectors/in-flight.ts: hands a rehearsed procedures system a few dossiers of former units, so that DQ-12 has something to judge.
import { readFileSync } from 'node:fs'
import { SansangError } from '../../types/error.ts'
import type { Json, JsonObject } from '../../types/json.ts'
import type { Role } from '../../types/system.ts'
import { type Http, TIMEOUT_MS } from './http.ts'

export type InFlightOptions = {
  /** Base URL of the procedures system. Never a system in service: the dossiers are made up. */
  readonly baseUrl: string
  readonly token: (role: Role) => Promise<string>
  /** Five-digit codes of the communes in force. */
  readonly communes: readonly string[]
  /** Member code, like `H29`. */
  readonly member: string
  readonly http?: Http
}

type Crosswalk = { readonly rows: readonly (readonly [former: string, current: string, relation: string])[] }

/** Former communes taken: some with one successor, some divided among several. */
const WHOLE = 4
const DIVIDED = 2

/** Imports them and says how many. Throws `in-flight-refused` with the system's own reasons. */
export async function rehearseInFlight({
  baseUrl,
  token,
  communes,
  member,
  http = fetch,
}: InFlightOptions): Promise<number> {
  const dossiers = inFlightDossiers(communes, member)
  const answer = await http(`${baseUrl}/dossiers/in-flight`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await token('administrator')}` },
    body: JSON.stringify({ dossiers }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (answer.ok) {
    await answer.arrayBuffer()
    return dossiers.length
  }
  throw new SansangError('in-flight-refused', {
    message: `the procedures system answered ${answer.status} to ${dossiers.length} dossiers in flight`,
    hint: 'its reasons are below; correct the import or the unit list it carries',
    where: baseUrl,
    cause: new Error(await answer.text()),
    exit: 'internal',
  })
}

/** Made-up dossiers under codes of former units, filed in June 2025, in three statuses. Pure but for the crosswalk. */
export function inFlightDossiers(communes: readonly string[], member: string): JsonObject[] {
  const { rows } = JSON.parse(
    readFileSync(new URL('../../data/unit-crosswalk.json', import.meta.url), 'utf8'),
  ) as Crosswalk
  const successors = new Map<string, string[]>()
  for (const [former, current] of rows)
    if (communes.includes(current)) successors.set(former, [...(successors.get(former) ?? []), current])
  const by = (divided: boolean) => [...successors].filter(([, current]) => current.length > 1 === divided)
  return [...by(false).slice(0, WHOLE), ...by(true).slice(0, DIVIDED)].map(([former, current], index) =>
    dossier(former, current, index, member),
  )
}

function dossier(former: string, current: readonly string[], index: number, member: string): JsonObject {
  const two = String(index + 1).padStart(2, '0')
  const status = [2, 4, 5][index % 3] ?? 2
  const unit: Json | undefined = current.length > 1 ? current[0] : undefined
  return {
    code: `000.${two}.${two}.${member}-2506${two}-${String(index + 1).padStart(4, '0')}`,
    formerUnit: former,
    ...(unit !== undefined && { unit }),
    procedure: '1.001193',
    channel: 'counter',
    applicant: { kind: 'citizen', name: `Người nộp mẫu ${two}`, idNumber: `0790900000${two}` },
    summary: 'Hồ sơ mẫu đang giải quyết của đơn vị cũ (diễn tập)',
    status,
    submittedAt: `2025-06-${two}T09:00:00+07:00`,
    acceptedAt: `2025-06-${two}T10:00:00+07:00`,
    dueAt: `2025-07-${two}T17:00:00+07:00`,
    ...(status === 5 && { stoppedAt: `2025-06-${two}T15:00:00+07:00` }),
  }
}
