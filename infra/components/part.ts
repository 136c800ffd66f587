// infra/components/part.ts: what every workload of the platform is called, labelled and run from.
import manifest from '../../package.json' with { type: 'json' }
import type { PartName } from '../edges.ts'

export type Part = 'system' | 'identity' | 'database' | 'gateway'

/** Labels that select a workload's pods: the contract between plan, policies and targets. */
export function labelsOf(name: PartName, part: Part): Record<string, string> {
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'sansang', 'sansang.vn/part': part }
}

/** By tag until the release list of digests exists (criterion PL-23). */
export function imageOf(name: PartName): string {
  return `sansang/${name}:${manifest.version}`
}

/** Unprivileged uid and gid every image is built to run under. */
export const RUN_AS = 10001
