// infra/alerts.ts: Prometheus alerts of a province's platform, made of the objectives. Pure; sends nothing.
import type { SystemName } from '../types/system.ts'
import type { AlertRule, PrometheusRuleSpec } from './components/custom-objects.ts'
import type { Objective } from './objectives.ts'
import type { Stack } from './stack.ts'

type Draft = {
  readonly expr: string
  readonly for: string
  readonly severity: 'critical' | 'warning'
  readonly vi: string
  readonly en: string
}

const WINDOW = '5m'

/** Groups: one a system from its objective, then exchange, database, backup and certificates. `namespace` is the province's. */
export function alertRules(
  stack: Pick<Stack, 'database'>,
  namespace: string,
  objectives: Readonly<Record<SystemName, Objective>>,
): PrometheusRuleSpec {
  const systems = Object.entries(objectives).map(([system, objective]) =>
    group(system, systemAlerts(namespace, system, objective)),
  )
  const platform = [
    group('platform', platformAlerts(namespace)),
    ...(stack.database.mode === 'external' ? [] : [group('database', databaseAlerts(namespace))]),
  ]
  return { groups: [...systems, ...platform] }
}

/** PromQL: seconds within which the share `quantile` of a system's requests was answered. */
export function answeredWithin(namespace: string, system: string, quantile: number): string {
  const series = `http_request_duration_seconds_bucket{namespace="${namespace}",service="${system}"}`
  return `histogram_quantile(${quantile}, sum by (le) (rate(${series}[${WINDOW}])))`
}

/** PromQL: share of a system's requests that failed on its side. */
export function failedShare(namespace: string, system: string): string {
  const count = (more: string) =>
    `sum(rate(http_request_duration_seconds_count{namespace="${namespace}",service="${system}"${more}}[${WINDOW}]))`
  return `(${count(',status=~"5.."')} or vector(0)) / ${count('')}`
}

function systemAlerts(namespace: string, system: string, objective: Objective): Record<string, Draft> {
  const slow = (quantile: number, limitMs: number, severity: Draft['severity']): Draft => ({
    expr: `${answeredWithin(namespace, system, quantile)} > ${limitMs / 1000}`,
    for: '10m',
    severity,
    vi: `Hệ thống ${system} trả lời chậm hơn mục tiêu ${limitMs} ms (p${quantile * 100})`,
    en: `${system} answers slower than its objective of ${limitMs} ms (p${quantile * 100})`,
  })
  return {
    SlowerThanObjectiveP95: slow(0.95, objective.p95Ms, 'warning'),
    SlowerThanObjectiveP99: slow(0.99, objective.p99Ms, 'critical'),
    FailsMoreThanObjective: {
      expr: `${failedShare(namespace, system)} > ${objective.failedShareMax}`,
      for: '5m',
      severity: 'critical',
      vi: `Hệ thống ${system} có yêu cầu lỗi vượt mục tiêu ${objective.failedShareMax}`,
      en: `${system} fails more requests than its objective of ${objective.failedShareMax}`,
    },
    Down: {
      expr: `absent(up{namespace="${namespace}",service="${system}"} == 1)`,
      for: '2m',
      severity: 'critical',
      vi: `Không còn bản sao nào của hệ thống ${system} hoạt động`,
      en: `no replica of ${system} is up`,
    },
  }
}

function platformAlerts(namespace: string): Record<string, Draft> {
  return {
    MessagesWait: {
      expr: `max by (service) (outbox_pending{namespace="${namespace}"}) > 100`,
      for: '15m',
      severity: 'warning',
      vi: 'Thông điệp chờ gửi qua trục tích hợp dồn ứ quá 15 phút',
      en: 'messages to the exchange have been piling up for 15 minutes',
    },
    CertificateEnds: {
      expr: `certmanager_certificate_expiration_timestamp_seconds{namespace="${namespace}"} - time() < 14 * 86400`,
      for: '1h',
      severity: 'critical',
      vi: 'Chứng thư số còn hiệu lực dưới 14 ngày mà chưa được gia hạn',
      en: 'a certificate ends within 14 days and was not renewed',
    },
  }
}

function databaseAlerts(namespace: string): Record<string, Draft> {
  const of = (metric: string) => `${metric}{namespace="${namespace}"}`
  return {
    DatabaseWithoutPrimary: {
      expr: `(sum(${of('patroni_primary')}) or vector(0)) != 1`,
      for: '1m',
      severity: 'critical',
      vi: 'Cơ sở dữ liệu không có đúng một máy chính',
      en: 'the database has not exactly one primary',
    },
    DatabaseWithoutSynchronousStandby: {
      expr: `(sum(${of('patroni_sync_standby')}) or vector(0)) < 1`,
      for: '2m',
      severity: 'critical',
      vi: 'Cơ sở dữ liệu không có bản sao đồng bộ, mọi thao tác ghi đang chờ',
      en: 'the database has no synchronous standby: every write waits',
    },
    BackupTooOld: {
      expr: `time() - max(kube_cronjob_status_last_successful_time{namespace="${namespace}",cronjob=~"postgres-backup-.*"}) > 26 * 3600`,
      for: '10m',
      severity: 'critical',
      vi: 'Bản sao lưu gần nhất đã quá 26 giờ',
      en: 'the last good backup is more than 26 hours old',
    },
  }
}

function group(name: string, drafts: Readonly<Record<string, Draft>>) {
  const rules = Object.entries(drafts).map(
    ([alert, { severity, vi, en, ...rule }]): AlertRule => ({
      alert,
      ...rule,
      labels: { severity, part: name },
      annotations: { summary: en, summary_vi: vi },
    }),
  )
  return { name: `sansang-${name}`, interval: '30s', rules }
}
