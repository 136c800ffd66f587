// loadtests/sizing.ts: arrival rates at the Monday 09:00 peak from a province's facts. Pure; no rate is typed into a script.
import type { ProvinceFacts } from '../types/province.ts'
import type { SystemName } from '../types/system.ts'

/** The `sizing` part of objectives.json; docs/objectives.md says which figure is attested and which is ours. */
export type SizingFigures = {
  readonly mondayFactor: number
  readonly peakHourShare: number
  readonly headroom: number
  readonly nationalDocumentMessagesPerMonth: number
  readonly nationalExchangeTransactionsPerDay: number
  readonly nationalMeetingPoints: number
  readonly nationalMeetingDelegates: number
  readonly nationalCommunes: number
  readonly workingDaysPerMonth: number
  readonly meetingJoinWindowSeconds: number
  readonly reportsDuePerCommune: number
  /** Below this a quick run has too few samples for a percentile. */
  readonly ratePerSecondMin: number
}

const SECONDS_PER_HOUR = 3600

/**
 * Iterations per second each system must take at the peak, headroom included, rounded to 0.01.
 * A province without communes or dossiers has no peak: throws RangeError rather than sizing a test that tests nothing.
 */
export function peakRates(
  facts: Pick<ProvinceFacts, 'communes' | 'bridgePoints' | 'dossiersPerWorkingDay'>,
  figures: SizingFigures,
): Record<SystemName, number> {
  const communes = facts.communes.length
  if (communes === 0 || !(facts.dossiersPerWorkingDay > 0))
    throw new RangeError('a province needs communes and dossiers a day to be sized')
  const share = communes / figures.nationalCommunes
  const atPeak = (perDay: number) =>
    (perDay * figures.mondayFactor * figures.peakHourShare) / SECONDS_PER_HOUR
  const points = communes + facts.bridgePoints.length
  const delegates = points * (figures.nationalMeetingDelegates / figures.nationalMeetingPoints)
  const documentsPerDay = (figures.nationalDocumentMessagesPerMonth / figures.workingDaysPerMonth) * share
  const rates: Record<SystemName, number> = {
    procedures: atPeak(facts.dossiersPerWorkingDay),
    documents: atPeak(documentsPerDay),
    meetings: delegates / figures.meetingJoinWindowSeconds,
    reporting: (communes * figures.reportsDuePerCommune) / SECONDS_PER_HOUR,
    exchange: atPeak(figures.nationalExchangeTransactionsPerDay * share),
  }
  return Object.fromEntries(
    Object.entries(rates).map(([system, rate]) => [
      system,
      Math.max(figures.ratePerSecondMin, Math.ceil(rate * figures.headroom * 100) / 100),
    ]),
  ) as Record<SystemName, number>
}
