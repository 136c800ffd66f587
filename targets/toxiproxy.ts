// targets/toxiproxy.ts: network routes that can be cut, through a Toxiproxy server. Knows no drill.
import { SansangError } from '../types/error.ts'
import { untilAnswers } from './answering.ts'
import { freePort } from './port.ts'
import type { Session } from './session.ts'

/** Disposing a route takes it away. */
export type Route = AsyncDisposable & {
  readonly name: string
  /** Where callers connect; it stays the same while the route is cut. */
  readonly port: number
  cut(): Promise<void>
  /** Opens it, takes every toxic away, and checks both. */
  open(): Promise<void>
  /** What is wrong with it, in words; undefined when nothing is. */
  residue(): Promise<string | undefined>
}

export type Toxiproxy = AsyncDisposable & {
  readonly pid: number
  /** A route from a free port of its own to `127.0.0.1:upstreamPort`. */
  route(name: string, upstreamPort: number): Promise<Route>
}

type ProxyState = { listen: string; enabled: boolean; toxics: { name: string }[] }

const PORT_TRIES = 5
/** Both catch what hangs: a machine that stands still for a while must not pass for a Toxiproxy that does not answer. */
const READY_MS = 60_000
const CALL_MS = 60_000

/** Starts the server. Throws `toxiproxy-not-started` with its last log lines. */
export async function startToxiproxy(session: Session, program: string): Promise<Toxiproxy> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const child = await session.spawn({
      name: 'toxiproxy',
      command: program,
      args: ['-host', '127.0.0.1', '-port', String(port)],
    })
    if (await untilAnswers(child, `http://127.0.0.1:${port}/version`, READY_MS))
      return {
        pid: child.pid,
        route: (name, upstream) => addRoute(port, name, upstream),
        [Symbol.asyncDispose]: () => child.stop(),
      }
    await child.stop()
    if (attempt < PORT_TRIES) continue
    throw new SansangError('toxiproxy-not-started', {
      message: `Toxiproxy did not answer: ${(await child.lastLines(4)).join(' | ')}`,
      hint: './sansang doctor shows which Toxiproxy is used',
      exit: 'prerequisite',
      where: child.log,
    })
  }
}

async function addRoute(apiPort: number, name: string, upstreamPort: number): Promise<Route> {
  const api = `http://127.0.0.1:${apiPort}/proxies`
  const path = `${api}/${name}`
  const { listen } = await listening(api, name, upstreamPort)
  const state = async () => (await call(path, 'GET')) as ProxyState
  const residue = async (): Promise<string | undefined> => {
    const { enabled, toxics } = await state()
    if (!enabled) return `route ${name} is cut`
    return toxics.length > 0 ? `route ${name} has ${toxics.map((toxic) => toxic.name).join(', ')}` : undefined
  }
  return {
    name,
    port: Number(listen.slice(listen.lastIndexOf(':') + 1)),
    // `listen` is repeated: otherwise the reopened proxy would listen on another port.
    cut: async () => void (await call(path, 'POST', { listen, enabled: false })),
    open: async () => {
      await call(path, 'POST', { listen, enabled: true })
      for (const toxic of (await state()).toxics) await call(`${path}/toxics/${toxic.name}`, 'DELETE')
      const left = await residue()
      if (left !== undefined) throw new Error(`opening it did not help: ${left}`)
    },
    residue,
    [Symbol.asyncDispose]: async () => void (await call(path, 'DELETE')),
  }
}

async function listening(api: string, name: string, upstreamPort: number): Promise<ProxyState> {
  for (let attempt = 1; ; attempt++)
    try {
      const listen = `127.0.0.1:${await freePort()}`
      const body = { name, listen, upstream: `127.0.0.1:${upstreamPort}`, enabled: true }
      return (await call(api, 'POST', body)) as ProxyState
    } catch (error) {
      const lostRace = error instanceof Error && error.message.includes('address already in use')
      if (!lostRace || attempt >= PORT_TRIES) throw error
    }
}

async function call(url: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(CALL_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`Toxiproxy ${method} ${url}: ${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
