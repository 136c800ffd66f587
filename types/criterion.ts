// types/criterion.ts: one requirement, as a file under checks/ states it.
import type { Text } from './text.ts'

export const CATALOGUES = ['commune-equipment', 'platform', 'service', 'data', 'organisation'] as const
export type Catalogue = (typeof CATALOGUES)[number]

/** Reason for the severity: docs/criteria.md, "Severity". B… blocks, A… advises. */
export const BASES = ['Bl', 'Bp', 'Bh', 'Bd', 'As', 'Ai', 'Ag'] as const
export type Basis = (typeof BASES)[number]

export type Source = {
  /** Code of the law or guide with article: `L86 11`, `CK 5.2.1`. */
  readonly ref: string
  /** attested: text read; inferred [I]; unverified [U]; good-practice [GP]. */
  readonly standing: 'attested' | 'inferred' | 'unverified' | 'good-practice'
}

export type Criterion = {
  readonly id: string
  readonly catalogue: Catalogue
  readonly title: Text
  readonly requirement: Text
  readonly severity: 'blocking' | 'advisory'
  readonly basis: Basis
  readonly sources: readonly Source[]
  /** First day (YYYY-MM-DD) the requirement is in force; absent: always. */
  readonly from?: string
  /** Last day it is in force; absent: still. */
  readonly to?: string
  /** True where the source gives no figure and the number is ours (`~` in the catalogue). */
  readonly ownFigure?: boolean
  /** Name of the population every member of which must be heard from. */
  readonly population: string
  /** Kind of evidence judged; a member without a record of this kind has not been heard from. */
  readonly evidence: string
  /** Dotted field paths the rule reads; tested before the rule, since CEL's `missing == 1 || true` is true. */
  readonly needs: readonly string[]
  /** CEL over one record: when false the record is outside this criterion; `otherwise` says why. */
  readonly applies?: string
  readonly otherwise?: Text
  /** Field a person must have filled in (a name, a date); absent in the record: manual-pending with the question. */
  readonly manual?: { readonly field: string; readonly question: Text }
  /** CEL over one record's facts, plus `asOf` (YYYY-MM-DD), `collectedAt` (RFC 3339) and `subject`. */
  readonly rule: string
  /** Sentences for a reader; `{dotted.path}` is replaced by the fact. */
  readonly says: { readonly pass: Text; readonly fail: Text }
  readonly remedy: Text
  /** Who mends it. */
  readonly owner: Text
}
