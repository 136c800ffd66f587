// cli/plan-page.ts: a plan as a page for a person: the province, a tree of components, totals, allowed connections. Pure.
import { listAt, numberAt, textAt } from '../checks/collectors/plan-json.ts'
import {
  kindOf,
  nameOf,
  objectsOf,
  type PlannedWorkload,
  workloadsOf,
} from '../checks/collectors/plan-objects.ts'
import type { Json } from '../types/json.ts'
import type { Plan, PlannedResource } from '../types/plan.ts'

type Row = readonly string[]

/** The page, ending in a line feed. */
export function planPage(plan: Plan): string {
  const kubernetes = plan.resources.filter((resource) => kindOf(resource) !== undefined).length
  return [
    ...heading(plan),
    '',
    ...table(
      ['component', 'runs as', 'replicas', 'cpu', 'memory', 'cpu in all', 'memory in all'],
      tree(plan),
    ),
    '',
    'Who may connect (everything else is denied):',
    ...connections(plan).map((line) => `  ${line}`),
    '',
    `${plan.resources.length} resources, ${kubernetes} of them Kubernetes objects. As JSON: ./sansang plan ${plan.province.slug} --json`,
    '',
  ].join('\n')
}

function heading({ province, outputs }: Plan): string[] {
  const sizing = (key: string) => (numberAt(outputs, 'sizing', key) ?? 0).toLocaleString('en')
  const derived = textAt(outputs, 'sizing', 'dossiersOrigin') === 'derived' ? ' (derived: 37 a commune)' : ''
  const member = textAt(outputs, 'province', 'member') ?? ''
  const provisional =
    textAt(outputs, 'province', 'memberOrigin') === 'provisional'
      ? ' (provisional: the province must state its own)'
      : ''
  return [
    `${province.name} (${province.code}), go-live ${textAt(outputs, 'province', 'goLive') ?? ''}`,
    `  sized for  ${sizing('communes')} communes, ${sizing('bridgePoints')} bridge points, ${sizing('dossiersPerWorkingDay')} dossiers a working day${derived}, ${sizing('onlinePercent')} % online`,
    `  exchange   member ${member}${provisional}`,
    `  gateway    ${textAt(outputs, 'hostname') ?? ''}`,
    `  namespace  ${textAt(outputs, 'namespace') ?? ''}`,
  ]
}

/** Components below the platform, each with its workload; the last row sums up. */
function tree(plan: Plan): Row[] {
  const workloads = workloadsOf(plan)
  const rows: Row[] = []
  const below = (parent: string, indent: string) => {
    const components = plan.resources.filter(
      (resource) => resource.parent === parent && resource.type.startsWith('sansang:'),
    )
    for (const [index, component] of components.entries()) {
      const last = index === components.length - 1
      const own = plan.resources.find((resource) => resource.parent === component.urn && isWorkload(resource))
      const workload = workloads.find(({ name }) => own !== undefined && name === nameOf(own))
      const label = `${indent}${last ? '└─ ' : '├─ '}${component.type.split(':').at(-1)} ${component.name}`
      rows.push(workload === undefined ? [label] : [label, ...sizes(workload)])
      below(component.urn, `${indent}${last ? '   ' : '│  '}`)
    }
  }
  const root = plan.resources.find(({ parent }) => parent === undefined)
  const platform = plan.resources.find(({ parent }) => parent === root?.urn)
  if (platform === undefined) return rows
  rows.push([`Platform ${platform.name}`])
  below(platform.urn, '')
  const replicas = sum(workloads, ({ replicas }) => replicas)
  const cpu = sum(workloads, (workload) => workload.replicas * millicores(workload))
  const memory = sum(workloads, (workload) => workload.replicas * mebibytes(workload))
  return [...rows, ['total', '', String(replicas), '', '', `${cpu}m`, `${memory}Mi`]]
}

function isWorkload(resource: PlannedResource): boolean {
  return ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kindOf(resource) ?? '')
}

function sizes(workload: PlannedWorkload): Row {
  const [cpu, memory] = [millicores(workload), mebibytes(workload)]
  const { kind, replicas } = workload
  return [kind, String(replicas), `${cpu}m`, `${memory}Mi`, `${replicas * cpu}m`, `${replicas * memory}Mi`]
}

function millicores({ containers }: PlannedWorkload): number {
  return sum(containers, (container) => Number.parseInt(requested(container, 'cpu'), 10))
}

function mebibytes({ containers }: PlannedWorkload): number {
  return sum(containers, (container) => Number.parseInt(requested(container, 'memory'), 10))
}

/** The program always writes millicores and MiB (infra/components/pod.ts). */
function requested(container: Json, resource: string): string {
  return textAt(container, 'resources', 'requests', resource) ?? '0'
}

/** As the policies of the plan say it, one line for each workload that is let in somewhere. */
function connections(plan: Plan): string[] {
  return objectsOf(plan, 'NetworkPolicy').flatMap((policy) => {
    const targets = listAt(policy.inputs, 'spec', 'egress').flatMap((rule) => {
      const ports = listAt(rule, 'ports').map((port) =>
        String(numberAt(port, 'port') ?? textAt(port, 'port') ?? 'any'),
      )
      return listAt(rule, 'to').map((peer) => `${peerName(peer)}:${[...new Set(ports)].join(',')}`)
    })
    const outside = listAt(policy.inputs, 'spec', 'ingress')
      .flatMap((rule) => listAt(rule, 'from'))
      .flatMap((peer) => textAt(peer, 'ipBlock', 'cidr') ?? [])
    return [
      ...outside.map((cidr) => `${cidr} -> ${nameOf(policy)}`),
      ...(targets.length === 0 ? [] : [`${sender(policy)} -> ${targets.join(', ')}`]),
    ]
  })
}

function sender(policy: PlannedResource): string {
  return textAt(policy.inputs, 'spec', 'podSelector', 'matchLabels', 'app.kubernetes.io/name') ?? 'every pod'
}

function peerName(peer: Json): string {
  const name = textAt(peer, 'podSelector', 'matchLabels', 'app.kubernetes.io/name')
  return (
    name ?? textAt(peer, 'ipBlock', 'cidr') ?? textAt(peer, 'podSelector', 'matchLabels', 'k8s-app') ?? 'pods'
  )
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0)
}

/** Columns as wide as their widest cell; numbers to the right. */
function table(head: Row, rows: readonly Row[]): string[] {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  )
  return [head, ...rows].map((row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? ''
        return column < 2 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
