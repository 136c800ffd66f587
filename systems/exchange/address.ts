// systems/exchange/address.ts: who is called, as X-Road writes it: `/r1/instance/class/member/subsystem/service[/path]`. Decides no right.
import { Fault } from './fault.ts'

export type Subsystem = {
  readonly instance: string
  readonly memberClass: string
  readonly member: string
  readonly subsystem: string
}

export type ServiceAddress = Subsystem & {
  readonly service: string
  /** The provider's own path, still encoded: empty or with a leading slash. */
  readonly path: string
  /** Raw query without the question mark; empty when there is none. */
  readonly query: string
}

const PREFIX = '/r1/'
// PR-REST allows these in an identifier; the colon, slashes, `%` and controls are left out on purpose.
const IDENTIFIER = /^[A-Za-z0-9'()+,\-.=?]+$/

/**
 * The address in a request target. Every part is percent-encoded UTF-8 by itself.
 * Throws `Fault` badRequest for a missing part, a broken encoding, or a path that climbs out of its service.
 */
export function parseTarget(target: string): ServiceAddress {
  if (!target.startsWith(PREFIX)) throw new Fault('badRequest', `the path does not start with ${PREFIX}`)
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const [instance, memberClass, member, subsystem, service, ...rest] = path.slice(PREFIX.length).split('/')
  return {
    instance: part('instance', instance),
    memberClass: part('member class', memberClass),
    member: part('member code', member),
    subsystem: part('subsystem code', subsystem),
    service: part('service code', service),
    path: providerPath(rest),
    query: mark === -1 ? '' : target.slice(mark + 1),
  }
}

/** The request target of an address: `parseTarget(formatTarget(address))` is the address again. */
export function formatTarget(address: ServiceAddress): string {
  const { instance, memberClass, member, subsystem, service, path, query } = address
  const parts = [instance, memberClass, member, subsystem, service].map(encodeURIComponent)
  return `${PREFIX}${parts.join('/')}${path}${query === '' ? '' : `?${query}`}`
}

/** The value of X-Road-Client: `instance/class/member/subsystem`. Throws `Fault` badRequest. */
export function parseClient(header: string | undefined): Subsystem {
  if (header === undefined || header === '') throw new Fault('badRequest', 'X-Road-Client is missing')
  const parts = header.split('/')
  if (parts.length !== 4)
    throw new Fault('badRequest', 'X-Road-Client is not instance/class/member/subsystem')
  const [instance, memberClass, member, subsystem] = parts
  return {
    instance: part('client instance', instance),
    memberClass: part('client member class', memberClass),
    member: part('client member code', member),
    subsystem: part('client subsystem code', subsystem),
  }
}

/** `instance/class/member/subsystem`, each part percent-encoded, as headers carry it. */
export function formatSubsystem({ instance, memberClass, member, subsystem }: Subsystem): string {
  return [instance, memberClass, member, subsystem].map(encodeURIComponent).join('/')
}

/** The value of X-Road-Service. */
export function formatService(address: ServiceAddress): string {
  return `${formatSubsystem(address)}/${encodeURIComponent(address.service)}`
}

function part(name: string, raw: string | undefined): string {
  if (raw === undefined || raw === '') throw new Fault('badRequest', `the ${name} is missing`)
  const decoded = decode(name, raw)
  if (!IDENTIFIER.test(decoded) || decoded === '.' || decoded === '..')
    throw new Fault('badRequest', `the ${name} holds characters an identifier may not have`)
  return decoded
}

// A rule on /dossiers must not be passed by /dossiers/../admin, however it is written.
function providerPath(segments: readonly string[]): string {
  for (const segment of segments) {
    const decoded = decode('path', segment)
    if (decoded === '.' || decoded === '..' || /[/\\\0]/.test(decoded))
      throw new Fault('badRequest', 'the path holds a segment that leaves its service')
  }
  return segments.map((segment) => `/${segment}`).join('')
}

function decode(name: string, raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch (cause) {
    throw new Fault('badRequest', `the ${name} is not percent-encoded UTF-8`, { cause })
  }
}
