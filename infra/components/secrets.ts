// infra/components/secrets.ts: one workload's secrets, made by the platform and kept in the encrypted Pulumi state.
import { Secret } from '@pulumi/kubernetes/core/v1/secret.js'
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
  secret,
} from '@pulumi/pulumi'
import { RandomPassword } from '@pulumi/random/randomPassword.js'
import { PrivateKey } from '@pulumi/tls/privateKey.js'

export type SecretsArgs = {
  readonly namespace: Input<string>
  /** Keys to fill with 43 random letters and digits (256 bits). */
  readonly random: readonly string[]
  /** Keys to fill with a P-256 private key, PKCS#8 PEM. */
  readonly keys?: readonly string[]
  /** Keys whose value is made of other secrets. */
  readonly given?: Readonly<Record<string, Output<string>>>
}

/** The Secret `<name>` (`procedures-secrets`) and its values, each marked secret. */
export class Secrets extends ComponentResource {
  readonly values: Readonly<Record<string, Output<string>>>

  constructor(name: string, args: SecretsArgs, opts?: ComponentResourceOptions) {
    super('sansang:platform:Secrets', name, { random: args.random, keys: args.keys ?? [] }, opts)
    const within = { parent: this }
    const random = args.random.map((key): [string, Output<string>] => {
      const password = new RandomPassword(`${name}-${key}`, { length: 43, special: false }, within)
      return [key, secret(password.result)]
    })
    const keys = (args.keys ?? []).map((key): [string, Output<string>] => {
      const pair = new PrivateKey(`${name}-${key}`, { algorithm: 'ECDSA', ecdsaCurve: 'P256' }, within)
      return [key, secret(pair.privateKeyPemPkcs8)]
    })
    this.values = { ...Object.fromEntries([...random, ...keys]), ...args.given }
    new Secret(
      name,
      {
        metadata: { name, namespace: args.namespace },
        type: 'Opaque',
        stringData: secret(output(this.values)),
      },
      within,
    )
    this.registerOutputs({ name, keys: Object.keys(this.values) })
  }

  /** Throws for a key this component was not asked to make: a mistake in the program. */
  value(key: string): Output<string> {
    const value = this.values[key]
    if (value === undefined) throw new TypeError(`there is no secret ${key}`)
    return value
  }
}

/** An environment variable read from a Secret: the plan holds the reference, never the value. */
export function fromSecret(name: string, secretName: string, key: string) {
  return { name, valueFrom: { secretKeyRef: { name: secretName, key } } }
}
