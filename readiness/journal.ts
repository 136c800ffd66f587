// readiness/journal.ts: what a run did and collected, durable while it runs. Faults and their healing: targets/faults.ts.
import { DatabaseSync } from 'node:sqlite'
import { SansangError } from '../types/error.ts'
import type { Evidence } from '../types/evidence.ts'
import type { JournalEntry } from '../types/run.ts'
import { canonical } from './canonical.ts'
import { shapeFaults } from './shape.ts'

/** The journal's file in a session's folder. */
export const RUN_JOURNAL = 'run.sqlite'

/** A row is on disk when the call returns, so another process reads it after `kill -9` of this one. */
export type RunJournal = Disposable & {
  /** One event of a phase. */
  note(entry: JournalEntry): void
  /** Evidence as it was collected; all of it or, when one record is misshapen, none. */
  keep(evidence: readonly Evidence[]): void
  /** In the order they were noted. */
  entries(): JournalEntry[]
  /** In the order it was kept. */
  evidence(): Evidence[]
}

const TABLE = `CREATE TABLE IF NOT EXISTS record (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL CHECK (type IN ('journal', 'evidence')),
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT`

type RecordType = 'journal' | 'evidence'

/**
 * Opens or makes the journal (SQLite, WAL, synchronous FULL); the file may be the session's, which holds the faults too.
 * Throws `journal-unusable` for a file that is no journal; `note` and `keep` throw `bad-record` for a misshapen record.
 */
export function openRunJournal(path: string): RunJournal {
  const db = open(path)
  // One statement, so all records of a call are there or none.
  const insert = db.prepare('INSERT INTO record (type, value) SELECT ?, value FROM json_each(?)')
  const all = db.prepare('SELECT value FROM record WHERE type = ? ORDER BY id')
  const write = (type: RecordType, values: readonly unknown[]): void => {
    insert.run(type, `[${values.map((value) => checked(type, value)).join(',')}]`)
  }
  const read = (type: RecordType): unknown[] => all.all(type).map((row) => JSON.parse(String(row['value'])))
  return {
    note: (entry) => write('journal', [entry]),
    keep: (evidence) => write('evidence', evidence),
    // checked() let only these shapes in.
    entries: () => read('journal') as JournalEntry[],
    evidence: () => read('evidence') as Evidence[],
    [Symbol.dispose]: () => db.close(),
  }
}

function open(path: string): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { timeout: 60_000 })
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    db.exec(TABLE)
    return db
  } catch (cause) {
    db?.close()
    throw new SansangError('journal-unusable', {
      message: `${path} cannot be used as a run's journal`,
      hint: './sansang doctor, then start the run again',
      exit: 'internal',
      where: path,
      cause,
    })
  }
}

function checked(type: RecordType, value: unknown): string {
  const faults = shapeFaults(type, value)
  if (faults.length === 0) return canonical(value)
  throw new SansangError('bad-record', {
    message: `a ${type} record has the wrong form`,
    hint: 'correct the collector that made it',
    exit: 'internal',
    faults: faults.map(({ path, message }) => ({ where: [type, ...path].join('.'), message })),
  })
}
