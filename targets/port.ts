// targets/port.ts: loopback ports nobody listens on. Does not reserve them: whoever uses one must bear a lost race.
import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'

const LOWEST = 20_000
const TRIES = 50

/**
 * A TCP port of 127.0.0.1 that was free a moment ago, below the range the system gives to outgoing connections: a
 * load test opens thousands of those, and one of them must not take a port while its service is being restarted.
 */
export async function freePort(): Promise<number> {
  const end = await firstOutgoingPort()
  for (let attempt = 0; attempt < TRIES && end - LOWEST > 1000; attempt++) {
    const port = randomInt(LOWEST, end)
    if (await isFree(port)) return port
  }
  return await anyPort()
}

/** True when 127.0.0.1:port can be listened on now. */
export async function isFree(port: number): Promise<boolean> {
  return await listenOnce(port).then(
    () => true,
    () => false,
  )
}

async function firstOutgoingPort(): Promise<number> {
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '49152')
  return Number.parseInt(range, 10)
}

async function anyPort(): Promise<number> {
  return await listenOnce(0)
}

async function listenOnce(port: number): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port')
  return address.port
}
