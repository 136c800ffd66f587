// readiness/load/summary.ts: k6's end-of-test summary and ledger lines become one LoadResult. Pure.
import { SansangError } from '../../types/error.ts'
import type { LedgerEntry, LoadResult, ScriptName } from '../../types/load.ts'
import { SYSTEMS } from '../../types/system.ts'

type Metric = Readonly<Record<string, unknown>> & { readonly thresholds?: Readonly<Record<string, boolean>> }

function metricsOf(summary: unknown, script: ScriptName): Record<string, Metric> {
  const metrics = (summary as { metrics?: unknown } | null)?.metrics
  if (metrics === null || typeof metrics !== 'object')
    throw new SansangError('bad-load-summary', {
      message: `k6 left no metrics for the script ${script}`,
      hint: 'read the k6 log named above; the script ended before its first iteration',
      exit: 'internal',
    })
  return metrics as Record<string, Metric>
}

function figure(metrics: Record<string, Metric>, name: string, field: string): number {
  const value = metrics[name]?.[field]
  return typeof value === 'number' ? value : 0
}

/** In k6's summary export a threshold's `true` means crossed. */
function crossed(metrics: Record<string, Metric>): string[] {
  return Object.entries(metrics)
    .flatMap(([name, metric]) =>
      Object.entries(metric.thresholds ?? {})
        .filter(([, failed]) => failed)
        .map(([limit]) => `${name}: ${limit}`),
    )
    .sort()
}

function isEntry(value: unknown): value is LedgerEntry {
  if (value === null || typeof value !== 'object') return false
  const entry = value as Partial<Record<keyof LedgerEntry, unknown>>
  return (
    SYSTEMS.some((system) => system === entry.system) &&
    typeof entry.id === 'string' &&
    typeof entry.operation === 'string' &&
    typeof entry.atMs === 'number'
  )
}

/** Ledger lines of a k6 console log. A line that is no ledger entry (a failed call's warning) is left out. */
export function parseLedger(text: string): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  for (const line of text.split('\n')) {
    if (!line.startsWith('{')) continue
    try {
      const value: unknown = JSON.parse(line)
      if (isEntry(value)) entries.push(value)
    } catch {
      // A line cut short by a kill was never written whole, so its operation was not acknowledged to the ledger.
    }
  }
  return entries
}

/**
 * Reads one script's summary. Throws `load-without-requests` when no operation was even tried:
 * nothing was tested, which is an error and never a pass.
 */
export function readSummary(
  script: ScriptName,
  summary: unknown,
  console: string,
  durationSeconds: number,
): LoadResult {
  const metrics = metricsOf(summary, script)
  const tried = figure(metrics, 'operation_ms', 'count')
  if (tried === 0)
    throw new SansangError('load-without-requests', {
      message: `the load script ${script} made no request`,
      hint: `check that the province is up and its rates are above zero: ./sansang load <province> ${script}`,
      exit: 'internal',
      where: `loadtests script ${script}`,
    })
  const operations = figure(metrics, 'operations', 'count')
  return {
    script,
    requests: tried,
    operations,
    // Not k6's Rate field: an older summary calls failures "passes" of a failure rate.
    failedShare: Math.round(((tried - operations) / tried) * 1e6) / 1e6,
    droppedIterations: figure(metrics, 'dropped_iterations', 'count'),
    p50Ms: figure(metrics, 'operation_ms', 'med'),
    p95Ms: figure(metrics, 'operation_ms', 'p(95)'),
    p99Ms: figure(metrics, 'operation_ms', 'p(99)'),
    ratePerSecond: Math.round((tried / durationSeconds) * 100) / 100,
    durationSeconds,
    thresholdsFailed: crossed(metrics),
    ledger: parseLedger(console),
  }
}
