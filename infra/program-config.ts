// infra/program-config.ts: the stack as the Pulumi engine hands it over. The only file that reads Pulumi's configuration.
import { type Config, type Output, RunError } from '@pulumi/pulumi'
import { completeStack, type Stack, stackFaults } from './stack.ts'
import { SECRETS, SETTINGS } from './stack-shape.ts'

/**
 * Validates like config.ts, since `pulumi up` does not come through it. Throws with every fault, as what Pulumi prints without a
 * stack trace.
 */
export function stackOf(slug: string, config: Config): Stack {
  const values = Object.fromEntries(
    SETTINGS.map((key) => [key, config.getObject(key.replace('sansang:', ''))]),
  )
  const faults = stackFaults(slug, values)
  if (faults.length === 0) return completeStack(slug, values)
  const lines = faults.map(({ message }) => `  - ${message}`)
  throw new RunError(
    [
      `the configuration of stack ${slug} has faults:`,
      ...lines,
      `./sansang plan ${slug} shows them with their lines`,
    ].join('\n'),
  )
}

/** What a person sets with `pulumi config set --secret`; in a plan each is a secret without a value. */
export type PlatformSecrets = {
  readonly backupAccessKey: Output<string>
  readonly backupSecretKey: Output<string>
}

/** Absent where the platform runs no database of its own. Throws with every secret nobody has set. */
export function secretsOf(stack: Stack, config: Config): PlatformSecrets | undefined {
  if (stack.database.mode === 'external') return undefined
  const missing = SECRETS.filter((key) => config.getSecret(key.replace('sansang:', '')) === undefined)
  if (missing.length > 0)
    throw new RunError(
      [
        `stack ${stack.slug} lacks the keys of its backup store; each is asked for by:`,
        ...missing.map((key) => `  pulumi config set --stack ${stack.slug} --secret ${key}`),
      ].join('\n'),
    )
  return {
    backupAccessKey: config.requireSecret('backupAccessKey'),
    backupSecretKey: config.requireSecret('backupSecretKey'),
  }
}
