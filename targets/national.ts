// targets/national.ts: the national peers a rehearsal starts for itself; they stand outside the province and its plan.
import type { PlannedDatabase, PlannedWorkload } from './deployment.ts'

const SECRET = { name: 'national-secrets', key: 'database-password' } as const
const DATABASE: PlannedDatabase = { database: 'national', owner: 'national', secret: SECRET }

/** `address`: as the plan's URLs name the peers. Callers are sent through the route of that name. */
export const NATIONAL = {
  name: 'national',
  address: 'national:8080',
  route: 'national',
  database: DATABASE,
} as const

/** Described like a planned workload, so that it is started and watched the same way. */
export function nationalPeers(province: string, member: string): PlannedWorkload {
  const probe = { periodMs: 2000, timeoutMs: 2000, failureThreshold: 60 }
  return {
    name: NATIONAL.name,
    part: 'national',
    command: ['node', 'systems/national/server.ts'],
    env: [
      { name: 'SANSANG_SYSTEM', value: NATIONAL.name },
      { name: 'SANSANG_PROVINCE', value: province },
      { name: 'SANSANG_MEMBER', value: member },
      { name: 'HOST', value: '127.0.0.1' },
      { name: 'PORT', value: '8080' },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'DATABASE_URL', value: 'postgres://national@postgres:5432/national' },
      { name: 'DATABASE_PASSWORD', value: SECRET },
      { name: 'OIDC_ISSUER', value: 'http://identity:8080' },
    ],
    startup: { ...probe, path: '/healthz' },
    readiness: { ...probe, failureThreshold: 3, path: '/readyz' },
    graceMs: 10_000,
  }
}
