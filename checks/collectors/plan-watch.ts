// checks/collectors/plan-watch.ts: which planned workloads nobody scrapes and which systems nobody is alerted about. Judges nothing.
import type { Plan } from '../../types/plan.ts'
import { listAt, textAt, textsAt, valueAt } from './plan-json.ts'
import { nameOf, namespaceOf, objectsOf, type PlannedWorkload, workloadsOf } from './plan-objects.ts'
import { selects } from './plan-selector.ts'

/** Workloads that serve metrics and are selected by no monitor. Jobs serve none. */
export function unwatched(plan: Plan): string[] {
  return workloadsOf(plan)
    .filter(({ kind }) => kind !== 'CronJob' && kind !== 'Job')
    .filter((workload) => !byService(plan, workload) && !byPod(plan, workload))
    .map(({ name }) => name)
}

function byService(plan: Plan, workload: PlannedWorkload): boolean {
  const services = objectsOf(plan, 'Service').filter(
    (service) =>
      namespaceOf(service) === workload.namespace &&
      selects({ matchLabels: textsAt(service.inputs, 'spec', 'selector') }, workload.labels),
  )
  return objectsOf(plan, 'ServiceMonitor').some((monitor) =>
    services.some((service) => {
      const ports = listAt(service.inputs, 'spec', 'ports').map((port) => textAt(port, 'name'))
      const meant = selects(
        valueAt(monitor.inputs, 'spec', 'selector'),
        textsAt(service.inputs, 'metadata', 'labels'),
      )
      return (
        meant &&
        listAt(monitor.inputs, 'spec', 'endpoints').some((endpoint) =>
          ports.includes(textAt(endpoint, 'port')),
        )
      )
    }),
  )
}

function byPod(plan: Plan, { labels, containers }: PlannedWorkload): boolean {
  const ports = containers.flatMap((container) =>
    listAt(container, 'ports').map((port) => textAt(port, 'name')),
  )
  return objectsOf(plan, 'PodMonitor').some(
    ({ inputs }) =>
      selects(valueAt(inputs, 'spec', 'selector'), labels) &&
      listAt(inputs, 'spec', 'podMetricsEndpoints').some((endpoint) =>
        ports.includes(textAt(endpoint, 'port')),
      ),
  )
}

/** Systems no alert speaks of, and the database when none does: `meetings`. */
export function withoutAlert(plan: Plan): string[] {
  const expressions = objectsOf(plan, 'PrometheusRule')
    .flatMap(({ inputs }) => listAt(inputs, 'spec', 'groups'))
    .flatMap((group) => listAt(group, 'rules'))
    .map((rule) => textAt(rule, 'expr') ?? '')
  return workloadsOf(plan)
    .filter(({ kind }) => kind !== 'CronJob')
    .filter(({ name, labels }) => {
      const wanted = { system: `service="${name}"`, database: 'patroni_sync_standby' }[
        labels['sansang.vn/part'] ?? ''
      ]
      return wanted !== undefined && !expressions.some((expression) => expression.includes(wanted))
    })
    .map(({ name }) => name)
}

/** Network rules that name no peer or the whole Internet: `procedures: egress`. `proxies` are meant to be open inwards. */
export function openToAll(plan: Plan, direction: 'ingress' | 'egress'): string[] {
  const [field, types] = direction === 'ingress' ? ['from', 'Ingress'] : ['to', 'Egress']
  return objectsOf(plan, 'NetworkPolicy')
    .filter(({ inputs }) => direction === 'egress' || !servesProxies(valueAt(inputs, 'spec', 'podSelector')))
    .filter(
      ({ inputs }) =>
        listAt(inputs, 'spec', 'policyTypes').includes(types) &&
        listAt(inputs, 'spec', direction).some((rule) => {
          const peers = listAt(rule, field)
          return (
            peers.length === 0 || peers.some((peer) => /\/0$/.test(textAt(peer, 'ipBlock', 'cidr') ?? ''))
          )
        }),
    )
    .map((policy) => `${nameOf(policy)}: ${direction}`)
}

function servesProxies(selector: ReturnType<typeof valueAt>): boolean {
  return valueAt(selector, 'matchLabels', 'gateway.networking.k8s.io/gateway-name') !== undefined
}
