// targets/kube-api.ts: a real kube-apiserver on an etcd of its own, both on loopback, gone when disposed. Runs no pod.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SansangError } from '../types/error.ts'
import { untilAnswers } from './answering.ts'
import { connectKube, type KubeAddress } from './kube-client.ts'
import { freePort } from './port.ts'
import type { Child } from './process.ts'
import type { Session } from './session.ts'

export type KubeApi = KubeAddress &
  AsyncDisposable & {
    /** File for kubectl and whoever reads KUBECONFIG; lives as long as the server. */
    readonly kubeconfig: string
    /** `1.36`. */
    readonly version: string
  }

export type KubeTools = { readonly etcd: string; readonly apiServer: string }

/** One of the names in the certificate the server makes for itself; its addresses are not loopback. */
const SERVER_NAME = 'kubernetes.default.svc'
const PORT_TRIES = 5
/** These catch what hangs: seconds on a quiet machine, minutes on a busy one. */
const ETCD_MS = 180_000
const API_MS = 300_000

/**
 * Starts etcd and kube-apiserver as processes of the session and waits until the server is ready. One token is an
 * administrator's; etcd asks nobody who they are. No controller, scheduler or node: what is created is stored, not run.
 * Throws `kube-not-started` with the last log lines.
 */
export async function startKubeApi(options: { session: Session; tools: KubeTools }): Promise<KubeApi> {
  const { session, tools } = options
  const dir = join(session.dir, 'kube')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await using cleanup = new AsyncDisposableStack()
  const etcd = await startEtcd(session, tools.etcd, dir)
  cleanup.defer(() => etcd.child.stop())
  const token = randomBytes(24).toString('base64url')
  await writeCredentials(dir, token)
  const server = await startServer(session, tools.apiServer, dir, etcd.url)
  cleanup.defer(() => server.child.stop())
  const url = `https://127.0.0.1:${server.port}`
  const certificate = await readFile(join(dir, 'apiserver.crt'), 'utf8')
  const address: KubeAddress = { url, certificate, serverName: SERVER_NAME, token }
  const version = await whenReady(server.child, address)
  const kubeconfig = join(dir, 'kubeconfig')
  await writeFile(kubeconfig, kubeconfigOf(address), { mode: 0o600 })
  const owned = cleanup.move()
  return { ...address, kubeconfig, version, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

type Listening = { readonly child: Child; readonly port: number }

async function startEtcd(
  session: Session,
  program: string,
  dir: string,
): Promise<{ child: Child; url: string }> {
  const { child, port } = await onFreePort('etcd', async (port) => {
    const [url, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${await freePort()}`]
    const child = await session.spawn({
      name: 'etcd',
      command: program,
      args: [
        ...['--name=sansang', `--data-dir=${join(dir, `etcd-${port}`)}`],
        ...[`--listen-client-urls=${url}`, `--advertise-client-urls=${url}`],
        ...[`--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`],
        ...[`--initial-cluster=sansang=${peer}`, '--log-level=warn'],
        // It refuses what took longer than 5 s and two elections: a machine that stalls must not look like a lost quorum.
        ...['--heartbeat-interval=500', '--election-timeout=5000'],
        // Nothing in it outlives the session.
        '--unsafe-no-fsync',
      ],
    })
    return { child, port, up: await untilAnswers(child, `${url}/health`, ETCD_MS) }
  })
  return { child, url: `http://127.0.0.1:${port}` }
}

/** The administrator's token, and the keys service account tokens are signed with. */
async function writeCredentials(dir: string, token: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
  await writeFile(join(dir, 'service-account.key'), key, { mode: 0o600 })
  await writeFile(join(dir, 'service-account.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
  await writeFile(join(dir, 'tokens.csv'), `${token},sansang,sansang,system:masters\n`, { mode: 0o600 })
}

function startServer(session: Session, program: string, dir: string, etcdUrl: string): Promise<Listening> {
  const key = join(dir, 'service-account')
  return onFreePort('kube-apiserver', async (port) => {
    const child = await session.spawn({
      name: 'kube-apiserver',
      command: program,
      args: [
        ...[`--etcd-servers=${etcdUrl}`, '--bind-address=127.0.0.1', `--secure-port=${port}`],
        ...[`--cert-dir=${dir}`, `--token-auth-file=${join(dir, 'tokens.csv')}`],
        ...['--authorization-mode=RBAC', '--anonymous-auth=false'],
        ...[
          '--service-account-issuer=https://kubernetes.default.svc',
          '--service-cluster-ip-range=10.0.0.0/24',
        ],
        ...[`--service-account-key-file=${key}.pub`, `--service-account-signing-key-file=${key}.key`],
      ],
    })
    return { child, port, up: await listens(child, dir, port) }
  })
}

/** True once it has written its certificate and takes connections. */
async function listens(child: Child, dir: string, port: number): Promise<boolean> {
  for (const end = Date.now() + API_MS; Date.now() < end && child.exit() === undefined; await sleep(100)) {
    const certificate = await readFile(join(dir, 'apiserver.crt'), 'utf8').catch(() => '')
    if (certificate === '') continue
    using client = connectKube({ ...{ url: `https://127.0.0.1:${port}`, certificate }, ...NOBODY })
    const answer = await client.call({ method: 'GET', path: '/livez' }).catch(() => undefined)
    if (answer !== undefined) return child.exit() === undefined
  }
  return false
}

const NOBODY = { serverName: SERVER_NAME, token: 'nobody' }

async function onFreePort(
  name: string,
  start: (port: number) => Promise<Listening & { up: boolean }>,
): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    const { child, port, up } = await start(await freePort())
    if (up) return { child, port }
    await child.stop()
    const lines = await child.lastLines(6)
    const lostRace = lines.some((line) => line.includes('address already in use'))
    if (!lostRace || attempt >= PORT_TRIES) throw notStarted(name, child, lines)
  }
}

/** Waits for `/readyz`; resolves to the server's version. */
async function whenReady(child: Child, address: KubeAddress): Promise<string> {
  using client = connectKube(address)
  for (const end = Date.now() + API_MS; Date.now() < end && child.exit() === undefined; await sleep(100)) {
    const { status } = await client.call({ method: 'GET', path: '/readyz' })
    if (status !== 200) continue
    const { body } = await client.call({ method: 'GET', path: '/version' })
    const { major, minor } = body as { major: string; minor: string }
    return `${major}.${minor}`
  }
  throw notStarted('kube-apiserver', child, await child.lastLines(6))
}

function notStarted(name: string, child: Child, lines: readonly string[]): SansangError {
  return new SansangError('kube-not-started', {
    message: `${name} did not become ready: ${lines.join(' | ')}`,
    hint: './sansang doctor shows which tools are used',
    exit: 'prerequisite',
    where: child.log,
  })
}

function kubeconfigOf({ url, certificate, token }: KubeAddress): string {
  const ca = Buffer.from(certificate).toString('base64')
  const cluster = { server: url, 'tls-server-name': SERVER_NAME, 'certificate-authority-data': ca }
  const name = 'sansang'
  // YAML is a superset of JSON.
  return JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': name },
    clusters: [{ name, cluster }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  })
}
