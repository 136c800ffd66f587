// infra/components/namespace.ts: the province's namespace, closed by default: restricted pods, quota, no traffic but DNS.
import { LimitRange } from '@pulumi/kubernetes/core/v1/limitRange.js'
import { Namespace } from '@pulumi/kubernetes/core/v1/namespace.js'
import { ResourceQuota } from '@pulumi/kubernetes/core/v1/resourceQuota.js'
import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js'
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi'
import type { Quota } from '../quota.ts'

export type ProvinceNamespaceArgs = {
  /** Two-digit province code. */
  readonly province: string
  readonly quota: Quota
}

export class ProvinceNamespace extends ComponentResource {
  /** Resolves once the namespace exists, so whoever uses it comes after it. */
  readonly namespace: Output<string>

  constructor(name: string, args: ProvinceNamespaceArgs, opts?: ComponentResourceOptions) {
    super('sansang:platform:ProvinceNamespace', name, args, opts)
    const within = { parent: this }
    const enforce = 'pod-security.kubernetes.io'
    const namespace = new Namespace(
      name,
      {
        metadata: {
          name,
          labels: {
            'app.kubernetes.io/part-of': 'sansang',
            'sansang.vn/province': args.province,
            [`${enforce}/enforce`]: 'restricted',
            [`${enforce}/audit`]: 'restricted',
            [`${enforce}/warn`]: 'restricted',
          },
        },
      },
      // Deleting it deletes the claims, and with them the province's data.
      { ...within, protect: true },
    )
    this.namespace = namespace.metadata.name
    const metadata = (object: string) => ({ name: object, namespace: this.namespace })

    new ResourceQuota('quota', { metadata: metadata('quota'), spec: { hard: { ...args.quota } } }, within)
    new LimitRange(
      'container-limits',
      {
        metadata: metadata('container-limits'),
        spec: {
          // What someone adds by hand gets a small share, never an unlimited one.
          limits: [
            {
              type: 'Container',
              default: { cpu: '200m', memory: '128Mi' },
              defaultRequest: { cpu: '50m', memory: '64Mi' },
            },
          ],
        },
      },
      within,
    )
    new NetworkPolicy(
      'default-deny',
      { metadata: metadata('default-deny'), spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } },
      within,
    )
    new NetworkPolicy('allow-dns', { metadata: metadata('allow-dns'), spec: dnsSpec() }, within)
    this.registerOutputs({ namespace: this.namespace })
  }
}

function dnsSpec() {
  const dns = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  }
  const ports = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }))
  return { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [dns], ports }] }
}
