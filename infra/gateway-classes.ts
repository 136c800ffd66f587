// infra/gateway-classes.ts: how implementations of the Gateway API are told the least TLS version, and where they run. Data only.

export type GatewayClass = {
  /** Listener `tls.options`; an implementation refuses keys it does not know, so these are its own. */
  readonly options: Readonly<Record<string, string>>
  /** Namespace of its control plane, from which its proxies take their configuration. */
  readonly controlPlane: string
}

/** By the name of the GatewayClass each implementation installs. Of any other the plan cannot say what its listeners accept. */
export const GATEWAY_CLASSES: Readonly<Record<string, GatewayClass>> = {
  nginx: {
    options: { 'nginx.org/ssl-protocols': 'TLSv1.2 TLSv1.3' },
    controlPlane: 'nginx-gateway',
  },
  kgateway: {
    options: { 'kgateway.dev/min-tls-version': '1.2' },
    controlPlane: 'kgateway-system',
  },
}
