// tools/state.ts: where sansang keeps what it fetched and what runs. Creates nothing.
import { join, resolve } from 'node:path'
import process from 'node:process'
import { SansangError } from '../types/error.ts'

/**
 * The state folder, absolute: `$SANSANG_HOME`, else `$XDG_CACHE_HOME/sansang`, else `~/.cache/sansang`
 * (docs/architecture.md, "Sessions"). Throws `no-state-folder` when none of the three is set.
 */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { SANSANG_HOME: own, XDG_CACHE_HOME: cache, HOME: home } = env
  if (own) return resolve(own)
  if (cache) return resolve(cache, 'sansang')
  if (home) return resolve(home, '.cache', 'sansang')
  throw new SansangError('no-state-folder', {
    message: 'there is no place for tools: neither SANSANG_HOME, XDG_CACHE_HOME nor HOME is set',
    hint: 'export SANSANG_HOME=/a/folder',
    exit: 'prerequisite',
  })
}

/** The folder of pinned tools. */
export function toolsFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(stateFolder(env), 'tools')
}
