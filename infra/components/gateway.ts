// infra/components/gateway.ts: the process every request passes: a path per system, a rate per client. TLS ends before it.
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { PORTS, SERVED } from '../edges.ts'
import { listenEnv } from '../environment.ts'
import type { Stack } from '../stack.ts'
import { Workload } from './workload.ts'

export type GatewayArgs = { readonly namespace: Input<string>; readonly stack: Stack }

/** Requests of one client address (systems/gateway/README.md): said here, so that the plan shows that there is a limit. */
const RATE = { RATE_LIMIT_PER_SECOND: '100', RATE_LIMIT_BURST: '200' } as const

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
        stack,
        annotations: { 'sansang.vn/hostname': stack.hostname },
        env: [
          ...listenEnv(),
          { name: 'GATEWAY_ROUTES', value: JSON.stringify(routes) },
          ...Object.entries(RATE).map(([name, value]) => ({ name, value })),
        ],
      },
      { parent: this },
    )
    this.url = workload.url
    this.registerOutputs({ url: this.url, hostname: stack.hostname })
  }
}
