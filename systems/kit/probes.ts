// systems/kit/probes.ts: what every process serves besides its contract: health, readiness, metrics, units, contract.
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import type { Contract } from './contract.ts'
import type { UnitList } from './units.ts'

/** One need of a system: its name and whether it can be reached now. Must answer within a second. */
export type Need = { readonly name: string; readonly met: () => Promise<boolean> }

export type ProbeOptions = {
  readonly system: string
  readonly needs: readonly Need[]
  /** True once the process has been told to stop. */
  readonly draining: () => boolean
  readonly registry: Registry
  readonly units?: UnitList
  readonly contract?: Contract
  /** Waits this many times as long as usual for a need. */
  readonly patience?: number
}

const NEED_TIMEOUT_MS = 1_000

/** Adds GET /healthz, /readyz, /metrics and, where given, /units and /openapi.json. All public. */
export function addProbes(app: FastifyInstance, options: ProbeOptions): void {
  const { system, needs, draining, registry, units, contract, patience = 1 } = options
  app.get('/healthz', { config: { operationId: 'getHealth' } }, async () => ({ status: 'ok', system }))
  app.get('/readyz', { config: { operationId: 'getReadiness' } }, async (_request, reply) => {
    const reasons = draining()
      ? ['the process is stopping']
      : await unmetNeeds(needs, NEED_TIMEOUT_MS * patience)
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons })
  })
  app.get('/metrics', { config: { operationId: 'getMetrics' } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
  if (units !== undefined) {
    const list = { effectiveFrom: units.effectiveFrom, provinceCode: units.provinceCode, units: units.units }
    app.get('/units', { config: { operationId: 'getUnits' } }, async () => list)
  }
  if (contract !== undefined)
    app.get('/openapi.json', { config: { operationId: 'getContract' } }, async () => contract.document)
}

async function unmetNeeds(needs: readonly Need[], limitMs: number): Promise<string[]> {
  const answers = await Promise.all(
    needs.map(async (need) => ({ name: need.name, met: await withinTime(need, limitMs) })),
  )
  return answers.filter((answer) => !answer.met).map((answer) => `${answer.name} cannot be reached`)
}

async function withinTime(need: Need, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs)
  })
  try {
    return await Promise.race([need.met().catch(() => false), late])
  } finally {
    clearTimeout(timer)
  }
}
