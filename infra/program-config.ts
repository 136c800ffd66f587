// infra/program-config.ts: the stack as the Pulumi engine hands it over. The only file that reads Pulumi's configuration.
import type { Config } from '@pulumi/pulumi'
import { SansangError } from '../types/error.ts'
import { completeStack, type Stack, stackFaults } from './stack.ts'
import { STACK_SHAPE } from './stack-shape.ts'

/** Validates like config.ts, since `pulumi up` does not come through it. Throws `stack-invalid` with every fault. */
export function stackOf(slug: string, config: Config): Stack {
  const values = Object.fromEntries(
    Object.keys(STACK_SHAPE.keys).map((key) => [key, config.getObject(key.replace('sansang:', ''))]),
  )
  const faults = stackFaults(slug, values)
  if (faults.length === 0) return completeStack(slug, values)
  throw new SansangError('stack-invalid', {
    message: `the configuration of stack ${slug} has faults:\n${faults.map(({ message }) => `  - ${message}`).join('\n')}`,
    hint: `./sansang plan ${slug} shows them with their lines`,
    faults: faults.map(({ path, message }) => ({ where: path.join('.'), message })),
  })
}
