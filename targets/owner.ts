// targets/owner.ts: who owns a session, and whether that process still lives. Ends nobody.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import type { JsonObject } from '../types/json.ts'
import { bootId, findProcess, pidNamespace } from './process-table.ts'

export type Owner = {
  readonly pid: number
  readonly startTime: string
  readonly bootId: string
  readonly pidNamespace: string
  /** What was asked: `up ho-chi-minh`. */
  readonly command: string
  readonly startedAt: string
}

/** `foreign`: written in another pid namespace, so from here nobody can tell. */
export type Standing = 'alive' | 'dead' | 'foreign'

/** This process as an owner. */
export async function thisOwner(command: string): Promise<Owner> {
  const self = await findProcess(process.pid)
  if (self === undefined) throw new Error(`this process (${process.pid}) is not in the process table`)
  return {
    pid: self.pid,
    startTime: self.startTime,
    bootId: await bootId(),
    pidNamespace: await pidNamespace(),
    command,
    startedAt: new Date().toISOString(),
  }
}

/** Writes `owner.json`, readable by this user alone. */
export async function writeOwner(dir: string, owner: Owner): Promise<void> {
  await writeFile(join(dir, 'owner.json'), `${JSON.stringify(owner)}\n`, { mode: 0o600 })
}

/** The owner of a session folder; undefined when the file is missing or not one (a disk that was full). */
export async function readOwner(dir: string): Promise<Owner | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(dir, 'owner.json'), 'utf8'))
    return isOwner(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A pid alone proves nothing: start time and boot must agree too. */
export async function standing(owner: Owner): Promise<Standing> {
  if (owner.bootId !== (await bootId())) return 'dead'
  if (owner.pidNamespace !== (await pidNamespace())) return 'foreign'
  const row = await findProcess(owner.pid)
  return row !== undefined && row.startTime === owner.startTime ? 'alive' : 'dead'
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null) return false
  const { pid, ...texts } = value as JsonObject
  const names = ['startTime', 'bootId', 'pidNamespace', 'command', 'startedAt']
  return typeof pid === 'number' && names.every((name) => typeof texts[name] === 'string')
}
