// infra/components/monitoring.ts: who is scraped, what is alerted on, what is drawn. Runs no Prometheus and no Grafana.
import { ConfigMap } from '@pulumi/kubernetes/core/v1/configMap.js'
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi'
import { alertRules } from '../alerts.ts'
import { dashboard } from '../dashboards.ts'
import { readObjectives } from '../objectives.ts'
import type { Stack } from '../stack.ts'
import { customObject } from './custom-objects.ts'

export type MonitoringArgs = {
  readonly namespace: Input<string>
  /** The same name, for the queries. */
  readonly namespaceName: string
  readonly stack: Stack
}

const OPERATOR = 'monitoring.coreos.com/v1'
const ENDPOINT = { path: '/metrics', interval: '30s', scrapeTimeout: '10s' } as const

export class Monitoring extends ComponentResource {
  constructor(name: 'monitoring', args: MonitoringArgs, opts?: ComponentResourceOptions) {
    const { namespace, namespaceName, stack } = args
    super('sansang:platform:Monitoring', name, { namespace }, opts)
    const within = { parent: this }
    const metadata = (object: string, labels = {}) => ({
      name: object,
      namespace,
      labels: { 'app.kubernetes.io/part-of': 'sansang', ...labels },
    })
    const objectives = readObjectives()
    const selector = { matchLabels: { 'app.kubernetes.io/part-of': 'sansang' } }

    customObject(
      OPERATOR,
      'ServiceMonitor',
      { metadata: metadata('systems'), spec: { selector, endpoints: [{ port: 'http', ...ENDPOINT }] } },
      'systems',
      within,
    )
    if (stack.database.mode !== 'external')
      customObject(
        OPERATOR,
        'PodMonitor',
        {
          metadata: metadata('postgres'),
          spec: {
            selector: { matchLabels: { 'app.kubernetes.io/name': 'postgres' } },
            podMetricsEndpoints: [{ port: 'patroni', ...ENDPOINT }],
          },
        },
        'postgres',
        within,
      )
    customObject(
      OPERATOR,
      'PrometheusRule',
      { metadata: metadata('objectives'), spec: alertRules(stack, namespaceName, objectives) },
      'objectives',
      within,
    )
    const drawn = JSON.stringify(dashboard(stack, namespaceName, objectives))
    // Grafana's side container loads every ConfigMap that carries this label.
    const labels = { grafana_dashboard: '1' }
    new ConfigMap(
      'dashboard-objectives',
      { metadata: metadata('dashboard-objectives', labels), data: { 'sansang-objectives.json': drawn } },
      within,
    )
    this.registerOutputs({})
  }
}
