// infra/components/identity.ts: the OpenID Connect provider and the clients it knows.
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  jsonStringify,
  type Output,
  secret,
} from '@pulumi/pulumi'
import type { SystemName } from '../../types/system.ts'
import { processEnv } from '../environment.ts'
import type { Stack } from '../stack.ts'
import { fromSecret, Secrets } from './secrets.ts'
import { Workload } from './workload.ts'

export type IdentityArgs = {
  readonly namespace: Input<string>
  readonly stack: Stack
  /** OIDC client secret of each shared system. */
  readonly clients: Readonly<Record<SystemName, Output<string>>>
}

export class Identity extends ComponentResource {
  readonly url: string

  constructor(name: 'identity', args: IdentityArgs, opts?: ComponentResourceOptions) {
    const { namespace, stack } = args
    super('sansang:platform:Identity', name, { namespace, size: stack.workloads.identity }, opts)
    const within = { parent: this }
    const secretName = 'identity-secrets'
    new Secrets(
      secretName,
      {
        namespace,
        random: ['database-password', ...(stack.rehearsals ? ['rehearsal-secret'] : [])],
        given: { 'clients.json': secret(jsonStringify(args.clients)) },
      },
      within,
    )
    const workload = new Workload(
      name,
      {
        namespace,
        part: 'identity',
        size: stack.workloads.identity,
        stack,
        env: [
          ...processEnv('identity', stack),
          fromSecret('IDENTITY_CLIENTS', secretName, 'clients.json'),
          ...(stack.rehearsals ? [fromSecret('REHEARSAL_SECRET', secretName, 'rehearsal-secret')] : []),
        ],
      },
      within,
    )
    this.url = workload.url
    this.registerOutputs({ url: this.url })
  }
}
