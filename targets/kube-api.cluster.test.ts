// targets/kube-api.cluster.test.ts: the API server lets its administrator in and nobody else, and is gone when disposed.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { marked } from '../tools/orphans.ts'
import { findTool } from '../tools/setup.ts'
import { startKubeApi } from './kube-api.ts'
import { connectKube, type KubeAddress } from './kube-client.ts'
import { MARKER } from './process-table.ts'
import { openSession } from './session.ts'

const MINUTES_MS = 5 * 60_000

async function findTools() {
  const [etcd, apiServer] = await Promise.all([findTool('etcd'), findTool('kube-apiserver')])
  if (etcd === undefined || apiServer === undefined)
    throw new Error('the tools of this tier are not built: ./sansang test --tier cluster builds them')
  return { etcd, apiServer }
}

async function statusFor(address: KubeAddress, path = '/api/v1/namespaces'): Promise<number> {
  using client = connectKube(address)
  return (await client.call({ method: 'GET', path })).status
}

test(
  'its administrator is let in and nobody else; disposed, nothing of it runs',
  async () => {
    await using session = await openSession('test of the API server')
    const api = await startKubeApi({ session, tools: await findTools() })
    await using _api = api
    expect(await marked(MARKER, session.id)).toHaveLength(2)
    expect(await statusFor(api)).toBe(200)
    expect(await statusFor({ ...api, token: 'somebody' })).toBe(401)
    // Held against a name that is not in the certificate, the connection is refused before a word is said.
    await expect(statusFor({ ...api, serverName: 'other.example' })).rejects.toThrow(/other\.example/)
    const config = JSON.parse(await readFile(api.kubeconfig, 'utf8'))
    expect(config.clusters[0].cluster.server).toBe(api.url)
    await api[Symbol.asyncDispose]()
    expect(await marked(MARKER, session.id)).toEqual([])
    await expect(statusFor(api)).rejects.toThrow('ECONNREFUSED')
  },
  MINUTES_MS,
)

test(
  'a kept connection that was closed meanwhile is replaced, where asking twice does no harm',
  async () => {
    await using session = await openSession('test of the API server')
    await using api = await startKubeApi({ session, tools: await findTools() })
    // Under the API server's own certificate: answers once on each connection, and hangs up on the second request.
    const [cert, key] = await Promise.all(
      ['crt', 'key'].map((end) => readFile(join(session.dir, 'kube', `apiserver.${end}`))),
    )
    const served = new WeakSet<object>()
    let connections = 0
    const server = createServer({ cert, key }, ({ socket }, response) => {
      if (served.has(socket)) return void socket.destroy()
      served.add(socket)
      connections += 1
      response.end('{}')
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    using client = connectKube({ ...api, url: `https://127.0.0.1:${port}` })
    for (const method of ['GET', 'PATCH', 'GET'] as const)
      expect(await client.call({ method, path: '/' })).toMatchObject({ status: 200 })
    expect(connections).toBe(3)
    await expect(client.call({ method: 'POST', path: '/' })).rejects.toMatchObject({ code: 'ECONNRESET' })
    server.close()
  },
  MINUTES_MS,
)

test(
  'a server that does not start is an error with its own last words, and etcd is ended',
  async () => {
    await using session = await openSession('test of the API server')
    const tools = { ...(await findTools()), apiServer: process.execPath }
    await expect(startKubeApi({ session, tools })).rejects.toMatchObject({
      code: 'kube-not-started',
      message: expect.stringMatching(/kube-apiserver did not become ready: .*bad option: --/),
    })
    expect(await marked(MARKER, session.id)).toEqual([])
  },
  MINUTES_MS,
)
