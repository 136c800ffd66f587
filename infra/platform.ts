// infra/platform.ts: a province's platform: namespace, database, five shared systems, identity, the way in, monitoring. Nothing reads config here.
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi'
import { SYSTEMS, type SystemName } from '../types/system.ts'
import { Database } from './components/database.ts'
import { Gateway } from './components/gateway.ts'
import { Identity } from './components/identity.ts'
import { Monitoring } from './components/monitoring.ts'
import { ProvinceNamespace } from './components/namespace.ts'
import { PublicEntry } from './components/public-entry.ts'
import { SharedSystem } from './components/shared-system.ts'
import { SERVED } from './edges.ts'
import { IMAGES } from './images.ts'
import type { PlatformSecrets } from './program-config.ts'
import { quotaOf } from './quota.ts'
import type { Stack } from './stack.ts'

export type PlatformArgs = {
  readonly stack: Stack
  /** Credentials of the backup store; absent where the province runs its own database. */
  readonly secrets: PlatformSecrets | undefined
}

export class Platform extends ComponentResource {
  readonly namespace: Output<string>
  /** Base URL inside the namespace, by workload. */
  readonly endpoints: Readonly<Record<string, string>>

  constructor(name: string, args: PlatformArgs, opts?: ComponentResourceOptions) {
    const { stack, secrets } = args
    const { slug, code, goLive, target, images } = stack
    // What the policies judge the plan by: where it will run, and which images may be in it.
    const approved = IMAGES.map(({ repository, tag, digest }) => ({
      repository,
      tag,
      digest: digest ?? 'unbuilt',
    }))
    const stated = { slug, code, goLive, target, mirror: images.mirror, images: approved }
    super('sansang:platform:Platform', name, stated, opts)
    const within = { parent: this }
    const namespaceName = `sansang-${slug}`
    const { namespace } = new ProvinceNamespace(
      namespaceName,
      { province: code, quota: quotaOf(stack) },
      within,
    )
    const databases = SERVED.map((owner) => ({
      database: owner,
      owner,
      secret: { name: `${owner}-secrets`, key: 'database-password' },
    }))
    new Database('postgres', { namespace, stack, databases, secrets }, within)
    const systems = SYSTEMS.map((system) => new SharedSystem(system, { namespace, stack }, within))
    const clients = Object.fromEntries(
      systems.map(({ clientSecret }, index) => [SYSTEMS[index], clientSecret]),
    )
    const identity = new Identity(
      'identity',
      { namespace, stack, clients: clients as Record<SystemName, Output<string>> },
      within,
    )
    const gateway = new Gateway('gateway', { namespace, stack }, within)
    new PublicEntry('public', { namespace, stack }, within)
    new Monitoring('monitoring', { namespace, namespaceName, stack }, within)
    this.namespace = namespace
    this.endpoints = {
      ...Object.fromEntries(systems.map(({ url }, index) => [SYSTEMS[index], url])),
      identity: identity.url,
      gateway: gateway.url,
    }
    // The engine hands a policy pack what a component registers here, and none of its inputs.
    this.registerOutputs({ ...stated, namespace, endpoints: this.endpoints })
  }
}
