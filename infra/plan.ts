// infra/plan.ts: evaluates the Pulumi program in this process, without CLI, cluster or network, and writes down what it declares.
import { createRequire } from 'node:module'
import { type Resource, runtime } from '@pulumi/pulumi'
import type { JsonObject } from '../types/json.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'
import { readStackFile, type StackFile } from './config.ts'
import program from './index.ts'
import { answerOf, inputsOf } from './mock-provider.ts'

const PROJECT = 'sansang'
const STACK_TYPE = 'pulumi:pulumi:Stack'

/** Each evaluation gets a store of its own, so plans never see each other's state (decision 0002). */
const state: { withLocalStorage<T>(work: () => Promise<T>): Promise<T> } = createRequire(import.meta.url)(
  '@pulumi/pulumi/runtime/state.js',
)

type Registered = {
  readonly type: string
  readonly name: string
  readonly resource: Resource
  readonly parent: Resource | undefined
}

/**
 * The plan of one province: every resource in registration order with its inputs, secrets by name only.
 * Equal stacks give equal plans, byte for byte. Throws what `readStack` throws, and whatever the program throws.
 */
export async function planProvince(slug: string, folder?: string): Promise<Plan> {
  const file = readStackFile(slug, folder)
  return state.withLocalStorage(() => evaluate(file))
}

async function evaluate({ stack, values }: StackFile): Promise<Plan> {
  const { slug, code, name } = stack
  const registered: Registered[] = []
  const inputs = new Map<string, JsonObject>()
  await runtime.setMocks(
    {
      call: ({ token }) => {
        throw new Error(`the program called ${token}: a plan has no provider to answer`)
      },
      newResource: (resource) => {
        inputs.set(`${resource.type}::${resource.name}`, inputsOf(resource))
        return answerOf(resource)
      },
    },
    PROJECT,
    slug,
    true,
  )
  const config = Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)])
  runtime.setAllConfig(Object.fromEntries(config))
  const outputs: unknown = await runtime.runInPulumiStack(async () => {
    // The mocks are told neither parents nor order; a transformation is called as each resource is constructed.
    runtime.registerStackTransformation(({ type, name, resource, opts }) => {
      registered.push({ type, name, resource, parent: opts.parent })
      return undefined
    })
    return program()
  })
  await runtime.disconnect()
  return {
    schema: 'sansang.plan/1',
    province: { slug, code, name },
    resources: resources(slug, registered, inputs),
    outputs: JSON.parse(JSON.stringify(outputs)) as JsonObject,
  }
}

function resources(slug: string, registered: readonly Registered[], inputs: ReadonlyMap<string, JsonObject>) {
  const root: PlannedResource = {
    urn: urn(slug, STACK_TYPE, `${PROJECT}-${slug}`),
    type: STACK_TYPE,
    name: `${PROJECT}-${slug}`,
    inputs: {},
  }
  const chains = new Map<Resource, string>()
  const urns = new Map<Resource, string>()
  const planned = registered.map(({ type, name, resource, parent }): PlannedResource => {
    // The engine's own rule: types of all ancestors but the stack, joined by `$`.
    const above = parent === undefined ? undefined : chains.get(parent)
    const chain = above === undefined ? type : `${above}$${type}`
    chains.set(resource, chain)
    urns.set(resource, urn(slug, chain, name))
    const own = inputs.get(`${type}::${name}`)
    if (own === undefined) throw new Error(`${type} ${name} was constructed and never registered`)
    return {
      urn: urn(slug, chain, name),
      type,
      name,
      parent: (parent === undefined ? undefined : urns.get(parent)) ?? root.urn,
      inputs: own,
    }
  })
  return [root, ...planned]
}

function urn(slug: string, types: string, name: string): string {
  return `urn:pulumi:${slug}::${PROJECT}::${types}::${name}`
}
