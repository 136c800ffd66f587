// infra/components/gateway.ts: the one way in from outside: a path per system. TLS ends before it.
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { PORTS, SERVED } from '../edges.ts'
import { listenEnv } from '../environment.ts'
import type { Stack } from '../stack.ts'
import { Workload } from './workload.ts'

export type GatewayArgs = { readonly namespace: Input<string>; readonly stack: Stack }

export class Gateway extends ComponentResource {
  readonly url: string

  constructor(name: 'gateway', args: GatewayArgs, opts?: ComponentResourceOptions) {
    const { namespace, stack } = args
    super('sansang:platform:Gateway', name, { namespace, size: stack.workloads.gateway }, opts)
    const routes = Object.fromEntries(
      SERVED.map((system) => [`/${system}`, `http://${system}:${PORTS.http}`]),
    )
    const workload = new Workload(
      name,
      {
        namespace,
        part: 'gateway',
        size: stack.workloads.gateway,
        nationalAddress: stack.nationalAddress,
        annotations: { 'sansang.vn/hostname': stack.hostname },
        env: [...listenEnv(), { name: 'GATEWAY_ROUTES', value: JSON.stringify(routes) }],
      },
      { parent: this },
    )
    this.url = workload.url
    this.registerOutputs({ url: this.url, hostname: stack.hostname })
  }
}
