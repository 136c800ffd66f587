// infra/program-config.ts: the stack as the Pulumi engine hands it over. The only file that reads Pulumi's configuration.
import type { Config, Output } from '@pulumi/pulumi'
import { SansangError } from '../types/error.ts'
import { completeStack, type Stack, stackFaults } from './stack.ts'
import { SETTINGS } from './stack-shape.ts'

/** Validates like config.ts, since `pulumi up` does not come through it. Throws `stack-invalid` with every fault. */
export function stackOf(slug: string, config: Config): Stack {
  const values = Object.fromEntries(
    SETTINGS.map((key) => [key, config.getObject(key.replace('sansang:', ''))]),
  )
  const faults = stackFaults(slug, values)
  if (faults.length === 0) return completeStack(slug, values)
  throw new SansangError('stack-invalid', {
    message: `the configuration of stack ${slug} has faults:\n${faults.map(({ message }) => `  - ${message}`).join('\n')}`,
    hint: `./sansang plan ${slug} shows them with their lines`,
    faults: faults.map(({ path, message }) => ({ where: path.join('.'), message })),
  })
}

/** What a person sets with `pulumi config set --secret`; in a plan each is a secret without a value. */
export type PlatformSecrets = {
  readonly backupAccessKey: Output<string>
  readonly backupSecretKey: Output<string>
}

/** Absent where the platform runs no database of its own. Throws what Pulumi throws for a secret nobody has set. */
export function secretsOf(stack: Stack, config: Config): PlatformSecrets | undefined {
  if (stack.database.mode === 'external') return undefined
  return {
    backupAccessKey: config.requireSecret('backupAccessKey'),
    backupSecretKey: config.requireSecret('backupSecretKey'),
  }
}
