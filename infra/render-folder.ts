// infra/render-folder.ts: puts manifests into a folder, whole or not at all. Overwrites only what it wrote itself.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { SansangError } from '../types/error.ts'
import { KUSTOMIZATION_NOTE, type Manifests } from './render.ts'

/**
 * Replaces `folder` by the manifests. Throws `render-occupied` when it is no folder or holds what no rendering wrote, and
 * `render-unwritable` when the disk refuses; the folder is then as it was.
 */
export function renderFolder(folder: string, manifests: Manifests): void {
  const target = resolve(folder)
  const strangers = strangersIn(target)
  if (strangers.length > 0)
    throw new SansangError('render-occupied', {
      message: `${folder} holds what ./sansang plan --render did not write: ${strangers.slice(0, 5).join(', ')}`,
      hint: 'name a folder of its own for the manifests, such as one below this one',
      where: folder,
    })
  const partial = join(dirname(target), `.${basename(target)}.partial`)
  const former = join(dirname(target), `.${basename(target)}.former`)
  try {
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { recursive: true })
    for (const [name, text] of manifests) writeFileSync(join(partial, name), text)
    rmSync(former, { recursive: true, force: true })
    if (existsSync(target)) renameSync(target, former)
    renameSync(partial, target)
    rmSync(former, { recursive: true, force: true })
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(target) && existsSync(former)) renameSync(former, target)
    throw new SansangError('render-unwritable', {
      message: `the manifests cannot be written to ${folder}`,
      hint: 'check that its parent may be written to and has room',
      where: folder,
      cause,
    })
  }
}

function strangersIn(target: string): string[] {
  if (!existsSync(target)) return []
  if (!statSync(target).isDirectory()) return [basename(target)]
  const names = readdirSync(target)
  const ours = names.includes('kustomization.yaml') && isOurs(join(target, 'kustomization.yaml'))
  return names.filter(
    (name) => !(ours && (name === 'kustomization.yaml' || /^\d\d-[a-z]+-.*\.yaml$/.test(name))),
  )
}

function isOurs(path: string): boolean {
  return readFileSync(path, 'utf8').startsWith(KUSTOMIZATION_NOTE)
}
