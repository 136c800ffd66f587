// cli/stacks.test.ts: the table of stacks, what is generated being up to date, and the picture against the plan it is drawn from.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { planProvince } from '../infra/plan.ts'
import { EXIT, SansangError } from '../types/error.ts'
import type { Plan } from '../types/plan.ts'
import { planPicture } from './plan-picture.ts'
import { command } from './stacks.ts'
import { operatorPage } from './stacks-document.ts'

const PAGE = readFileSync(fileURLToPath(new URL('../docs/operator.md', import.meta.url)), 'utf8')

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  const io = { out: write, err: () => {}, terminal: false, signal: new AbortController().signal }
  return { code: await command.run(args, io), out }
}

test('the table has a row a province', async () => {
  const { code, out } = await run()
  expect(code).toBe(EXIT.ok)
  const rows = out.trimEnd().split('\n')
  expect(rows).toHaveLength(2 + 34)
  expect(rows.find((row) => row.includes('Hồ Chí Minh'))).toMatch(
    /\| 79 +\| H29 +\| +168 \| +3 \| +16,000 \|/,
  )
  expect(rows.find((row) => row.includes('Lai Châu'))).toMatch(/\| 12 +\| H35 +\| +38 \| +1 \| +~1,406 \|/)
})

test('everything that is generated is up to date', async () => {
  const { code, out } = await run('generate', '--check')
  expect([code, out]).toEqual([EXIT.ok, 'everything is up to date\n'])
})

test.each([[['generates']], [['--check']], [['generate', 'hue']], [['generate', '--force']]])(
  'a misuse: %j',
  async (args) => {
    const error: unknown = await run(...args).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SansangError)
    expect(error).toMatchObject({ code: 'misuse', exit: EXIT.misuse })
  },
)

describe('docs/operator.md', () => {
  test('has its generated parts anew when they were changed', async () => {
    const stale = PAGE.replace('16,000', '17,000').replace('n-postgres', 'n-mysql')
    expect(stale).not.toBe(PAGE)
    expect(await operatorPage(stale)).toBe(PAGE)
  })

  test('without a marker is refused', async () => {
    await expect(operatorPage(PAGE.replace('<!-- sizing: end -->', ''))).rejects.toThrow('lost the markers')
  })
})

describe('the picture', () => {
  let plan: Plan
  beforeAll(async () => {
    plan = await planProvince('hue')
  })

  test('names every end of every arrow', () => {
    const picture = planPicture(plan)
    const drawn = new Set([...picture.matchAll(/(n-[\w-]+)[[(]/g)].map(([, id]) => id))
    const arrows = picture.split('\n').filter((line) => line.includes('-->'))
    expect(arrows.length).toBeGreaterThan(8)
    for (const arrow of arrows)
      for (const [id] of arrow.matchAll(/n-[\w-]+/g)) expect(drawn.has(id), `${id} in ${arrow}`).toBe(true)
  })

  test('shows a hole that a policy opens', () => {
    const closed = planPicture(plan)
    expect(closed).not.toMatch(/n-procedures[^|]*\|8080\| [^\n]*n-documents/)
    const resources = plan.resources.map((resource) =>
      resource.type.endsWith(':NetworkPolicy') && resource.name === 'procedures'
        ? {
            ...resource,
            inputs: {
              metadata: { name: 'procedures' },
              spec: {
                podSelector: { matchLabels: { 'app.kubernetes.io/name': 'procedures' } },
                egress: [
                  {
                    to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'documents' } } }],
                    ports: [{ port: 8080 }],
                  },
                ],
              },
            },
          }
        : resource,
    )
    expect(planPicture({ ...plan, resources })).toMatch(/n-procedures[^|]*\|8080\| [^\n]*n-documents/)
  })
})
