// infra/components/public-entry.ts: the province's name on the network: TLS by cert-manager, HTTP redirected, one route to the gateway.
import { NetworkPolicy } from '@pulumi/kubernetes/networking/v1/networkPolicy.js'
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { PORTS } from '../edges.ts'
import { GATEWAY_CLASSES } from '../gateway-classes.ts'
import type { Stack } from '../stack.ts'
import { customObject, type GatewaySpec, type HttpRouteSpec } from './custom-objects.ts'
import { PROXY_LABEL, PUBLIC } from './part.ts'

export type PublicEntryArgs = { readonly namespace: Input<string>; readonly stack: Stack }

const GATEWAY_API = 'gateway.networking.k8s.io/v1'
const CERTIFICATE = 'public-tls'

export class PublicEntry extends ComponentResource {
  constructor(name: 'public', args: PublicEntryArgs, opts?: ComponentResourceOptions) {
    const { namespace, stack } = args
    super('sansang:platform:PublicEntry', name, { namespace, hostname: stack.hostname }, opts)
    const within = { parent: this }
    const metadata = (object: string) => ({
      name: object,
      namespace,
      labels: { 'app.kubernetes.io/part-of': 'sansang' },
    })

    customObject(
      'cert-manager.io/v1',
      'Certificate',
      {
        metadata: metadata(CERTIFICATE),
        spec: {
          secretName: CERTIFICATE,
          dnsNames: [stack.hostname],
          duration: '2160h',
          renewBefore: '720h',
          privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
          usages: ['digital signature', 'server auth'],
          issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: stack.issuer },
        },
      },
      CERTIFICATE,
      within,
    )
    customObject(
      GATEWAY_API,
      'Gateway',
      { metadata: metadata(PUBLIC), spec: gatewaySpec(stack) },
      PUBLIC,
      within,
    )
    customObject(
      GATEWAY_API,
      'HTTPRoute',
      { metadata: metadata('redirect-to-https'), spec: redirectSpec(stack.hostname) },
      'redirect-to-https',
      within,
    )
    customObject(
      GATEWAY_API,
      'HTTPRoute',
      { metadata: metadata(PUBLIC), spec: routeSpec(stack.hostname) },
      PUBLIC,
      within,
    )
    new NetworkPolicy(PUBLIC, { metadata: metadata(PUBLIC), spec: proxySpec(stack) }, within)
    this.registerOutputs({ url: `https://${stack.hostname}` })
  }
}

function gatewaySpec({ hostname, gatewayClass }: Stack): GatewaySpec {
  const allowedRoutes = { namespaces: { from: 'Same' } } as const
  return {
    gatewayClassName: gatewayClass,
    listeners: [
      { name: 'http', hostname, port: 80, protocol: 'HTTP', allowedRoutes },
      {
        name: 'https',
        hostname,
        port: 443,
        protocol: 'HTTPS',
        allowedRoutes,
        tls: {
          mode: 'Terminate',
          certificateRefs: [{ kind: 'Secret', name: CERTIFICATE }],
          options: GATEWAY_CLASSES[gatewayClass]?.options ?? {},
        },
      },
    ],
  }
}

const ALL = [{ path: { type: 'PathPrefix', value: '/' } }] as const

function redirectSpec(hostname: string): HttpRouteSpec {
  const requestRedirect = { scheme: 'https', port: 443, statusCode: 301 } as const
  return {
    parentRefs: [{ name: PUBLIC, sectionName: 'http' }],
    hostnames: [hostname],
    rules: [{ matches: ALL, filters: [{ type: 'RequestRedirect', requestRedirect }] }],
  }
}

/** To the gateway process, not to the systems: it alone limits rates and hides `/metrics` and `/services`. */
function routeSpec(hostname: string): HttpRouteSpec {
  return {
    parentRefs: [{ name: PUBLIC, sectionName: 'https' }],
    hostnames: [hostname],
    rules: [{ matches: ALL, backendRefs: [{ name: 'gateway', port: PORTS.http }] }],
  }
}

/** The proxies an implementation starts in this namespace: in from anywhere, out to the gateway and their control plane. */
function proxySpec({ gatewayClass }: Stack) {
  const controlPlane = GATEWAY_CLASSES[gatewayClass]?.controlPlane
  const toControlPlane = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': controlPlane ?? '' } },
  }
  return {
    podSelector: { matchLabels: { [PROXY_LABEL]: PUBLIC } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
    egress: [
      {
        to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'gateway' } } }],
        ports: [{ protocol: 'TCP', port: PORTS.http }],
      },
      ...(controlPlane === undefined ? [] : [{ to: [toControlPlane] }]),
    ],
  }
}
