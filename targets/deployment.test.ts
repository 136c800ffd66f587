// targets/deployment.test.ts: a plan is read whole, and what cannot be run is named all at once.
import { expect, test } from 'vitest'
import { readDeployment } from './deployment.ts'
import { plan, resource, SMALL, workload } from './fixtures/plan.ts'

test('reads processes, services and databases', () => {
  const { processes, services, databases } = readDeployment(SMALL)
  expect(processes.map(({ name, part, graceMs }) => ({ name, part, graceMs }))).toEqual([
    { name: 'procedures', part: 'system', graceMs: 3000 },
    { name: 'exchange', part: 'system', graceMs: 3000 },
  ])
  expect(processes[0]).toMatchObject({
    command: ['node', 'targets/fixtures/service.ts'],
    memoryLimitMiB: 128,
    startup: { path: '/healthz', periodMs: 1000, timeoutMs: 60_000, failureThreshold: 120 },
    readiness: { path: '/readyz', failureThreshold: 3 },
  })
  expect(processes[0]?.env.at(-1)).toEqual({
    name: 'CLIENT_SECRET',
    value: { name: 'procedures-secrets', key: 'client-secret' },
  })
  expect(services).toContainEqual({ name: 'postgres', port: 5432 })
  expect(databases).toEqual([
    {
      database: 'procedures',
      owner: 'procedures',
      secret: { name: 'procedures-secrets', key: 'database-password' },
    },
  ])
})

test('the database is no process', () => {
  const database = workload('postgres', [], 'database')
  const { processes } = readDeployment({ ...SMALL, resources: [...SMALL.resources, database] })
  expect(processes.map(({ name }) => name)).toEqual(['procedures', 'exchange'])
})

test('names every object that cannot be run, together', () => {
  const broken = plan([
    resource('kubernetes:apps/v1:Deployment', 'shell', {
      metadata: { name: 'shell' },
      spec: {
        template: {
          metadata: { labels: { 'sansang.vn/part': 'system' } },
          spec: { containers: [{ command: ['sh', '-c', 'true'] }] },
        },
      },
    }),
    resource('kubernetes:core/v1:Service', 'bare', { metadata: { name: 'bare' }, spec: {} }),
  ])
  expect.assertions(2)
  try {
    readDeployment(broken)
  } catch (error) {
    expect(error).toMatchObject({ code: 'plan-not-runnable', exit: 64 })
    expect((error as { faults: { message: string }[] }).faults.map(({ message }) => message)).toEqual([
      'only node can be started as a process, not "sh"',
      'expected a list at spec.ports',
      'no workload is planned',
      'the ConfigMap postgres-databases is missing or empty',
    ])
  }
})
