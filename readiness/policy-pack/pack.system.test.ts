// readiness/policy-pack/pack.system.test.ts: the pack as the engine starts it, asked over its own protocol; no Pulumi CLI takes part.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { change } from '../../checks/collectors/fixtures/plan-mutant.ts'
import { readyPlan } from '../../checks/collectors/fixtures/plan-ready.ts'
import { planProvince } from '../../infra/plan.ts'
import type { Plan } from '../../types/plan.ts'

type Message = Record<string, (...values: unknown[]) => unknown>
type Constructor = new (...values: unknown[]) => Message
const load = createRequire(import.meta.url)
const { AnalyzerClient } = load('@pulumi/pulumi/proto/analyzer_grpc_pb.js') as Record<string, Constructor>
const proto = load('@pulumi/pulumi/proto/analyzer_pb.js') as Record<string, Constructor>
const { Struct } = load('google-protobuf/google/protobuf/struct_pb.js') as {
  Struct: { fromJavaScript(value: unknown): unknown }
}
const { Empty } = load('google-protobuf/google/protobuf/empty_pb.js') as Record<string, Constructor>
const { credentials } = load('@grpc/grpc-js') as { credentials: { createInsecure(): unknown } }

let pack: ChildProcess | undefined
afterEach(async () => {
  if (pack === undefined || pack.exitCode !== null) return
  const ended = once(pack, 'exit')
  pack.kill('SIGKILL')
  await ended
})

/**
 * Starts the pack as the language host does: by the SDK's own launcher, with the folder for a program, inside the folder. It says
 * its port on the first line. The engine it is told of would only take its log.
 */
async function start(): Promise<Message> {
  const launcher = load.resolve('@pulumi/pulumi/cmd/run-policy-pack')
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const stdio: StdioOptions = ['ignore', 'pipe', 'inherit']
  pack = spawn(process.execPath, [launcher, '127.0.0.1:1', folder], { cwd: folder, stdio })
  if (pack.stdout === null || AnalyzerClient === undefined) throw new Error('the pack cannot be asked')
  for await (const line of createInterface(pack.stdout))
    return new AnalyzerClient(`127.0.0.1:${line.trim()}`, credentials.createInsecure())
  throw new Error('the pack ended without a port')
}

function ask(client: Message, method: string, request: unknown): Promise<Message> {
  return new Promise((resolve, reject) => {
    client[method]?.(request, (error: Error | null, answer: Message) =>
      error ? reject(error) : resolve(answer),
    )
  })
}

function made(name: string): Message {
  const Type = name === 'Empty' ? Empty : proto[name]
  if (Type === undefined) throw new Error(`the protocol has no ${name}`)
  return new Type()
}

function nested(outer: string, inner: string): Message {
  const Type = (proto[outer] as unknown as Record<string, Constructor> | undefined)?.[inner]
  if (Type === undefined) throw new Error(`the protocol has no ${outer}.${inner}`)
  return new Type()
}

function stackRequest({ resources }: Plan): Message {
  const request = made('AnalyzeStackRequest')
  const list = resources.map(({ type, name, urn, inputs }) => {
    const resource = made('AnalyzerResource')
    resource['setType']?.(type)
    resource['setName']?.(name)
    resource['setUrn']?.(urn)
    const options = made('AnalyzerResourceOptions')
    options['setCustomtimeouts']?.(nested('AnalyzerResourceOptions', 'CustomTimeouts'))
    resource['setOptions']?.(options)
    resource['setProperties']?.(Struct.fromJavaScript(inputs))
    return resource
  })
  request['setResourcesList']?.(list)
  return request
}

async function violated(client: Message, plan: Plan): Promise<unknown[]> {
  const answer = await ask(client, 'analyzeStack', stackRequest(plan))
  const list = answer['getDiagnosticsList']?.() as Message[]
  return list.map((diagnostic) => [diagnostic['getPolicyname']?.(), diagnostic['getMessage']?.()])
}

test('the engine is offered every platform criterion, and told what a stack violates', async () => {
  const client = await start()
  const info = await ask(client, 'getAnalyzerInfo', made('Empty'))
  expect(info['getPoliciesList']?.()).toHaveLength(53)
  const ready = readyPlan(await planProvince('ho-chi-minh'))
  expect(await violated(client, ready)).toEqual([])
  const exposed = change(ready, 'Service', 'procedures', ['spec', 'type'], 'NodePort')
  const [violation, ...more] = await violated(client, exposed)
  expect(more).toEqual([])
  expect(violation).toEqual(['PX-08', expect.stringContaining('procedures')])
})
