// targets/faults.ts: which faults were put in place and how to heal them, so that another process can after `kill -9`.
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { FaultAction, HealAction } from '../types/target.ts'

export type FaultState = 'planned' | 'injected' | 'healed'

export type FaultRecord = {
  readonly id: number
  /** RFC 3339, when it was planned. */
  readonly at: string
  readonly fault: FaultAction
  readonly heal: HealAction
  readonly state: FaultState
}

export type FaultJournal = Disposable & {
  /** Written durably before the fault is injected: a crash right after leaves a record, never only the fault. */
  plan(fault: FaultAction, heal: HealAction): number
  injected(id: number): void
  healed(id: number): void
  /** Planned or injected and not healed, oldest first. */
  unhealed(): FaultRecord[]
}

const TABLE = `CREATE TABLE IF NOT EXISTS fault (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  fault TEXT NOT NULL CHECK (json_valid(fault)),
  heal TEXT NOT NULL CHECK (json_valid(heal)),
  state TEXT NOT NULL CHECK (state IN ('planned', 'injected', 'healed'))
) STRICT`

/** Opens or makes the journal (SQLite, WAL, synchronous FULL). */
export function openFaultJournal(path: string): FaultJournal {
  const db = new DatabaseSync(path, { timeout: 60_000 })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  db.exec(TABLE)
  const insert = db.prepare("INSERT INTO fault (at, fault, heal, state) VALUES (?, ?, ?, 'planned')")
  const update = db.prepare('UPDATE fault SET state = ? WHERE id = ?')
  const move = (id: number, state: FaultState): void => {
    if (update.run(state, id).changes !== 1) throw new Error(`the fault journal has no fault ${id}`)
  }
  return {
    plan: (fault, heal) =>
      Number(
        insert.run(new Date().toISOString(), JSON.stringify(fault), JSON.stringify(heal)).lastInsertRowid,
      ),
    injected: (id) => move(id, 'injected'),
    healed: (id) => move(id, 'healed'),
    unhealed: () => select(db),
    [Symbol.dispose]: () => db.close(),
  }
}

/** Unhealed faults of a session that is gone; empty when it never had a journal. */
export function readUnhealed(path: string): FaultRecord[] {
  if (!existsSync(path)) return []
  using journal = openFaultJournal(path)
  return journal.unhealed()
}

function select(db: DatabaseSync): FaultRecord[] {
  const rows = db
    .prepare("SELECT id, at, fault, heal, state FROM fault WHERE state <> 'healed' ORDER BY id")
    .all()
  return rows.map((row) => ({
    id: Number(row['id']),
    at: String(row['at']),
    // The table is written by plan() alone, and its CHECK keeps the text JSON.
    fault: JSON.parse(String(row['fault'])) as FaultAction,
    heal: JSON.parse(String(row['heal'])) as HealAction,
    state: row['state'] as FaultState,
  }))
}
