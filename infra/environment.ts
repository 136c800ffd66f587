// infra/environment.ts: the variables every system and identity start with (docs/architecture.md, "Processes"). Pure.
import type { core } from '@pulumi/kubernetes/types/input.js'
import type { SystemName } from '../types/system.ts'
import { PORTS } from './edges.ts'
import type { Stack } from './stack.ts'

/** In the order of the architecture's table; what only some processes have is added by their component. */
export function processEnv(name: SystemName | 'identity', stack: Stack): core.v1.EnvVar[] {
  return [
    { name: 'SANSANG_SYSTEM', value: name },
    { name: 'SANSANG_PROVINCE', value: stack.code },
    { name: 'SANSANG_MEMBER', value: stack.member },
    ...listenEnv(),
    { name: 'DATABASE_URL', value: `postgres://${name}@postgres:${PORTS.postgres}/${name}` },
    {
      name: 'DATABASE_PASSWORD',
      valueFrom: { secretKeyRef: { name: `${name}-secrets`, key: 'database-password' } },
    },
    { name: 'OIDC_ISSUER', value: `http://identity:${PORTS.http}` },
  ]
}

/** A pod is reached by its own address, so it listens on all of them; network policies say who gets through. */
export function listenEnv(): core.v1.EnvVar[] {
  return [
    { name: 'HOST', value: '0.0.0.0' },
    { name: 'PORT', value: String(PORTS.http) },
    { name: 'LOG_LEVEL', value: 'info' },
  ]
}
