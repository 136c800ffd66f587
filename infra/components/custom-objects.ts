// infra/components/custom-objects.ts: objects of the Gateway API, cert-manager and the Prometheus operator, each with typed arguments.
// Only the fields the platform sets: the API server judges them against the whole definition.
import { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource.js'
import type { meta } from '@pulumi/kubernetes/types/input.js'
import type { CustomResourceOptions, Input } from '@pulumi/pulumi'

type Labels = Readonly<Record<string, string>>
type Selector = { readonly matchLabels: Labels }
type ParentRef = { readonly name: string; readonly sectionName: string }

export type GatewaySpec = {
  readonly gatewayClassName: string
  readonly listeners: readonly {
    readonly name: string
    readonly hostname: string
    readonly port: number
    readonly protocol: 'HTTP' | 'HTTPS'
    readonly allowedRoutes: { readonly namespaces: { readonly from: 'Same' } }
    readonly tls?: {
      readonly mode: 'Terminate'
      readonly certificateRefs: readonly { readonly kind: 'Secret'; readonly name: string }[]
      readonly options: Labels
    }
  }[]
}

export type HttpRouteSpec = {
  readonly parentRefs: readonly ParentRef[]
  readonly hostnames: readonly string[]
  readonly rules: readonly {
    readonly matches: readonly { readonly path: { readonly type: 'PathPrefix'; readonly value: string } }[]
    readonly filters?: readonly {
      readonly type: 'RequestRedirect'
      readonly requestRedirect: { readonly scheme: 'https'; readonly port: 443; readonly statusCode: 301 }
    }[]
    readonly backendRefs?: readonly { readonly name: string; readonly port: number }[]
  }[]
}

export type CertificateSpec = {
  readonly secretName: string
  readonly commonName?: string
  readonly dnsNames?: readonly string[]
  readonly isCA?: boolean
  /** Go durations: `2160h`. */
  readonly duration: string
  readonly renewBefore: string
  readonly privateKey: {
    readonly algorithm: 'ECDSA'
    readonly size: 256 | 384
    readonly rotationPolicy: 'Always'
  }
  readonly usages: readonly ('server auth' | 'client auth' | 'digital signature' | 'cert sign' | 'crl sign')[]
  readonly issuerRef: {
    readonly group: 'cert-manager.io'
    readonly kind: 'Issuer' | 'ClusterIssuer'
    readonly name: string
  }
}

export type IssuerSpec =
  | { readonly selfSigned: Record<string, never> }
  | { readonly ca: { readonly secretName: string } }

type Endpoint = {
  readonly port: string
  readonly path: string
  readonly interval: string
  readonly scrapeTimeout: string
}
export type ServiceMonitorSpec = { readonly selector: Selector; readonly endpoints: readonly Endpoint[] }
export type PodMonitorSpec = {
  readonly selector: Selector
  readonly podMetricsEndpoints: readonly Endpoint[]
}

export type AlertRule = {
  readonly alert: string
  readonly expr: string
  readonly for: string
  readonly labels: Labels
  readonly annotations: Labels
}
export type PrometheusRuleSpec = {
  readonly groups: readonly {
    readonly name: string
    readonly interval: string
    readonly rules: readonly AlertRule[]
  }[]
}

type Specs = {
  readonly 'gateway.networking.k8s.io/v1': {
    readonly Gateway: GatewaySpec
    readonly HTTPRoute: HttpRouteSpec
  }
  readonly 'cert-manager.io/v1': { readonly Certificate: CertificateSpec; readonly Issuer: IssuerSpec }
  readonly 'monitoring.coreos.com/v1': {
    readonly ServiceMonitor: ServiceMonitorSpec
    readonly PodMonitor: PodMonitorSpec
    readonly PrometheusRule: PrometheusRuleSpec
  }
}

/** Declares one object; group, kind and spec must fit together. */
export function customObject<V extends keyof Specs, K extends keyof Specs[V] & string>(
  apiVersion: V,
  kind: K,
  args: { readonly metadata: Input<meta.v1.ObjectMeta>; readonly spec: Specs[V][K] },
  name: string,
  opts: CustomResourceOptions,
): CustomResource {
  return new CustomResource(name, { apiVersion, kind, metadata: args.metadata, spec: args.spec }, opts)
}
