// types/finding.ts: what was found about one subject under one criterion, and the verdict made of findings.
import type { Catalogue } from './criterion.ts'
import type { Origin } from './evidence.ts'
import type { Text } from './text.ts'

export const STATUSES = [
  'pass',
  'fail',
  'not-applicable',
  'manual-pending',
  'not-evaluated',
  'error',
] as const
export type Status = (typeof STATUSES)[number]

export type Finding = {
  readonly criterion: string
  readonly subject: string
  readonly status: Status
  readonly reason: Text
  /** Ids of the evidence read; empty when none was there. */
  readonly evidence: readonly string[]
}

export type Waiver = {
  readonly id: string
  readonly criterion: string
  /** Subjects covered (population members); `*` covers all. */
  readonly subjects: readonly string[]
  readonly reason: string
  /** Last day (YYYY-MM-DD) it holds. */
  readonly expires: string
  readonly author: string
  /** Never the author. */
  readonly approver: string
}

/** All findings of one criterion, folded: every status counted, everything but `pass` kept whole. */
export type CriterionResult = {
  readonly criterion: string
  readonly catalogue: Catalogue
  readonly severity: 'blocking' | 'advisory'
  /** The worst status among the findings. */
  readonly status: Status
  readonly counts: Readonly<Record<Status, number>>
  /** Members of the population expected, and those with at least one record. */
  readonly expected: number
  readonly heard: number
  readonly notPassed: readonly Finding[]
}

/** Why the outcome is NO-GO: one criterion (or waiver, or an empty selection) each. */
export type Blocker = {
  readonly criterion: string
  readonly title: Text
  readonly status: Status
  readonly reason: Text
  /** Members concerned, sorted. */
  readonly subjects: readonly string[]
  readonly owner: Text
  readonly remedy: Text
}

export type WaiverUse = {
  readonly waiver: Waiver
  readonly state: 'applied' | 'expired' | 'self-approved' | 'unused'
  readonly subjects: readonly string[]
}

export type Verdict = {
  readonly schema: 'sansang.verdict/1'
  readonly province: { readonly slug: string; readonly code: string; readonly name: string }
  /** The day (YYYY-MM-DD) the criteria are judged on. */
  readonly asOf: string
  readonly outcome: 'GO' | 'NO-GO'
  /** rehearsal: rests on synthetic evidence, on the reference systems, or on a part of the criteria. */
  readonly standing: 'rehearsal' | 'final'
  readonly standingReasons: readonly Text[]
  readonly origins: Readonly<Record<Origin, number>>
  readonly counts: Readonly<Record<Status, number>>
  readonly blockers: readonly Blocker[]
  readonly waivers: readonly WaiverUse[]
  readonly criteria: readonly CriterionResult[]
}
