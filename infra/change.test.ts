// infra/change.test.ts: every kind of change between two plans is told, with old and new, and no secret with either.
import { beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../types/json.ts'
import type { Plan } from '../types/plan.ts'
import { type Change, changesOf } from './change.ts'
import { planProvince } from './plan.ts'

let plan: Plan
beforeAll(async () => {
  plan = await planProvince('an-giang')
})

type Loose = { [key: string]: Loose } & { splice: (...args: unknown[]) => void }

/** The plan with one resource's inputs changed in place. */
function edited(kind: string, name: string, change: (inputs: Loose) => void): Plan {
  const copy: Plan = JSON.parse(JSON.stringify(plan))
  const resource = copy.resources.find((one) => one.type.endsWith(`:${kind}`) && one.name === name)
  if (resource === undefined) throw new Error(`no ${kind} ${name}`)
  change(resource.inputs as unknown as Loose)
  return copy
}

function only(before: Plan | undefined, after: Plan): Change {
  const { changes } = changesOf(before, after)
  expect(changes).toHaveLength(1)
  const [change] = changes
  if (change === undefined) throw new Error('no change')
  return change
}

function set(target: Loose, path: readonly string[], value: Json): void {
  const [last = '', ...up] = [...path].reverse()
  const parent = up.reverse().reduce((at, step) => at[step] as Loose, target)
  ;(parent as Record<string, unknown>)[last] = value
}

test('equal plans have no changes, and everything is counted', () => {
  const { changes, counts } = changesOf(plan, plan)
  expect(changes).toEqual([])
  const owned = plan.resources.filter(({ type }) => !/^(sansang|pulumi):/.test(type)).length
  expect(counts).toEqual({ create: 0, change: 0, replace: 0, delete: 0, same: owned })
})

test('without an older plan everything is created', () => {
  const { counts } = changesOf(undefined, plan)
  expect([counts.create > 80, counts.same]).toEqual([true, 0])
})

describe('a field', () => {
  test('changed: its path, old and new', () => {
    const after = edited('Deployment', 'documents', (inputs) => set(inputs, ['spec', 'replicas'], 7))
    expect(only(plan, after)).toEqual({
      action: 'change',
      type: 'kubernetes:apps/v1:Deployment',
      name: 'documents',
      namespace: 'sansang-an-giang',
      fields: [{ path: 'spec.replicas', from: 2, to: 7, replaces: false }],
    })
  })

  test('in a list with names: the item is found by name, wherever it stands', () => {
    const after = edited('Deployment', 'documents', (inputs) => {
      const env = inputs['spec']?.['template']?.['spec']?.['containers']?.['0']?.['env']
      env?.splice(0, 0, { name: 'NEW', value: '1' })
    })
    expect(only(plan, after).fields).toEqual([
      {
        path: 'spec.template.spec.containers[documents].env[NEW]',
        to: { name: 'NEW', value: '1' },
        replaces: false,
      },
    ])
  })

  test('removed: old and no new', () => {
    const after = edited('Deployment', 'documents', (inputs) => {
      delete (inputs['spec'] as Record<string, unknown>)['revisionHistoryLimit']
    })
    expect(only(plan, after).fields).toEqual([
      { path: 'spec.revisionHistoryLimit', from: 3, replaces: false },
    ])
  })
})

describe('what cannot change in place is replaced', () => {
  const cases: [kind: string, name: string, path: string[], value: Json][] = [
    ['StatefulSet', 'postgres', ['spec', 'serviceName'], 'other'],
    ['Deployment', 'documents', ['spec', 'selector', 'matchLabels', 'x'], 'y'],
    ['ConfigMap', 'postgres-databases', ['data', 'databases.json'], '[]'],
    ['Service', 'documents', ['metadata', 'name'], 'papers'],
    ['RoleBinding', 'postgres', ['roleRef', 'name'], 'other'],
    ['RandomPassword', 'documents-secrets-client-secret', ['length'], 50],
  ]
  test('one case a rule', () => expect(cases).toHaveLength(6))

  test.each(cases)('%s %s', (kind, name, path, value) => {
    const change = only(
      plan,
      edited(kind, name, (inputs) => set(inputs, path, value)),
    )
    expect(change.action).toBe('replace')
    expect(change.fields.every(({ replaces }) => replaces)).toBe(true)
  })

  test('nor can what moved to another component', () => {
    const moved: Plan = JSON.parse(
      JSON.stringify(plan).replaceAll('platform:SharedSystem', 'platform:System'),
    )
    const { counts, changes } = changesOf(plan, moved)
    expect([counts.create, counts.delete]).toEqual([0, 0])
    const moving = changes.find(({ type }) => type.endsWith(':Deployment'))
    expect([moving?.action, moving?.fields[0]?.path]).toEqual(['replace', 'urn'])
  })
})

test('created and deleted resources are named', () => {
  const less: Plan = {
    ...plan,
    resources: plan.resources.filter(
      ({ type, name }) => !(type.endsWith(':PodDisruptionBudget') && name === 'gateway'),
    ),
  }
  expect(only(less, plan)).toMatchObject({ action: 'create', name: 'gateway', namespace: 'sansang-an-giang' })
  expect(only(plan, less)).toMatchObject({ action: 'delete', name: 'gateway', fields: [] })
})

test('no value of a Secret is told, not even one an older file holds in plain', () => {
  const plain = edited('Secret', 'documents-secrets', (inputs) => {
    set(inputs, ['stringData'], { 'client-secret': 'hunter2', old: 'hunter3' })
  })
  const told = changesOf(plain, plan)
  expect(told.counts.replace).toBe(1)
  expect(JSON.stringify(told)).not.toContain('hunter')
  expect(told.changes[0]?.fields.map(({ path }) => path)).toEqual([
    'stringData.old',
    'stringData.database-password',
  ])
})
