// infra/render.test.ts: manifests come in the order to apply them, hold everything but secrets, and replace a folder whole or not.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { SansangError } from '../types/error.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'
import { planProvince } from './plan.ts'
import { type Manifests, manifestsOf } from './render.ts'
import { renderFolder } from './render-folder.ts'

let plan: Plan
let manifests: Manifests
beforeAll(async () => {
  plan = await planProvince('an-giang')
  manifests = manifestsOf(plan)
})

const objects = () => [...manifests].filter(([name]) => name !== 'kustomization.yaml')
const kindsInOrder = () => [
  ...new Set(objects().map(([, text]) => String(parse(text, { version: '1.1' }).kind))),
]

function planOf(...resources: Partial<PlannedResource>[]): Plan {
  const whole = resources.map((resource, index) => ({
    urn: `urn:${index}`,
    type: '',
    name: `r${index}`,
    inputs: {},
    ...resource,
  }))
  return {
    schema: 'sansang.plan/1',
    province: { slug: 'x', code: '00', name: 'X' },
    resources: whole,
    outputs: {},
  }
}

function refused(work: () => unknown): SansangError {
  try {
    work()
  } catch (error) {
    if (error instanceof SansangError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('manifests', () => {
  test('are every Kubernetes object of the plan once, each whole', () => {
    const planned = plan.resources.filter(({ type }) => type.startsWith('kubernetes:'))
    expect(objects()).toHaveLength(planned.length)
    for (const [name, text] of objects()) {
      const object = parse(text, { version: '1.1' })
      const source = planned.find(
        ({ inputs, type }) =>
          type.endsWith(`:${object.kind}`) &&
          (inputs['metadata'] as { name: string }).name === object.metadata.name,
      )
      expect(source, name).toBeDefined()
      expect(object.apiVersion).toMatch(/^([a-z0-9.-]+\/)?v\d/)
      if (object.kind !== 'Secret') expect(object).toMatchObject({ ...source?.inputs })
    }
  })

  test('stand in the order to apply them: namespace, rights, what pods read, policies, then pods', () => {
    const kinds = kindsInOrder()
    const order = [
      'Namespace',
      'ServiceAccount',
      'Secret',
      'ConfigMap',
      'NetworkPolicy',
      'Service',
      'StatefulSet',
      'Deployment',
    ]
    expect(kinds[0]).toBe('Namespace')
    expect(order.map((kind) => kinds.indexOf(kind))).toEqual(
      order.map((kind) => kinds.indexOf(kind)).sort((left, right) => left - right),
    )
    expect(order.every((kind) => kinds.includes(kind))).toBe(true)
    expect([...manifests.keys()].slice(0, -1)).toEqual([...manifests.keys()].slice(0, -1).sort())
    expect(parse(manifests.get('kustomization.yaml') ?? '').resources).toEqual(
      objects().map(([name]) => name),
    )
  })

  test('hold of a secret its keys and no value', () => {
    const secrets = objects().filter(([name]) => name.startsWith('30-secret-'))
    expect(secrets.length).toBeGreaterThanOrEqual(7)
    for (const [, text] of secrets) {
      const object = parse(text)
      expect(Object.keys(object).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'type'])
      expect(object.metadata.annotations['sansang.vn/secret-keys']).not.toBe('')
    }
    expect(parse(manifests.get('30-secret-exchange-secrets.yaml') ?? '').metadata.annotations).toMatchObject({
      'sansang.vn/secret-keys': 'client-secret,database-password,signing-key.pem',
    })
  })

  test('of an object other than a Secret with a secret value are refused, all named', () => {
    const leak = { data: { a: { secret: 'x/a' } }, metadata: { name: 'm' } }
    const { code, faults } = refused(() =>
      manifestsOf(
        planOf(
          { type: 'kubernetes:core/v1:ConfigMap', inputs: leak },
          { type: 'kubernetes:apps/v1:Deployment', name: 'd', inputs: leak },
        ),
      ),
    )
    expect(code).toBe('secret-outside-secret')
    expect(faults.map(({ where }) => where)).toEqual(['ConfigMap m', 'Deployment m'])
  })

  test('quote what YAML 1.1 would read as something else', () => {
    const data = { a: 'on', b: '1:30', c: '0123', d: 'yes', e: '2025-07-01', f: 'plain' }
    const text = manifestsOf(planOf({ type: 'kubernetes:core/v1:ConfigMap', inputs: { data } })).get(
      '31-configmap-r0.yaml',
    )
    expect(parse(text ?? '', { version: '1.1' }).data).toEqual(data)
    expect(text).toContain('f: plain')
    expect(text).toMatch(/a: ["']on["']/)
  })
})

describe('the folder', () => {
  let parent: string
  let folder: string
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'sansang-render-'))
    folder = join(parent, 'deploy')
  })
  afterEach(() => rmSync(parent, { recursive: true }))

  test('is replaced whole: what is no longer planned is gone', () => {
    renderFolder(
      folder,
      new Map([
        ['00-namespace-a.yaml', 'a'],
        ['kustomization.yaml', manifests.get('kustomization.yaml') ?? ''],
      ]),
    )
    renderFolder(folder, manifests)
    expect(readdirSync(folder).sort()).toEqual([...manifests.keys()].sort())
    expect(readdirSync(parent)).toEqual(['deploy'])
  })

  test('that holds something else is refused and left alone', () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'mine.txt'), 'mine')
    const { code, exit, message } = refused(() => renderFolder(folder, manifests))
    expect([code, exit]).toEqual(['render-occupied', 64])
    expect(message).toContain('mine.txt')
    expect(readdirSync(folder)).toEqual(['mine.txt'])
  })

  test('with a kustomization of someone else is refused', () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources: []\n')
    expect(refused(() => renderFolder(folder, manifests)).code).toBe('render-occupied')
  })

  test('is as it was when a file cannot be written', () => {
    renderFolder(folder, manifests)
    const before = readFileSync(join(folder, 'kustomization.yaml'), 'utf8')
    const unwritable = new Map([...manifests, ['no/such/folder.yaml', 'x']])
    expect(refused(() => renderFolder(folder, unwritable)).code).toBe('render-unwritable')
    expect(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')).toBe(before)
    expect(existsSync(join(parent, '.deploy.partial'))).toBe(false)
    chmodSync(parent, 0o755)
  })
})
