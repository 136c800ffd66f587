// checks/collectors/plan-stated.ts: what the program states about the whole platform: where it will run, which images are approved, what is still a placeholder.
import type { Json } from '../../types/json.ts'
import type { Plan } from '../../types/plan.ts'
import { listAt, textAt } from './plan-json.ts'
import { kindOf, nameOf, type PlannedWorkload } from './plan-objects.ts'

const PLATFORM = 'sansang:platform:Platform'

function stated(plan: Plan): Json | undefined {
  return plan.resources.find(({ type }) => type === PLATFORM)?.inputs
}

/** `embedded`, `cluster`, …; `unstated` where no platform component says. */
export function targetOf(plan: Plan): string {
  return textAt(stated(plan), 'target') ?? 'unstated'
}

/** Images of a workload that are not on the list, whatever mirror they come from: repository, tag and digest must all agree. */
export function unlistedImages(plan: Plan, { containers }: PlannedWorkload): string[] {
  const mirror = textAt(stated(plan), 'mirror')
  const approved = listAt(stated(plan), 'images').map((image) => {
    const digest = textAt(image, 'digest')
    const pinned = digest === undefined || digest === 'unbuilt' ? '' : `@${digest}`
    const name = `${textAt(image, 'repository')}:${textAt(image, 'tag')}${pinned}`
    return mirror === undefined ? name : `${mirror}/${name}`
  })
  return containers
    .map((container) => textAt(container, 'image') ?? '')
    .filter((image) => !approved.includes(image))
}

/** Names and addresses reserved for documentation (RFC 2606, RFC 5737): nobody answers there. */
const RESERVED = /[\w.-]+\.example\b|\b(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}\b/g

/** `Gateway public: dung-chung.ho-chi-minh.example` for every reserved name or address an object still carries. */
export function placeholders(plan: Plan): string[] {
  const found = plan.resources.flatMap((resource) => {
    const kind = kindOf(resource)
    if (kind === undefined) return []
    const values = [...JSON.stringify(resource.inputs).matchAll(RESERVED)].map(([value]) => value)
    return values.map((value) => `${kind} ${nameOf(resource)}: ${value}`)
  })
  return [...new Set(found)]
}

/** Systems whose tokens do not come from the planned identity service: `reporting: http://elsewhere:8080`. */
export function strangersIssuer(workloads: readonly PlannedWorkload[]): string[] {
  const identities = workloads
    .filter(({ labels }) => labels['sansang.vn/part'] === 'identity')
    .map(({ name }) => name)
  return workloads
    .filter(({ labels }) => labels['sansang.vn/part'] === 'system')
    .flatMap(({ name, containers }) => {
      const issuer = containers
        .flatMap((container) => listAt(container, 'env'))
        .find((variable) => textAt(variable, 'name') === 'OIDC_ISSUER')
      const host = /^https?:\/\/([a-z0-9-]+)(?:[.:/]|$)/.exec(textAt(issuer, 'value') ?? '')?.[1]
      return host !== undefined && identities.includes(host)
        ? []
        : [`${name}: ${textAt(issuer, 'value') ?? 'no issuer'}`]
    })
}
