// number-book.ts: the next number of a unit's book (Decree 30/2020/NĐ-CP, art. 15.1): from 1 on 1 January, no gap, no double. Stores no document.
import { type Day, dayOf } from '../kit/calendar.ts'
import type { Database } from '../kit/database.ts'

export type BookKind = 'incoming' | 'outgoing'
export type Entry = { readonly number: number; readonly year: number; readonly date: Day }
export type Book = { readonly year: number; readonly last: number; readonly lastDate: Day }

/**
 * The entry after a book's last one on a day. Numbers follow the calendar: with a clock that is behind another
 * replica's, the entry takes the book's own last day, so that a later number never bears an earlier date.
 */
export function nextEntry(book: Book | undefined, today: Day): Entry {
  const date = book !== undefined && book.lastDate > today ? book.lastDate : today
  const year = Number(date.slice(0, 4))
  const number = book !== undefined && book.year === year ? book.last + 1 : 1
  return { number, year, date }
}

/**
 * Draws the next number inside the transaction that stores the document: the book's row stays locked until that commits, and
 * a rollback puts the number back. The day is taken after the lock, so two replicas keep one order over midnight.
 */
export async function drawNumber(
  tx: Database,
  book: { unit: string; kind: BookKind },
  now: () => Date,
): Promise<Entry> {
  const { unit, kind } = book
  await tx.query(
    `insert into number_book (unit, kind, year, last, last_date) values ($1, $2, 0, 0, '0001-01-01') on conflict do nothing`,
    [unit, kind],
  )
  const [last] = await tx.query<Book>(
    'select year, last, last_date as "lastDate" from number_book where unit = $1 and kind = $2 for update',
    [unit, kind],
  )
  const entry = nextEntry(last, dayOf(now()))
  await tx.query(
    'update number_book set year = $3, last = $4, last_date = $5 where unit = $1 and kind = $2',
    [unit, kind, entry.year, entry.number, entry.date],
  )
  return entry
}

/** What is wrong with a year's numbers: those missing between 1 and the last, and those drawn twice. */
export function bookFaults(numbers: readonly number[]): { gaps: number[]; doubles: number[] } {
  const seen = new Set<number>()
  const doubles = new Set<number>()
  for (const number of numbers) {
    if (seen.has(number)) doubles.add(number)
    seen.add(number)
  }
  const last = numbers.reduce((highest, number) => Math.max(highest, number), 0)
  const gaps = Array.from({ length: last }, (_, index) => index + 1).filter((number) => !seen.has(number))
  return { gaps, doubles: [...doubles].sort((a, b) => a - b) }
}
