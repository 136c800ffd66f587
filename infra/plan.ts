// infra/plan.ts: evaluates the Pulumi program in this process, without CLI, cluster or network, and writes down what it declares.
import { createRequire } from 'node:module'
import { type Resource, runtime } from '@pulumi/pulumi'
import { type Fault, SansangError } from '../types/error.ts'
import type { JsonObject } from '../types/json.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'
import { readStackFile, readStackFiles, type StackFile } from './config.ts'
import program from './index.ts'
import { answerOf, inputsOf } from './mock-provider.ts'
import { jointFiles } from './stack-joint.ts'
import { SECRETS, SETTINGS } from './stack-shape.ts'

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
  readonly protect: boolean
}

/**
 * The plan of one province: every resource in registration order with its inputs, secrets by name only.
 * Equal stacks give equal plans, byte for byte. Throws what `readStack` throws, `program-not-plannable` with everything
 * the program asked for that a plan cannot answer, and whatever the program throws.
 */
export function planProvince(slug: string, folder?: string): Promise<Plan> {
  return planProgram(readStackFile(slug, folder), program)
}

/**
 * The plans of many provinces, one after the other: at once they would only wait for each other and hold each other's memory.
 * Throws like `planProvince`.
 */
export async function planProvinces(slugs: readonly string[], folder?: string): Promise<Plan[]> {
  const files = readStackFiles(slugs, folder)
  const { stackTraceLimit } = Error
  const plans: Plan[] = []
  for (const file of files)
    try {
      // The SDK takes a stack trace of every promise it makes: a third of the whole time.
      Error.stackTraceLimit = 0
      plans.push(await planProgram(file, program))
    } catch {
      // The same fault again, with its trace.
      Error.stackTraceLimit = stackTraceLimit
      plans.push(await planProgram(file, program))
    } finally {
      Error.stackTraceLimit = stackTraceLimit
    }
  return plans
}

/** The platforms of a joint operation, one plan a former province (stack-joint.ts). Throws also `not-merged`. */
export function planPlatforms(slug: string, folder?: string): Promise<Plan[]> {
  return Promise.all(jointFiles(readStackFile(slug, folder)).map((file) => planProgram(file, program)))
}

/** The same for any program, as the tests need it. */
export async function planProgram(file: StackFile, run: () => unknown): Promise<Plan> {
  return state.withLocalStorage(() => evaluate(file, run))
}

async function evaluate({ stack, values }: StackFile, run: () => unknown): Promise<Plan> {
  const { slug, code, name } = stack
  const registered: Registered[] = []
  const inputs = new Map<string, JsonObject>()
  const refusals: Fault[] = []
  // A mock that throws is only an unhandled rejection to the SDK, and the plan would come out regardless.
  const recorded = <T>(where: string, answer: () => T, otherwise: T): T => {
    try {
      return answer()
    } catch (error) {
      refusals.push({ where, message: error instanceof Error ? error.message : String(error) })
      return otherwise
    }
  }
  const mocks: runtime.Mocks = {
    call: ({ token }) => recorded(token, () => refuseCall(token), {}),
    newResource: (resource) =>
      recorded(
        `${resource.type} ${resource.name}`,
        () => {
          inputs.set(`${resource.type}::${resource.name}`, inputsOf(resource))
          return answerOf(resource)
        },
        { id: resource.name, state: {} },
      ),
  }
  await runtime.setMocks(mocks, PROJECT, slug, true)
  const settings = SETTINGS.filter((key) => values[key] !== undefined)
  const config = settings.map((key): [string, string] => [key, JSON.stringify(values[key])])
  // A plan cannot decrypt and must not: whatever the file holds, the program sees that there is a secret, not which.
  const secrets = SECRETS.map((key): [string, string] => [key, `kept by ${key}`])
  runtime.setAllConfig(Object.fromEntries([...config, ...secrets]), [...SECRETS])
  const thrown: unknown[] = []
  const outputs: unknown = await runtime.runInPulumiStack(async () => {
    // The mocks are told neither parents nor order; a transformation is called as each resource is constructed.
    runtime.registerStackTransformation(({ type, name, resource, opts }) => {
      registered.push({ type, name, resource, parent: opts.parent, protect: opts.protect === true })
      return undefined
    })
    try {
      return await run()
    } catch (error) {
      // Past this frame the SDK would also report it as an unhandled rejection, and end the process.
      thrown.push(error)
      return {}
    }
  })
  await runtime.disconnect()
  if (thrown.length > 0) throw thrown[0]
  if (refusals.length > 0) throw notPlannable(slug, refusals)
  return {
    schema: 'sansang.plan/1',
    province: { slug, code, name },
    resources: resources(slug, registered, inputs),
    outputs: JSON.parse(JSON.stringify(outputs ?? {})) as JsonObject,
  }
}

function refuseCall(token: string): never {
  throw new Error(`the program called ${token}: a plan has no provider to answer`)
}

function notPlannable(slug: string, faults: readonly Fault[]): SansangError {
  return new SansangError('program-not-plannable', {
    message: `the program of ${slug} asks for what no plan can answer`,
    hint: 'take it out of infra/, or teach infra/mock-provider.ts the provider',
    exit: 'internal',
    faults,
  })
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
  const planned = registered.map(({ type, name, resource, parent, protect }): PlannedResource => {
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
      ...(protect ? { protect } : {}),
    }
  })
  return [root, ...planned]
}

function urn(slug: string, types: string, name: string): string {
  return `urn:pulumi:${slug}::${PROJECT}::${types}::${name}`
}
