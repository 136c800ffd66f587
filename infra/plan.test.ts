// infra/plan.test.ts: plans equal their goldens, do not see each other, hold no secret, and tell processes what the architecture says.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CustomResource, runtime } from '@pulumi/pulumi'
import { beforeAll, describe, expect, test } from 'vitest'
import { textAt } from '../checks/collectors/plan-json.ts'
import { EXIT, SansangError } from '../types/error.ts'
import type { Plan } from '../types/plan.ts'
import { readStackFile } from './config.ts'
import { goldensOf } from './fixtures/golden.ts'
import { inputsOf } from './mock-provider.ts'
import { planProgram, planProvince } from './plan.ts'

const GOLDENS = fileURLToPath(new URL('goldens', import.meta.url))
const UPDATE = process.env['SANSANG_UPDATE_GOLDENS'] === '1'

/** A province of three former ones, one of two, and one whose figures are all derived. */
const SLUGS = ['ho-chi-minh', 'an-giang', 'lam-dong']

const plans = new Map<string, Plan>()
beforeAll(async () => {
  for (const slug of SLUGS) plans.set(slug, await planProvince(slug))
})

function plan(slug = 'ho-chi-minh'): Plan {
  const found = plans.get(slug)
  if (found === undefined) throw new Error(`no plan of ${slug}`)
  return found
}

function container(name: string): {
  env: { name: string; value?: string; valueFrom?: unknown }[]
  command: string[]
} {
  const workload = plan().resources.find(
    (resource) => resource.name === name && /:(Deployment|StatefulSet)$/.test(resource.type),
  )
  return JSON.parse(JSON.stringify(workload?.inputs)).spec.template.spec.containers[0]
}

describe('goldens', () => {
  test.each(SLUGS)('%s: one a component, none left over', (slug) => {
    const folder = `${GOLDENS}/${slug}`
    const planned = goldensOf(plan(slug))
    const stored = existsSync(folder)
      ? readdirSync(folder).map((file) => file.replace('.golden.json', ''))
      : []
    const differs = [...planned].filter(([name, text]) => read(folder, name) !== text).map(([name]) => name)
    const orphans = stored.filter((name) => !planned.has(name))
    if (UPDATE) {
      mkdirSync(folder, { recursive: true })
      for (const name of differs) writeFileSync(`${folder}/${name}.golden.json`, planned.get(name) ?? '')
      for (const name of orphans) rmSync(`${folder}/${name}.golden.json`)
    }
    // A run that rewrites them fails too: the next one, without the flag, is the proof.
    expect({ differs, orphans }).toEqual({ differs: [], orphans: [] })
    expect(planned.size).toBe(12)
  })

  test('are told when a plan changes', () => {
    const changed: Plan = JSON.parse(JSON.stringify(plan()).replace('"replicas":4', '"replicas":5'))
    const differs = [...goldensOf(changed)].filter(([name, text]) => text !== goldensOf(plan()).get(name))
    expect(differs.map(([name]) => name)).toEqual(['procedures'])
  })
})

