// infra/components/shared-system.ts: one of the five shared systems: its secrets, its environment, its workload.
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi'
import type { SystemName } from '../../types/system.ts'
import { BEHIND_EXCHANGE, PORTS } from '../edges.ts'
import { processEnv } from '../environment.ts'
import type { Stack } from '../stack.ts'
import { fromSecret, Secrets } from './secrets.ts'
import { Workload } from './workload.ts'

export type SharedSystemArgs = { readonly namespace: Input<string>; readonly stack: Stack }

export class SharedSystem extends ComponentResource {
  readonly url: string
  /** Secret of the system's own OIDC client. */
  readonly clientSecret: Output<string>

  constructor(name: SystemName, args: SharedSystemArgs, opts?: ComponentResourceOptions) {
    const { namespace, stack } = args
    super('sansang:platform:SharedSystem', name, { namespace, size: stack.workloads[name] }, opts)
    const within = { parent: this }
    const secrets = new Secrets(
      `${name}-secrets`,
      {
        namespace,
        random: ['database-password', 'client-secret'],
        keys: name === 'exchange' ? ['signing-key.pem'] : [],
      },
      within,
    )
    this.clientSecret = secrets.value('client-secret')
    const workload = new Workload(
      name,
      {
        namespace,
        part: 'system',
        size: stack.workloads[name],
        stack,
        env: [
          ...processEnv(name, stack),
          { name: 'EXCHANGE_URL', value: `http://exchange:${PORTS.http}` },
          fromSecret('CLIENT_SECRET', `${name}-secrets`, 'client-secret'),
          ...(name === 'exchange' ? exchangeEnv() : []),
        ],
        ...(name === 'exchange'
          ? { hostAliases: [{ ip: stack.nationalAddress, hostnames: ['national'] }] }
          : {}),
      },
      within,
    )
    this.url = workload.url
    this.registerOutputs({ url: this.url })
  }
}

function exchangeEnv() {
  const peers = {
    ...Object.fromEntries(BEHIND_EXCHANGE.map((system) => [system, `http://${system}:${PORTS.http}`])),
    'national-portal': `http://national:${PORTS.http}/portal`,
    'national-axis': `http://national:${PORTS.http}/axis`,
    'national-ndxp': `http://national:${PORTS.http}/ndxp`,
  }
  return [
    { name: 'EXCHANGE_PEERS', value: JSON.stringify(peers) },
    fromSecret('SIGNING_KEY', 'exchange-secrets', 'signing-key.pem'),
  ]
}
