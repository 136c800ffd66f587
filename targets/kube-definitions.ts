// targets/kube-definitions.ts: teaches an API server custom resources. Fetches no definition.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SansangError } from '../types/error.ts'
import type { Json } from '../types/json.ts'
import type { KubeClient } from './kube-client.ts'

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
/** Seconds on a quiet machine; each is compiled into the server's schema one after the other. */
const ESTABLISHED_MS = 300_000

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
  const applied = await Promise.all(files.map((file) => apply(client, join(folder, file))))
  const end = Date.now() + ESTABLISHED_MS
  await Promise.all(applied.map((definition) => served(client, definition, end)))
  return applied.map(({ metadata }) => metadata.name)
}

async function apply(client: KubeClient, file: string): Promise<Definition> {
  // As text: the server reads YAML faster than we could, and some of these files have 10,000 lines.
  const body = await readFile(file, 'utf8')
  const { status, body: answer } = await client.call({
    ...{ method: 'POST', path: `${PATH}?fieldValidation=Strict`, contentType: 'application/yaml', body },
  })
  if (status === 201) return answer as Json as Definition
  throw new SansangError('definition-refused', {
    message: `the API server refused a resource definition (${status}): ${JSON.stringify(answer).slice(0, 400)}`,
    hint: 'take a version of its module that fits the API server: tools/kube/definitions.json',
    exit: 'internal',
    where: file,
  })
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
