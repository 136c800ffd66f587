// infra/images.ts: the one list of images a plan may name, and how each is written for a province. Pulls and builds nothing.
import list from './images.json' with { type: 'json' }

export type Image = {
  /** The workload's name: `procedures`. */
  readonly name: string
  /** Without a registry: `sansang/procedures`. */
  readonly repository: string
  readonly tag: string
  /** `sha256:…` of the pushed image; null while none was built. */
  readonly digest: string | null
  /** The file it is built from. */
  readonly source: string
}

export const IMAGES: readonly Image[] = list.images

/** `<mirror>/<repository>:<tag>@<digest>`; without a mirror where it is published. Throws for a name the list lacks. */
export function imageOf(name: string, mirror: string | undefined, images: readonly Image[] = IMAGES): string {
  const image = images.find((candidate) => candidate.name === name)
  if (image === undefined) throw new TypeError(`infra/images.json lists no image ${name}`)
  const { repository, tag, digest } = image
  const prefix = mirror === undefined ? '' : `${mirror}/`
  return `${prefix}${repository}:${tag}${digest === null ? '' : `@${digest}`}`
}
