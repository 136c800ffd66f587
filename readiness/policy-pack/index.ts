// readiness/policy-pack/index.ts: the platform criteria as a Pulumi policy pack: one policy a criterion. Decides nothing of its own.
import { fileURLToPath } from 'node:url'
import { PolicyPack, type StackValidationArgs } from '@pulumi/policy'
import { loadChecks } from '../criteria.ts'
import { planOf } from './stack-plan.ts'
import { violationsOf } from './violations.ts'

const { kinds, criteria } = loadChecks(fileURLToPath(new URL('../../checks', import.meta.url)))
const platform = criteria.filter(({ catalogue }) => catalogue === 'platform')

type Judged = ReturnType<typeof violationsOf>
let last: { readonly text: string; readonly violations: Judged } | undefined

/** Every policy is asked about the same stack, each time with fresh objects: it is judged once. */
function judge({ resources }: StackValidationArgs): Judged {
  const text = JSON.stringify(planOf(resources))
  if (last?.text !== text) last = { text, violations: violationsOf(resources, { kinds, criteria: platform }) }
  return last.violations
}

new PolicyPack('sansang', {
  policies: platform.map(({ id, requirement, severity }) => ({
    name: id,
    description: requirement.en,
    enforcementLevel: severity === 'blocking' ? 'mandatory' : 'advisory',
    validateStack: (args, report) => {
      for (const sentence of judge(args).get(id) ?? []) report(sentence)
    },
  })),
})
