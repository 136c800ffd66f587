// checks/collectors/plan-address.ts: IPv4 blocks of network policies: what they hold, and whether pods may live in them. Pure.

type Block = { readonly first: number; readonly last: number }

/** Where clusters keep their pods: RFC 1918 and RFC 6598. */
const POD_SPACE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']

/** True when the block holds the address. An IPv6 or unreadable block holds no IPv4 address. */
export function blockHolds(cidr: string, address: string): boolean {
  const block = parseBlock(cidr)
  const one = parseBlock(`${address}/32`)
  return block !== undefined && one !== undefined && block.first <= one.first && one.last <= block.last
}

/** True when a pod may have an address in the block; of an IPv6 or unreadable block we cannot say no. */
export function mayHoldPods(cidr: string): boolean {
  const block = parseBlock(cidr)
  if (block === undefined) return true
  return POD_SPACE.some((space) => {
    const pods = parseBlock(space)
    return pods !== undefined && block.first <= pods.last && pods.first <= block.last
  })
}

function parseBlock(cidr: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)
  if (match === null) return undefined
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = match.slice(1).map(Number)
  if (Math.max(a, b, c, d) > 255 || prefix > 32) return undefined
  const size = 2 ** (32 - prefix)
  const address = ((a * 256 + b) * 256 + c) * 256 + d
  const first = Math.floor(address / size) * size
  return { first, last: first + size - 1 }
}
