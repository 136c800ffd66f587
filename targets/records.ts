// targets/records.ts: what a session writes down about itself for whoever must clear up after it. Starts and ends nothing.
import { appendFile, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** One line of `processes.jsonl`: what the marker alone does not tell. */
export type ProcessRecord = {
  readonly name: string
  readonly pid: number
  readonly startTime: string
  readonly stopSignal: NodeJS.Signals
  readonly program: string
  /** The folder the program works in, where its own children hide their environment. */
  readonly home?: string
}

/** Notes a process that was started. */
export async function recordProcess(dir: string, record: ProcessRecord): Promise<void> {
  await appendFile(join(dir, 'processes.jsonl'), `${JSON.stringify(record)}\n`)
}

/** The processes a session noted; none where it noted none. */
export async function readProcesses(dir: string): Promise<ProcessRecord[]> {
  return await jsonLines<ProcessRecord>(join(dir, 'processes.jsonl'))
}

/** Path of a folder outside the session's own; the name alone ties it to the session. */
export function outsidePath(id: string, name: string): string {
  return join(tmpdir(), `${outsidePrefix(id)}${name}`)
}

/** Notes a folder outside the session’s own, before it is made. */
export async function recordOutside(dir: string, path: string): Promise<void> {
  await appendFile(join(dir, 'outside.jsonl'), `${JSON.stringify(path)}\n`)
}

/** Only folders of this very session: what a record says to delete is checked before it is believed. */
export async function readOutside(dir: string, id: string): Promise<string[]> {
  const paths = await jsonLines<string>(join(dir, 'outside.jsonl'))
  return paths.filter((path) => dirname(path) === tmpdir() && basename(path).startsWith(outsidePrefix(id)))
}

function outsidePrefix(id: string): string {
  return `sansang-data-${id}-`
}

async function jsonLines<T>(path: string): Promise<T[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as T]
    } catch {
      // The last line of a file whose writer was killed.
      return []
    }
  })
}
