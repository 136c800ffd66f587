// readiness/policy-pack/index.ts: the platform criteria as a Pulumi policy pack: one policy a criterion. Decides nothing of its own.
import { fileURLToPath } from 'node:url'
import { PolicyPack, type StackValidationArgs } from '@pulumi/policy'
import { loadChecks } from '../criteria.ts'
import { violationsOf } from './violations.ts'

const { kinds, criteria } = loadChecks(fileURLToPath(new URL('../../checks', import.meta.url)))
const platform = criteria.filter(({ catalogue }) => catalogue === 'platform')

type Judged = ReturnType<typeof violationsOf>
const judged = new WeakMap<StackValidationArgs, Judged>()

/** Every policy is asked about the same stack: it is judged once. */
function judge(args: StackValidationArgs): Judged {
  const known = judged.get(args)
  if (known !== undefined) return known
  const violations = violationsOf(args.resources, { kinds, criteria: platform })
  judged.set(args, violations)
  return violations
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
