// systems/exchange/metadata.ts: what can be called, in the form of X-Road's metadata services (PR-MREST, PR-META). Grants nothing.
import type { Subsystem } from './address.ts'
import type { Peer, Peers } from './peer.ts'
import type { Right } from './rights.ts'

/** Reserved service codes: no provider may offer a service of these names. */
const METADATA_SERVICES = ['listMethods', 'allowedMethods', 'getOpenAPI'] as const
export type MetadataService = (typeof METADATA_SERVICES)[number]

/** True for the services X-Road reserves for itself: `listMethods` and its kind. */
export function isMetadataService(service: string): service is MetadataService {
  return (METADATA_SERVICES as readonly string[]).includes(service)
}

type Endpoint = { readonly method: string; readonly path: string }

/** The answer of listMethods and allowedMethods: one element a service, its endpoints listed, sorted. */
export function methodList(provider: Subsystem, rights: readonly Right[]) {
  const services = [...Map.groupBy(rights, ({ service }) => service)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, group]) => ({
      object_type: 'SERVICE',
      service_type: 'REST',
      ...identifier(provider),
      service_code: code,
      endpoint_list: endpoints(group),
    }))
  return { service: services }
}

/** The answer of listClients: every subsystem that can be called, by name. */
export function clientList(peers: Peers) {
  return {
    member: [...peers.values()].sort(byName).map(({ name, subsystem }) => ({
      id: { object_type: 'SUBSYSTEM' as const, ...identifier(subsystem) },
      name,
    })),
  }
}

function endpoints(rights: readonly Right[]): Endpoint[] {
  const distinct = new Map(
    rights.map(({ method, path }) => [`${method} ${path}`, { method, path: path === '' ? '/' : path }]),
  )
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, endpoint]) => endpoint)
}

function identifier({ instance, memberClass, member, subsystem }: Subsystem) {
  return {
    xroad_instance: instance,
    member_class: memberClass,
    member_code: member,
    subsystem_code: subsystem,
  }
}

function byName(a: Peer, b: Peer): number {
  return a.name < b.name ? -1 : 1
}
