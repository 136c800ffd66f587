// systems/procedures/dossier.ts: a dossier as it is stored and as the contract shows it. Decides nothing.
import type { UnitList } from '../kit/units.ts'
import type { Catalogue } from './catalogue.ts'
import { isOnTime } from './deadline.ts'
import type { components } from './generated/contract.d.ts'
import { STATUS_NAMES, type Status } from './status.ts'

export type Applicant = components['schemas']['Applicant']
export type Paper = components['schemas']['Paper']
export type Channel = components['schemas']['Channel']

export type Dossier = {
  readonly code: string
  readonly seq: number
  readonly procedure: string
  readonly caseCode: string | null
  readonly unit: string
  readonly formerUnit: string | null
  readonly channel: Channel
  readonly origin: 'here' | 'portal' | 'former-system'
  readonly submittedBy: string
  readonly applicant: Applicant
  readonly summary: string
  readonly papers: readonly Paper[]
  readonly status: Status
  readonly submittedAt: Date
  readonly acceptedAt: Date | null
  readonly dueAt: Date | null
  readonly finishedAt: Date | null
  readonly returnedAt: Date | null
  readonly stoppedAt: Date | null
  readonly supplementRequests: number
  readonly resultName: string | null
}

export type Step = {
  readonly dossier: string
  readonly number: number
  readonly action: string
  readonly from: Status | null
  readonly to: Status
  readonly person: string
  readonly at: Date
  readonly note: string | null
}

export type Names = { readonly catalogue: Catalogue; readonly units: UnitList }

/** What lists show: no personal data. */
export function summarise(
  dossier: Dossier,
  names: Names,
  steps?: readonly Step[],
): components['schemas']['DossierSummary'] {
  const { finishedAt, dueAt, supplementRequests } = dossier
  return {
    seq: dossier.seq,
    code: dossier.code,
    procedure: dossier.procedure,
    procedureName: names.catalogue.find(dossier.procedure)?.name ?? dossier.procedure,
    unit: dossier.unit,
    unitName: names.units.find(dossier.unit)?.name ?? dossier.unit,
    channel: dossier.channel,
    origin: dossier.origin,
    status: dossier.status,
    statusName: STATUS_NAMES[dossier.status],
    submittedAt: dossier.submittedAt.toISOString(),
    supplementRequests,
    ...(dossier.formerUnit !== null && { formerUnit: dossier.formerUnit }),
    ...(dossier.acceptedAt !== null && { acceptedAt: dossier.acceptedAt.toISOString() }),
    ...(dueAt !== null && { dueAt: dueAt.toISOString() }),
    ...(finishedAt !== null && { finishedAt: finishedAt.toISOString() }),
    ...(dossier.returnedAt !== null && { returnedAt: dossier.returnedAt.toISOString() }),
    ...(finishedAt !== null &&
      dueAt !== null && { onTime: isOnTime({ finishedAt, dueAt, supplementRequests }) }),
    ...(steps !== undefined && { steps: steps.map(showStep) }),
  }
}

/** The whole dossier, for its applicant and those who deal with it. */
export function show(
  dossier: Dossier,
  names: Names,
  steps: readonly Step[],
): components['schemas']['Dossier'] {
  const { applicant, summary, papers, resultName } = dossier
  return {
    ...summarise(dossier, names),
    applicant,
    summary,
    papers: [...papers],
    steps: steps.map(showStep),
    ...(resultName !== null && { resultName }),
  }
}

function showStep({ number, action, from, to, person, at, note }: Step): components['schemas']['Step'] {
  return {
    number,
    action,
    ...(from !== null && { from }),
    to,
    person,
    at: at.toISOString(),
    ...(note !== null && { note }),
  }
}
