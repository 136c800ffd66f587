// infra/index.ts: config → platform → outputs, for the Pulumi CLI and for plan.ts alike. Nothing else.
import { Config, getStack } from '@pulumi/pulumi'
import { Platform } from './platform.ts'
import { secretsOf, stackOf } from './program-config.ts'

/** The Pulumi program of one province; the stack's name is the province's slug. */
export default function program() {
  const config = new Config()
  const stack = stackOf(getStack(), config)
  const platform = new Platform(stack.slug, { stack, secrets: secretsOf(stack, config) })
  const { slug, name, code, goLive, member, memberOrigin, hostname, sizing, communes, bridgePoints } = stack
  return {
    province: { slug, name, code, goLive, member, memberOrigin },
    namespace: platform.namespace,
    hostname,
    endpoints: platform.endpoints,
    sizing: { ...sizing, communes: communes.length, bridgePoints: bridgePoints.length },
  }
}
