// checks/collectors/plan-secrets.ts: secrets that stand in a plan in plain text. Never repeats one: only says where it stands.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, objectAt, textAt } from './plan-json.ts'
import { kindOf, nameOf, type PlannedWorkload } from './plan-objects.ts'

/** Names of variables that hold a secret, whatever their value looks like. */
const SECRET_NAME = /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|(PRIVATE|SIGNING|API|ACCESS)_?KEY/i

/** A private key, a URL with a password, a JSON Web Token. */
const SECRET_TEXT =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|[a-z]:\/\/[^/\s:@"]+:[^/\s@"]+@|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/

/** Variables of a workload that carry a secret as a literal: `procedures/DATABASE_PASSWORD`. */
export function plainVariables({ containers }: PlannedWorkload): string[] {
  return containers.flatMap((container) =>
    listAt(container, 'env')
      .filter((variable) => {
        const value = textAt(variable, 'value') ?? ''
        return value !== '' && (SECRET_NAME.test(textAt(variable, 'name') ?? '') || SECRET_TEXT.test(value))
      })
      .map((variable) => `${textAt(container, 'name')}/${textAt(variable, 'name')}`),
  )
}

/** Places anywhere in the plan, values of Secrets that are not marked secret included: `Secret identity-secrets: clients.json`. */
export function plainSecrets(plan: Plan, workloads: readonly PlannedWorkload[]): string[] {
  const variables = workloads.flatMap((workload) =>
    plainVariables(workload).map((place) => `variable ${place}`),
  )
  const elsewhere = plan.resources.flatMap((resource) => {
    const object = `${kindOf(resource) ?? resource.type} ${nameOf(resource)}`
    const texts = textsIn(resource.inputs).filter(
      ({ path, text }) => !isVariable(path) && SECRET_TEXT.test(text),
    )
    const values = kindOf(resource) === 'Secret' ? unmarked(resource.inputs) : []
    return [...texts.map(({ path }) => `${object}: ${path}`), ...values.map((key) => `${object}: ${key}`)]
  })
  return [...new Set([...variables, ...elsewhere])]
}

function unmarked(inputs: Json): string[] {
  return ['data', 'stringData'].flatMap((field) => {
    const values = objectAt(inputs, field)
    if (values === undefined || textAt(values, 'secret') !== undefined) return []
    return Object.entries(values)
      .filter(([, value]) => textAt(value, 'secret') === undefined)
      .map(([key]) => key)
  })
}

function isVariable(path: string): boolean {
  return /\benv\.\d+\.value$/.test(path)
}

function textsIn(value: Json, path = ''): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    textsIn(member, path === '' ? key : `${path}.${key}`),
  )
}
