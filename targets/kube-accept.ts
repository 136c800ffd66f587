// targets/kube-accept.ts: what an API server says to each planned object in a server-side dry run. Changes only namespaces.
import type { Json, JsonObject } from '../types/json.ts'
import type { KubeClient } from './kube-client.ts'
import { type ApiResource, discover, type NotServed } from './kube-discovery.ts'

export type KubeObject = JsonObject & {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: JsonObject & { readonly name: string; readonly namespace?: string }
}

export type Asked = {
  /** Who asks, for messages: a URN. */
  readonly where: string
  readonly object: KubeObject
  /** YAML to be sent in the object's place: what was rendered, as it was rendered. */
  readonly yaml?: string
}

/** not-served: no such kind or version here; refused: the server's own no; warned: taken with a warning, which counts. */
export type Refusal = {
  readonly where: string
  readonly reason: NotServed['reason'] | 'unknown-field' | 'refused' | 'warned'
  /** The server's own words where it has some. */
  readonly message: string
}

export type Acceptance = { readonly asked: number; readonly refusals: readonly Refusal[] }

const AT_ONCE = 8

/**
 * Applies every object as Pulumi and GitOps tools do (server-side apply, strict field validation), all as a dry run but namespaces,
 * which are made first: objects in a namespace that is not there are refused. Whatever a refusal says, all are asked.
 */
export async function acceptAll(client: KubeClient, objects: readonly Asked[]): Promise<Acceptance> {
  const lookUp = discover(client)
  const ask = async (one: Asked) => judge(client, one, await lookUp(one.object.apiVersion, one.object.kind))
  const isNamespace = ({ object }: Asked) => object.kind === 'Namespace' && object.apiVersion === 'v1'
  const first = await inTurns(objects.filter(isNamespace), ask)
  const then = await inTurns(
    objects.filter((one) => !isNamespace(one)),
    ask,
  )
  return { asked: objects.length, refusals: [...first, ...then].flat() }
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}

async function judge(
  client: KubeClient,
  { where, object, yaml }: Asked,
  resource: ApiResource | NotServed,
): Promise<Refusal[]> {
  if ('reason' in resource) return [{ where, ...resource }]
  const real = object.kind === 'Namespace' ? '' : '&dryRun=All'
  const { status, body, warnings } = await client.call({
    method: 'PATCH',
    path: `${pathOf(resource, object)}?fieldManager=sansang&fieldValidation=Strict${real}`,
    contentType: 'application/apply-patch+yaml',
    body: yaml ?? object,
  })
  if (status !== 200 && status !== 201) return [refusal(where, status, body)]
  return warnings.map((message) => ({ where, reason: 'warned' as const, message }))
}

function pathOf({ root, plural, namespaced }: ApiResource, { metadata }: KubeObject): string {
  // An object that names no namespace goes where kubectl would put it.
  const within = namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : ''
  return `${root}${within}/${plural}/${metadata.name}`
}

function refusal(where: string, status: number, body: Json): Refusal {
  const said = typeof body === 'object' && body !== null && 'message' in body ? body['message'] : body
  const message = typeof said === 'string' ? said : `answered ${status}`
  const unknown = /unknown field|not declared in schema/.test(message)
  return { where, reason: unknown ? 'unknown-field' : 'refused', message }
}
