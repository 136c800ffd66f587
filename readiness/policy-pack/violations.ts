// readiness/policy-pack/violations.ts: a previewed stack judged by the same criteria and the same evaluator as a plan. Knows no Pulumi.
import { planEvidence } from '../../checks/collectors/plan.ts'
import type { Criterion } from '../../types/criterion.ts'
import type { EvidenceKind } from '../../types/evidence.ts'
import { evaluate } from '../evaluate.ts'
import { goLiveOf, type PreviewedResource, planOf } from './stack-plan.ts'

export type Checks = { readonly kinds: readonly EvidenceKind[]; readonly criteria: readonly Criterion[] }

/** Criterion id → sentences, English, one for each finding that applies and did not pass. Criteria without any are absent. */
export function violationsOf(
  resources: readonly PreviewedResource[],
  { kinds, criteria }: Checks,
): ReadonlyMap<string, readonly string[]> {
  const plan = planOf(resources)
  const collectedAt = `${goLiveOf(resources)}T00:00:00+07:00`
  const { evidence, populations } = planEvidence(plan, { collectedAt })
  const results = evaluate({
    header: {
      schema: 'sansang.run/1',
      runId: 'preview',
      tool: { name: 'sansang', version: '', revision: '' },
      province: plan.province,
      asOf: goLiveOf(resources),
      target: 'cluster',
      referenceSystems: false,
      profile: 'quick',
      only: ['platform'],
      notRun: [],
      startedAt: collectedAt,
    },
    kinds,
    criteria,
    populations,
    waivers: [],
    evidence,
  })
  const found = results.map(({ criterion, notPassed }): [string, string[]] => [
    criterion,
    notPassed
      .filter(({ status }) => status !== 'not-applicable')
      .map(({ subject, reason }) => `${subject}: ${reason.en}`),
  ])
  return new Map(found.filter(([, sentences]) => sentences.length > 0))
}