function read(folder: string, name: string): string | undefined {
  const path = `${folder}/${name}.golden.json`
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

describe('a plan', () => {
  test('is the same each time, also when three are made at once', async () => {
    const again = await Promise.all(SLUGS.map((slug) => planProvince(slug)))
    expect(again.map((one) => JSON.stringify(one))).toEqual(SLUGS.map((slug) => JSON.stringify(plan(slug))))
  })

  test('names every resource once, children after their parent', () => {
    const { resources } = plan()
    const urns = resources.map(({ urn }) => urn)
    expect(new Set(urns).size).toBe(resources.length)
    expect(resources.filter(({ parent }) => parent === undefined).map(({ type }) => type)).toEqual([
      'pulumi:pulumi:Stack',
    ])
    for (const [index, { parent }] of resources.entries())
      if (parent !== undefined) expect(urns.indexOf(parent)).toBeLessThan(index)
  })

  test('spells URNs as the engine does', () => {
    const deployment = plan().resources.find(
      ({ type, name }) => type.endsWith(':Deployment') && name === 'procedures',
    )
    expect(deployment?.urn).toBe(
      'urn:pulumi:ho-chi-minh::sansang::sansang:platform:Platform$sansang:platform:SharedSystem$sansang:platform:Workload$kubernetes:apps/v1:Deployment::procedures',
    )
  })

  test('protects what holds the data, and nothing that must come and go', async () => {
    const { resources } = await planProvince('an-giang')
    const kept = resources
      .filter(({ protect }) => protect === true)
      .map(({ type, name }) => `${type} ${name}`)
    expect(kept).toEqual([
      'kubernetes:core/v1:Namespace sansang-an-giang',
      'kubernetes:apps/v1:StatefulSet postgres',
    ])
  })

  test('holds no secret, only its name', () => {
    const text = JSON.stringify(plan())
    expect(text).not.toContain('made by')
    const secrets = plan().resources.filter(({ type }) => type === 'kubernetes:core/v1:Secret')
    expect(secrets).toHaveLength(9)
    const exchange = secrets.find(({ name }) => name === 'exchange-secrets')
    expect(exchange?.inputs['stringData']).toEqual({
      'database-password': { secret: 'exchange-secrets/database-password' },
      'client-secret': { secret: 'exchange-secrets/client-secret' },
      'signing-key.pem': { secret: 'exchange-secrets/signing-key.pem' },
    })
  })
})

describe('the environment of a process is the architecture’s', () => {
  const from = (name: string, key: string) => ({ secretKeyRef: { name, key } })
  const common = (name: string) => ({
    SANSANG_SYSTEM: name,
    SANSANG_PROVINCE: '79',
    SANSANG_MEMBER: 'H29',
    HOST: '0.0.0.0',
    PORT: '8080',
    LOG_LEVEL: 'info',
    DATABASE_URL: `postgres://${name}@postgres:5432/${name}`,
    DATABASE_PASSWORD: from(`${name}-secrets`, 'database-password'),
    OIDC_ISSUER: 'http://identity:8080',
  })
  const system = (name: string) => ({
    ...common(name),
    EXCHANGE_URL: 'http://exchange:8080',
    CLIENT_SECRET: from(`${name}-secrets`, 'client-secret'),
  })
  const peers =
    '{"procedures":"http://procedures:8080","documents":"http://documents:8080","meetings":"http://meetings:8080","reporting":"http://reporting:8080","national-portal":"http://national:8080/portal","national-axis":"http://national:8080/axis","national-ndxp":"http://national:8080/ndxp"}'

  test.each([
    ['procedures', system('procedures')],
    ['documents', system('documents')],
    ['meetings', system('meetings')],
    ['reporting', system('reporting')],
    [
      'exchange',
      {
        ...system('exchange'),
        EXCHANGE_PEERS: peers,
        SIGNING_KEY: from('exchange-secrets', 'signing-key.pem'),
      },
    ],
    [
      'identity',
      {
        ...common('identity'),
        IDENTITY_CLIENTS: from('identity-secrets', 'clients.json'),
        REHEARSAL_SECRET: from('identity-secrets', 'rehearsal-secret'),
      },
    ],
  ])('%s', (name, expected) => {
    const { env, command } = container(name)
    expect(Object.fromEntries(env.map((one) => [one.name, one.value ?? one.valueFrom]))).toEqual(expected)
    expect(command).toEqual(['node', `systems/${name}/server.ts`])
  })

  test('gateway', () => {
    const routes = container('gateway').env.find(({ name }) => name === 'GATEWAY_ROUTES')?.value ?? ''
    expect(Object.keys(JSON.parse(routes))).toHaveLength(6)
    expect(JSON.parse(routes)).toMatchObject({ '/procedures': 'http://procedures:8080' })
  })

  test('the databases to create', () => {
    const map = plan().resources.find(
      ({ name, type }) => name === 'postgres-databases' && type.endsWith(':ConfigMap'),
    )
    const text = textAt(map?.inputs, 'data', 'databases.json')
    expect(JSON.parse(text ?? '')).toHaveLength(6)
    expect(JSON.parse(text ?? '')[0]).toEqual({
      database: 'procedures',
      owner: 'procedures',
      secret: { name: 'procedures-secrets', key: 'database-password' },
    })
  })
})

class Bucket extends CustomResource {
  constructor(name: string) {
    super('aws:s3:Bucket', name, {})
  }
}

describe('what no provider can answer is refused', () => {
  const refused = async (run: () => unknown): Promise<SansangError> => {
    const thrown: unknown = await planProgram(readStackFile('an-giang'), run).catch((error: unknown) => error)
    if (thrown instanceof SansangError) return thrown
    throw new Error('the program was planned')
  }

  test('resources of an unknown provider, all of them named', async () => {
    const error = await refused(() => {
      new Bucket('one')
      new Bucket('two')
    })
    expect([error.code, error.exit]).toEqual(['program-not-plannable', EXIT.internal])
    expect(error.faults.map(({ where }) => where)).toEqual(['aws:s3:Bucket one', 'aws:s3:Bucket two'])
  })

  test('a function call', async () => {
    const { faults } = await refused(async () => void (await runtime.invoke('kubernetes:yaml:decode', {})))
    expect(faults).toEqual([
      {
        where: 'kubernetes:yaml:decode',
        message: 'the program called kubernetes:yaml:decode: a plan has no provider to answer',
      },
    ])
  })

  test('what the program itself throws comes out as it is', async () => {
    const run = () => {
      throw new RangeError('no such province')
    }
    await expect(planProgram(readStackFile('an-giang'), run)).rejects.toThrow('no such province')
  })

  test('an input that is no JSON', () => {
    const inputs = { text: new Date(0), big: 1n }
    expect(() => inputsOf({ type: 'kubernetes:core/v1:ConfigMap', name: 'm', inputs, custom: true })).toThrow(
      'big',
    )
  })
})
