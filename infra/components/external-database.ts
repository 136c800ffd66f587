// infra/components/external-database.ts: the province's own PostgreSQL under the name the systems use. Runs and creates nothing there.
import { Service } from '@pulumi/kubernetes/core/v1/service.js'
import { EndpointSlice } from '@pulumi/kubernetes/discovery/v1/endpointSlice.js'
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { PORTS } from '../edges.ts'
import { labelsOf } from './part.ts'

export type ExternalDatabaseArgs = {
  readonly namespace: Input<string>
  readonly address: string
  readonly port: number
}

export class ExternalDatabase extends ComponentResource {
  constructor(name: 'postgres', args: ExternalDatabaseArgs, opts?: ComponentResourceOptions) {
    const { namespace, address, port } = args
    super('sansang:platform:ExternalDatabase', name, { address, port }, opts)
    const within = { parent: this }
    const labels = labelsOf(name, 'database')
    // Without a selector Kubernetes looks for no pods: the slice below says where the name leads.
    const ports = [{ name: 'postgres', port: PORTS.postgres, targetPort: port, protocol: 'TCP' }]
    new Service(name, { metadata: { name, namespace, labels }, spec: { ports } }, within)
    new EndpointSlice(
      name,
      {
        metadata: { name, namespace, labels: { ...labels, 'kubernetes.io/service-name': name } },
        addressType: 'IPv4',
        endpoints: [{ addresses: [address], conditions: { ready: true } }],
        ports: [{ name: 'postgres', port, protocol: 'TCP' }],
      },
      within,
    )
    this.registerOutputs({})
  }
}
