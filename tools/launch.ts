// tools/launch.ts: the first start in a checkout: sets up, then becomes the command line. Imports no npm package.
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { EXIT, SansangError } from '../types/error.ts'
import { installDependencies } from './dependencies.ts'
import { requirePresent } from './prerequisites.ts'
import type { Progress } from './progress.ts'
import { findTool } from './setup.ts'

/** Commands that run load or drills: without Go they would fail after minutes of set-up, so they fail first. */
const NEED_TOOLS = ['ready', 'up', 'load', 'rehearse', 'test']

async function setUp(root: string, args: readonly string[], progress: Progress): Promise<void> {
  const tools: (string | undefined)[] = NEED_TOOLS.includes(args[0] ?? '')
    ? await Promise.all([findTool('k6'), findTool('toxiproxy')])
    : []
  await requirePresent(tools.includes(undefined) ? ['git', 'npm', 'go'] : ['git', 'npm'])
  await installDependencies(root, progress)
}

function explain(error: unknown, progress: Progress): number {
  if (progress.signal.aborted) {
    progress.err('sansang: interrupted during set-up; the next start goes on from here\n')
    return EXIT.interrupted
  }
  if (!(error instanceof SansangError)) {
    progress.err(
      `sansang: internal failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
    return EXIT.internal
  }
  progress.err(`sansang: ${error.message} [${error.code}]\n`)
  if (error.where !== undefined) progress.err(`  where: ${error.where}\n`)
  progress.err(`  next: ${error.hint}\n`)
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    progress.err(`  cause: ${cause.message}\n`)
  return error.exit
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const args = process.argv.slice(2)
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort())
  const progress: Progress = {
    err: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true && process.env['NO_COLOR'] === undefined,
    signal: stop.signal,
  }
  try {
    await setUp(root, args, progress)
    stop.signal.throwIfAborted()
    const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
    // The same process goes on, so that a caller's signals and process id stay right.
    if (process.execve === undefined) throw new Error(`Node ${process.version} has no process.execve`)
    process.execve(process.execPath, [process.execPath, main, ...args])
  } catch (error) {
    process.exitCode = explain(error, progress)
  }
}
