// checks/collectors/plan-entry.ts: the way in from outside: listeners, certificates, routes, and who limits rates behind them. Judges nothing.
import type { Json, JsonObject } from '../../types/json.ts'
import type { Plan, PlannedResource } from '../../types/plan.ts'
import { listAt, numberAt, textAt, textsAt, valueAt } from './plan-json.ts'
import { nameOf, namespaceOf, objectsOf, type PlannedWorkload, workloadsOf } from './plan-objects.ts'
import { selects } from './plan-selector.ts'

type Listener = { readonly gateway: string; readonly name: string; readonly value: Json }

/** Facts `tls`, `cert` and `route`. */
export function entryFacts(plan: Plan): JsonObject {
  const listeners = objectsOf(plan, 'Gateway').flatMap((gateway) =>
    listAt(gateway.inputs, 'spec', 'listeners').map((value): Listener => {
      return { gateway: nameOf(gateway), name: textAt(value, 'name') ?? '', value }
    }),
  )
  const secure = listeners.filter(({ value }) => textAt(value, 'protocol') !== 'HTTP')
  const routes = objectsOf(plan, 'HTTPRoute')
  return {
    tls: {
      listeners: secure.length,
      withoutMinVersion: secure.filter(({ value }) => !statesMinVersion(value)).map(label),
      withoutCertificate: secure.filter(({ value }) => !hasCertificate(plan, value)).map(label),
      plain: listeners
        .filter(({ value }) => textAt(value, 'protocol') === 'HTTP')
        .filter((listener) => routes.some((route) => attached(route, listener) && !onlyRedirects(route)))
        .map(label),
    },
    cert: { weak: objectsOf(plan, 'Certificate').flatMap(weakness) },
    route: {
      unlimited: routes.flatMap((route) =>
        backendsOf(plan, route)
          .filter(({ limited }) => !limited)
          .map(({ way }) => way),
      ),
      strangers: routes.flatMap((route) =>
        backendsOf(plan, route)
          .filter(({ gateway }) => !gateway)
          .map(({ way }) => way),
      ),
      anyHost: listeners.filter(({ value }) => (textAt(value, 'hostname') ?? '*').includes('*')).map(label),
    },
  }
}

function label({ gateway, name }: Listener): string {
  return `${gateway}/${name}`
}

/** What an implementation's own option says; of one that is absent or of another implementation nothing is known. */
function statesMinVersion(listener: Json): boolean {
  const options = textsAt(listener, 'tls', 'options')
  const nginx = options['nginx.org/ssl-protocols']?.split(' ')
  const least =
    nginx === undefined
      ? [options['kgateway.dev/min-tls-version']]
      : nginx.map((one) => one.replace('TLSv', ''))
  return least.every((version) => version === '1.2' || version === '1.3')
}

function hasCertificate(plan: Plan, listener: Json): boolean {
  const issued = objectsOf(plan, 'Certificate').map(({ inputs }) => textAt(inputs, 'spec', 'secretName'))
  const references = listAt(listener, 'tls', 'certificateRefs')
  return references.length > 0 && references.every((reference) => issued.includes(textAt(reference, 'name')))
}

function attached(route: PlannedResource, { gateway, name }: Listener): boolean {
  return listAt(route.inputs, 'spec', 'parentRefs').some(
    (parent) => textAt(parent, 'name') === gateway && (textAt(parent, 'sectionName') ?? name) === name,
  )
}

function onlyRedirects(route: PlannedResource): boolean {
  return listAt(route.inputs, 'spec', 'rules').every(
    (rule) =>
      listAt(rule, 'backendRefs').length === 0 &&
      listAt(rule, 'filters').some((filter) => textAt(filter, 'requestRedirect', 'scheme') === 'https'),
  )
}

const HOURS = /^(\d+)h$/

/** Keys below P-256 or 3072 bits RSA (NIST SP 800-57), renewed too late, or kept for ever. */
function weakness(certificate: PlannedResource): string[] {
  const spec = (...path: string[]) => valueAt(certificate.inputs, 'spec', ...path)
  const algorithm = spec('privateKey', 'algorithm') ?? 'RSA'
  const bits =
    numberAt(certificate.inputs, 'spec', 'privateKey', 'size') ?? (algorithm === 'RSA' ? 2048 : 256)
  const hours = (key: string) => Number(HOURS.exec(String(spec(key) ?? ''))?.[1] ?? Number.NaN)
  const authority = spec('isCA') === true
  const faults = [
    ...(algorithm === 'RSA'
      ? bits >= 3072
        ? []
        : ['key']
      : algorithm === 'ECDSA' && bits < 256
        ? ['key']
        : []),
    ...(spec('privateKey', 'rotationPolicy') === 'Always' ? [] : ['rotation']),
    ...(hours('duration') <= (authority ? 10 : 1.1) * 8760 ? [] : ['duration']),
    ...(hours('renewBefore') >= hours('duration') / 4 && hours('renewBefore') < hours('duration')
      ? []
      : ['renewal']),
  ]
  return faults.map((fault) => `${nameOf(certificate)}: ${fault}`)
}

function backendsOf(
  plan: Plan,
  route: PlannedResource,
): { way: string; limited: boolean; gateway: boolean }[] {
  return listAt(route.inputs, 'spec', 'rules')
    .flatMap((rule) => listAt(rule, 'backendRefs'))
    .map((backend) => {
      const name = textAt(backend, 'name') ?? ''
      const behind = workloadsBehind(plan, namespaceOf(route), name)
      return {
        way: `${nameOf(route)} -> ${name}`,
        limited: behind.length > 0 && behind.every(limitsRates),
        gateway: behind.length > 0 && behind.every(({ labels }) => labels['sansang.vn/part'] === 'gateway'),
      }
    })
}

function workloadsBehind(plan: Plan, namespace: string, name: string): PlannedWorkload[] {
  const service = objectsOf(plan, 'Service').find(
    (candidate) => nameOf(candidate) === name && namespaceOf(candidate) === namespace,
  )
  const matchLabels = textsAt(service?.inputs, 'spec', 'selector')
  return workloadsOf(plan).filter(
    (workload) =>
      Object.keys(matchLabels).length > 0 &&
      workload.namespace === namespace &&
      selects({ matchLabels }, workload.labels),
  )
}

/** More than this for one client address is no limit. */
const RATE_MAX = 1000

function limitsRates({ containers }: PlannedWorkload): boolean {
  const rates = containers
    .flatMap((container) => listAt(container, 'env'))
    .filter((variable) => textAt(variable, 'name') === 'RATE_LIMIT_PER_SECOND')
    .map((variable) => Number(textAt(variable, 'value') ?? 0))
  return rates.length > 0 && rates.every((rate) => rate > 0 && rate <= RATE_MAX)
}
