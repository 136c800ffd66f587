// infra/dashboards.ts: one Grafana dashboard of a province's systems against their objectives. Pure; draws nothing.
import type { Json, JsonObject } from '../types/json.ts'
import { answeredWithin, failedShare } from './alerts.ts'
import type { Objective } from './objectives.ts'

type Panel = {
  readonly title: string
  readonly expr: string
  readonly limit: number
  readonly unit: 's' | 'percentunit'
}

/** The dashboard's JSON model: a row a system with p95, p99 and failed share, each with its objective as the red line. */
export function dashboard(
  province: { readonly slug: string; readonly name: string },
  namespace: string,
  objectives: Readonly<Record<string, Objective>>,
): JsonObject {
  const rows = Object.entries(objectives).map(([system, objective]) =>
    panelsOf(namespace, system, objective).map((panel) => ({ ...panel, title: `${system}: ${panel.title}` })),
  )
  return {
    uid: `sansang-${province.slug}`,
    title: `Sẵn sàng: ${province.name}`,
    tags: ['sansang'],
    timezone: 'Asia/Ho_Chi_Minh',
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    panels: rows.flatMap((panels, row) => panels.map((panel, column) => drawn(panel, row, column))),
  }
}

function panelsOf(namespace: string, system: string, objective: Objective): Panel[] {
  const { p95Ms, p99Ms, failedShareMax } = objective
  return [
    { title: 'p95', expr: answeredWithin(namespace, system, 0.95), limit: p95Ms / 1000, unit: 's' },
    { title: 'p99', expr: answeredWithin(namespace, system, 0.99), limit: p99Ms / 1000, unit: 's' },
    {
      title: 'tỷ lệ lỗi / failed share',
      expr: failedShare(namespace, system),
      limit: failedShareMax,
      unit: 'percentunit',
    },
  ]
}

const HEIGHT = 7
const WIDTH = 8

function drawn({ title, expr, limit, unit }: Panel, row: number, column: number): Json {
  return {
    id: row * 3 + column + 1,
    type: 'timeseries',
    title,
    gridPos: { x: column * WIDTH, y: row * HEIGHT, w: WIDTH, h: HEIGHT },
    datasource: { type: 'prometheus' },
    targets: [{ refId: 'A', expr }],
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        custom: { thresholdsStyle: { mode: 'line' } },
        thresholds: {
          mode: 'absolute',
          steps: [
            { color: 'green', value: null },
            { color: 'red', value: limit },
          ],
        },
      },
      overrides: [],
    },
  }
}
