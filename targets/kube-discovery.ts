// targets/kube-discovery.ts: which kinds an API server knows, and under which path. Asks once per version.
import type { Json } from '../types/json.ts'
import type { KubeAnswer, KubeClient } from './kube-client.ts'

export type ApiResource = {
  /** `/api/v1`, `/apis/apps/v1`. */
  readonly root: string
  readonly plural: string
  readonly namespaced: boolean
}

/** missing-definition: nobody taught the server this kind; removed-version: it knows the group, in other versions. */
export type NotServed = {
  readonly reason: 'missing-definition' | 'removed-version'
  readonly message: string
}

type ResourceList = {
  readonly resources: readonly {
    readonly name: string
    readonly kind: string
    readonly namespaced: boolean
  }[]
}
type Group = { readonly versions: readonly { readonly version: string }[] }

/** A look-up by `apiVersion` and `kind`. */
export function discover(client: KubeClient) {
  const asked = new Map<string, Promise<KubeAnswer>>()
  const get = (path: string): Promise<KubeAnswer> => {
    const known = asked.get(path) ?? client.call({ method: 'GET', path })
    asked.set(path, known)
    return known
  }
  return async (apiVersion: string, kind: string): Promise<ApiResource | NotServed> => {
    const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`
    const { status, body } = await get(root)
    const resources = status === 200 ? (body as Json as ResourceList).resources : []
    // `deployments/scale` has a kind of its own, which nobody applies.
    const found = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'))
    if (found !== undefined) return { root, plural: found.name, namespaced: found.namespaced }
    return notServed(apiVersion, kind, await servingVersions(get, apiVersion, kind))
  }
}

function notServed(apiVersion: string, kind: string, serving: readonly string[] | undefined): NotServed {
  if (serving === undefined || serving.length === 0)
    return {
      reason: 'missing-definition',
      message: `the server has no definition of ${kind} in ${apiVersion}`,
    }
  const message = `the server does not serve ${kind} in ${apiVersion}; it does in ${serving.join(', ')}`
  return { reason: 'removed-version', message }
}

/** Versions of the same group in which the kind is served; undefined when the group is unknown. */
async function servingVersions(
  get: (path: string) => Promise<KubeAnswer>,
  apiVersion: string,
  kind: string,
): Promise<string[] | undefined> {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : undefined
  if (group === undefined) return undefined
  const { status, body } = await get(`/apis/${group}`)
  if (status !== 200) return undefined
  const versions = (body as Json as Group).versions.map(({ version }) => `${group}/${version}`)
  const serve = await Promise.all(
    versions.map(async (version) => {
      const { body: list } = await get(`/apis/${version}`)
      return (list as Json as ResourceList).resources.some((resource) => resource.kind === kind)
    }),
  )
  return versions.filter((_, index) => serve[index])
}
