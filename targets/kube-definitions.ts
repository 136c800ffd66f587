// targets/kube-definitions.ts: teaches an API server custom resources. Fetches no definition.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SansangError } from '../types/error.ts'
import type { Json } from '../types/json.ts'
import type { KubeClient } from './kube-client.ts'

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
/** Seconds on a quiet machine; each is compiled into the server's schema one after the other. */
const ESTABLISHED_MS = 480_000

type Definition = {
  readonly metadata: { readonly name: string }
  readonly spec: {
    readonly group: string
    readonly names: { readonly plural: string }
    readonly versions: readonly { readonly name: string; readonly served: boolean }[]
  }
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] }
}

/**
 * Applies every YAML file of `folder`, one CustomResourceDefinition each, and waits until all are established and
 * served. Returns their names. Throws `definition-refused`, `definition-not-established`.
 */
export async function applyDefinitions(client: KubeClient, folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  const end = Date.now() + ESTABLISHED_MS
  const applied: Definition[] = []
  // One by one: at once they would share the 34 s the server gives each.
  for (const file of files) applied.push(await apply(client, join(folder, file), end))
  await Promise.all(applied.map((definition) => served(client, definition, end)))
  return applied.map(({ metadata }) => metadata.name)
}

async function apply(client: KubeClient, file: string, end: number): Promise<Definition> {
  // As text: the server reads YAML faster than we could, and some of these files have 10,000 lines.
  const body = await readFile(file, 'utf8')
  for (let overdue = false; ; overdue = true) {
    const { status, body: answer } = await client.call({
      ...{ method: 'POST', path: `${PATH}?fieldValidation=Strict`, contentType: 'application/yaml', body },
    })
    if (status === 201) return answer as Json as Definition
    // Out of its time the server does not say whether it was made: asked again, it does.
    if (overdue && status === 409) return await made(client, answer)
    if (status === 504 && Date.now() < end) continue
    throw new SansangError('definition-refused', {
      message: `the API server refused a resource definition (${status}): ${JSON.stringify(answer).slice(0, 400)}`,
      hint: 'take a version of its module that fits the API server: tools/kube/definitions.json',
      exit: 'internal',
      where: file,
    })
  }
}

/** What is there under the name of the one that was answered `already exists`. */
async function made(client: KubeClient, answer: Json): Promise<Definition> {
  const { details } = answer as { readonly details?: { readonly name?: string } }
  const { body } = await client.call({ method: 'GET', path: `${PATH}/${details?.name ?? ''}` })
  return body as Json as Definition
}

async function served(
  client: KubeClient,
  { metadata: { name }, spec }: Definition,
  end: number,
): Promise<void> {
  const version = spec.versions.find((candidate) => candidate.served)?.name ?? ''
  for (; Date.now() < end; await sleep(100)) {
    const { body } = await client.call({ method: 'GET', path: `${PATH}/${name}` })
    const conditions = (body as Json as Definition).status?.conditions ?? []
    if (!conditions.some(({ type, status }) => type === 'Established' && status === 'True')) continue
    // Established comes a moment before the new path answers.
    const { status } = await client.call({
      method: 'GET',
      path: `/apis/${spec.group}/${version}/${spec.names.plural}?limit=1`,
    })
    if (status === 200) return
  }
  throw new SansangError('definition-not-established', {
    message: `${name} was not served within ${ESTABLISHED_MS / 1000} s`,
    hint: 'read kube-apiserver.log in the session’s folder',
    exit: 'internal',
    where: name,
  })
}
