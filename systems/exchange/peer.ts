// systems/exchange/peer.ts: whom the exchange reaches, and under which address. Calls nobody.
import { SansangError } from '../../types/error.ts'
import type { Subsystem } from './address.ts'

export type Peer = {
  /** `procedures`, `national-portal` …: the subsystem code. */
  readonly name: string
  /** Base URL without trailing slash. */
  readonly baseUrl: string
  readonly subsystem: Subsystem
  /** Outside the province: never sees a token of its identity. */
  readonly national: boolean
}

export type Peers = ReadonlyMap<string, Peer>

const INSTANCE = 'VN'
const MEMBER_CLASS = 'GOV'
/** The Government Office, which runs the portal, the document axis and NDXP (`000.00.00.G22`). */
const NATIONAL_MEMBER = 'G22'

/** A subsystem of the province itself: `VN/GOV/<member>/<name>`. */
export function ownSubsystem(member: string, name: string): Subsystem {
  return { instance: INSTANCE, memberClass: MEMBER_CLASS, member, subsystem: name }
}

/** The peers in EXCHANGE_PEERS. Throws `bad-peers`, with every fault, when it is no map of names to http URLs. */
export function readPeers(text: string, member: string): Peers {
  const said = parse(text)
  const faults: { where: string; message: string }[] = []
  const peers = new Map<string, Peer>()
  for (const [name, url] of Object.entries(said)) {
    const where = `EXCHANGE_PEERS ${name}`
    if (!/^[a-z][a-z0-9-]*$/.test(name)) faults.push({ where, message: 'the name is not lower-case kebab' })
    if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:/.test(url))
      faults.push({ where, message: 'the value is not an http URL' })
    else peers.set(name, peer(name, url, member))
  }
  if (peers.size === 0 && faults.length === 0)
    faults.push({ where: 'EXCHANGE_PEERS', message: 'it names nobody' })
  if (faults.length > 0) throw badPeers({ faults })
  return peers
}

/** A peer by its name and base URL; one named `national-…` belongs to the Government Office, any other to `member`. */
export function peer(name: string, url: string, member: string): Peer {
  const national = name.startsWith('national-')
  return {
    name,
    baseUrl: url.replace(/\/+$/, ''),
    subsystem: ownSubsystem(national ? NATIONAL_MEMBER : member, name),
    national,
  }
}

/** The peer with exactly this address; undefined also for a former member code (X9). */
export function findPeer(
  peers: Peers,
  { instance, memberClass, member, subsystem }: Subsystem,
): Peer | undefined {
  const found = peers.get(subsystem)
  if (found === undefined) return undefined
  const own = found.subsystem
  return own.instance === instance && own.memberClass === memberClass && own.member === member
    ? found
    : undefined
}

function parse(text: string): object {
  try {
    const said: unknown = JSON.parse(text)
    if (typeof said === 'object' && said !== null && !Array.isArray(said)) return said
  } catch (cause) {
    throw badPeers({ cause })
  }
  throw badPeers({})
}

function badPeers(details: {
  cause?: unknown
  faults?: readonly { where: string; message: string }[]
}): SansangError {
  return new SansangError('bad-peers', {
    message: 'EXCHANGE_PEERS is not a JSON map of peer names to base URLs',
    hint: 'set EXCHANGE_PEERS like {"procedures":"http://procedures:8080"}',
    ...details,
  })
}
