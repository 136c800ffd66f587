// readiness/load/summary.ts: k6's end-of-test summary and ledger lines become one LoadResult. Pure.
import { SansangError } from '../../types/error.ts'
import type { LedgerEntry, LoadResult, ScriptName } from '../../types/load.ts'
import { SYSTEMS } from '../../types/system.ts'

type Metric = Readonly<Record<string, unknown>> & { readonly thresholds?: Readonly<Record<string, boolean>> }

type Metrics = Readonly<Record<string, Metric>>

function unusable(script: ScriptName, what: string): SansangError {
  return new SansangError('bad-load-summary', {
    message: `k6 left ${what} for the script ${script}`,
    hint: 'read the k6 log in the session’s folder; a script that was cut off has measured nothing',
    exit: 'internal',
    where: `loadtests script ${script}`,
  })
}

function metricsOf(text: string, script: ScriptName): Metrics {
  const metrics = parsed(text)?.metrics
  if (metrics === null || typeof metrics !== 'object') throw unusable(script, 'no metrics')
  return metrics as Metrics
}

function parsed(text: string): { readonly metrics?: unknown } | undefined {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}

/** One figure. A latency that is not there is no latency of zero, which every limit would let pass. */
function figure(metrics: Metrics, [name, field]: readonly [string, string], script: ScriptName): number {
  const value = metrics[name]?.[field]
  if (typeof value === 'number' && value >= 0) return value
  throw unusable(script, `no figure ${name} ${field}`)
}

/** A counter; k6 leaves out those that nothing was ever added to. */
function counted(metrics: Metrics, name: string, script: ScriptName): number {
  return metrics[name] === undefined ? 0 : figure(metrics, [name, 'count'], script)
}

/** In k6's summary export a threshold's `true` means crossed. */
function crossed(metrics: Metrics): string[] {
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

/** What k6 left of one script. */
type Left = {
  readonly script: ScriptName
  /** The file of `--summary-export`. */
  readonly summary: string
  /** The file of `--console-output`, the ledger's lines among it. */
  readonly console: string
  readonly durationSeconds: number
}

/**
 * Reads one script's summary as k6 exported it. Throws `load-without-requests` when no operation was even tried: nothing was
 * tested, which is an error and never a pass; `bad-load-summary` when a figure is missing or cannot be.
 */
export function readSummary({ script, summary, console, durationSeconds }: Left): LoadResult {
  const metrics = metricsOf(summary, script)
  const tried = counted(metrics, 'operation_ms', script)
  if (tried === 0)
    throw new SansangError('load-without-requests', {
      message: `the load script ${script} made no request`,
      hint: `check that the province is up and its rates are above zero: ./sansang load <province> ${script}`,
      exit: 'internal',
      where: `loadtests script ${script}`,
    })
  const operations = counted(metrics, 'operations', script)
  if (operations > tried) throw unusable(script, `${operations} operations of ${tried} tried`)
  const latency = (quantile: string): number => figure(metrics, ['operation_ms', quantile], script)
  return {
    script,
    requests: tried,
    operations,
    // Not k6's Rate field: an older summary calls failures "passes" of a failure rate.
    failedShare: Math.round(((tried - operations) / tried) * 1e6) / 1e6,
    droppedIterations: counted(metrics, 'dropped_iterations', script),
    p50Ms: latency('med'),
    p95Ms: latency('p(95)'),
    p99Ms: latency('p(99)'),
    ratePerSecond: Math.round((tried / durationSeconds) * 100) / 100,
    durationSeconds,
    thresholdsFailed: crossed(metrics),
    ledger: parseLedger(console),
  }
}
