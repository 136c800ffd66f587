// documents.test.ts: number books over the turn of a year, status rules, dispatch deadlines, steps, codes of organs.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadCalendar } from '../kit/calendar.ts'
import { loadUnits } from '../kit/units.ts'
import { dispatchBy } from './dispatch.ts'
import { DOCUMENT_TYPES, type DocumentType, formatNumber, notationOf } from './document-type.ts'
import { issueOf } from './issue.ts'
import { type Book, bookFaults, nextEntry } from './number-book.ts'
import { organAddressed, organOf, organsOf } from './organ.ts'
import type { Outgoing } from './outgoing.ts'
import {
  afterIncoming,
  afterOutgoing,
  INCOMING_STEPS,
  type IncomingState,
  type IncomingStep,
  OUTGOING_STEPS,
  type OutgoingState,
  type OutgoingStep,
} from './progress.ts'
import { STATUS_CODES, type Status, statusOf, statusRefusal } from './status.ts'
import { readStatusMessage, writeStatusMessage } from './status-message.ts'

const calendar = loadCalendar()

test('numbers start again at 1 on 1 January and never bear an earlier date than the one before', () => {
  expect(nextEntry(undefined, '2026-11-22')).toEqual({ number: 1, year: 2026, date: '2026-11-22' })
  const book = { year: 2026, last: 812, lastDate: '2026-12-31' }
  expect(nextEntry(book, '2026-12-31')).toEqual({ number: 813, year: 2026, date: '2026-12-31' })
  expect(nextEntry(book, '2027-01-01')).toEqual({ number: 1, year: 2027, date: '2027-01-01' })
  // A replica whose clock is behind does not go back a year, or a day.
  expect(nextEntry({ year: 2027, last: 1, lastDate: '2027-01-01' }, '2026-12-31')).toEqual({
    number: 2,
    year: 2027,
    date: '2027-01-01',
  })
})

test('any run of days, whatever the clocks say, gives each year 1, 2, 3 …', () => {
  const day = fc
    .date({ min: new Date('2025-07-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 60 }), (days) => {
      let book: Book | undefined
      const numbers = new Map<number, number[]>()
      for (const today of days) {
        const entry = nextEntry(book, today)
        expect(entry.date >= (book?.lastDate ?? '')).toBe(true)
        numbers.set(entry.year, [...(numbers.get(entry.year) ?? []), entry.number])
        book = { year: entry.year, last: entry.number, lastDate: entry.date }
      }
      for (const drawn of numbers.values()) expect(bookFaults(drawn)).toEqual({ gaps: [], doubles: [] })
    }),
    { numRuns: 50 },
  )
})

test('gaps and doubles of a book are named', () => {
  expect(bookFaults([1, 2, 4, 4, 7])).toEqual({ gaps: [3, 5, 6], doubles: [4] })
  expect(bookFaults([])).toEqual({ gaps: [], doubles: [] })
})

test('a status may follow only what it may follow, and only from its side', () => {
  const names = Object.keys(STATUS_CODES) as Status[]
  const allowed = (side: 'sender' | 'receiver', changeAsked: boolean) =>
    [undefined, ...names].flatMap((last) =>
      names
        .filter((status) => statusRefusal(status, { side, last, changeAsked }) === undefined)
        .map((status) => `${last ?? '-'} ${status}`),
    )
  expect(allowed('receiver', false)).toEqual([
    '- arrived',
    'arrived refused',
    'arrived registered',
    'registered assigned',
    'assigned processing',
    'processing finished',
  ])
  expect(allowed('receiver', true)).toHaveLength(6 + 5 * 2)
  expect(allowed('sender', true)).toEqual([undefined, ...names].map((last) => `${last ?? '-'} recalled`))
})

test('codes are read and written both ways, and a message keeps them', () => {
  const codes = Object.values(STATUS_CODES)
  expect(codes).toEqual(['01', '02', '03', '04', '05', '06', '13', '15', '16'])
  expect(codes.map((code) => statusOf(code))).toEqual(Object.keys(STATUS_CODES))
  expect(statusOf('07')).toBeUndefined()
  for (const status of Object.keys(STATUS_CODES) as Status[]) {
    const message = {
      ...{
        from: { organId: 'H29', name: 'UBND' },
        status,
        staff: 'Trần B',
        description: 'a & b',
        at: '2026-11-22T09:00:00+07:00',
      },
      about: {
        organId: 'G22',
        code: '96/CĐ-TTg',
        date: '2026-11-20',
        documentId: 'G22,2026/11/20,96/CĐ-TTg',
      },
    }
    expect(readStatusMessage(writeStatusMessage(message))).toEqual(message)
  }
})

test('a status message: every fault at once', () => {
  const text = writeStatusMessage({
    ...{
      from: { organId: '', name: '' },
      status: 'arrived',
      staff: '',
      description: '',
      at: '2026-11-22T09:00:00+07:00',
    },
    about: { organId: 'G22', code: '', date: '2026-11-20', documentId: '' },
  }).replace('>01<', '>99<')
  expect(() => readStatusMessage(text)).toThrow(
    expect.objectContaining({ code: 'edxml-invalid', faults: expect.objectContaining({ length: 3 }) }),
  )
})

test('dispatch: urgent at once, else the morning of the next working day', () => {
  const by = (at: string, priority: 'normal' | 'urgent') =>
    dispatchBy(new Date(at), priority, calendar).toISOString()
  expect(by('2026-11-20T16:30:00+07:00', 'urgent')).toBe('2026-11-20T09:30:00.000Z')
  // Friday; the next working morning is Monday's and ends at 11:30.
  expect(by('2026-11-20T16:30:00+07:00', 'normal')).toBe('2026-11-23T04:30:00.000Z')
  expect(by('2026-11-19T08:00:00+07:00', 'normal')).toBe('2026-11-20T04:30:00.000Z')
  // 1 and 2 September 2026 are days off.
  expect(by('2026-08-31T10:00:00+07:00', 'normal') > '2026-09-03').toBe(true)
})

test('notations: named types by abbreviation, letters by department, numbers below ten with a zero', () => {
  const types = Object.keys(DOCUMENT_TYPES) as DocumentType[]
  expect(types).toHaveLength(9)
  expect(types.map((type) => notationOf(type, 'UBND', 'VP'))).toEqual([
    'QĐ-UBND',
    'CT-UBND',
    'TB-UBND',
    'KH-UBND',
    'BC-UBND',
    'TTr-UBND',
    'BB-UBND',
    'GM-UBND',
    'UBND-VP',
  ])
  expect([1, 9, 10, 123].map(formatNumber)).toEqual(['01', '09', '10', '123'])
})

test('an issue carries its number everywhere, and its stamp changes with each part', () => {
  const document: Outgoing = {
    ...{
      id: 'x',
      unit: '79',
      state: 'signed',
      type: 'decision',
      subject: 's',
      content: '',
      department: 'VP',
      priority: 'normal',
    },
    contentSha256: 'aa',
  }
  const organ = { organId: 'H29', name: 'UBND' }
  const issue = issueOf(document, { number: 5, year: 2026, date: '2026-11-22' }, organ)
  expect(issue).toMatchObject({
    notation: '05/QĐ-UBND',
    documentId: 'H29,2026/11/22,05/QĐ-UBND',
    issuedOn: '2026-11-22',
  })
  const others = [
    issueOf({ ...document, contentSha256: 'ab' }, { number: 5, year: 2026, date: '2026-11-22' }, organ),
    issueOf(document, { number: 6, year: 2026, date: '2026-11-22' }, organ),
    issueOf(document, { number: 5, year: 2026, date: '2026-11-23' }, organ),
  ]
  expect(new Set([issue, ...others].map(({ stampSha256 }) => stampSha256)).size).toBe(4)
})

/** Every step a document may take, as `from step to`; any other must be refused as `wrong-state`. */
function ways<State extends string, Step extends string>(
  states: readonly State[],
  steps: readonly Step[],
  after: (state: State, step: Step) => State,
): string[] {
  return states.flatMap((state) =>
    steps.flatMap((step) => {
      try {
        return [`${state} ${step} ${after(state, step)}`]
      } catch (error) {
        expect(error).toMatchObject({ status: 409, type: 'wrong-state' })
        return []
      }
    }),
  )
}

test('each step of an incoming document leaves from its own state and no other', () => {
  const states: IncomingState[] = ['arrived', ...Object.values(INCOMING_STEPS).map(({ to }) => to)]
  expect(ways(states, Object.keys(INCOMING_STEPS) as IncomingStep[], afterIncoming)).toEqual([
    'arrived register registered',
    'arrived refuse refused',
    'registered forward forwarded',
    'forwarded direct directed',
    'directed assign assigned',
    'assigned process processing',
    'processing finish finished',
  ])
})

test('each step of an outgoing document leaves from its own state and no other', () => {
  const states: OutgoingState[] = ['draft', 'submitted', 'signed', 'issued', 'recalled']
  expect(ways(states, Object.keys(OUTGOING_STEPS) as OutgoingStep[], afterOutgoing)).toEqual([
    'draft submit submitted',
    'submitted return draft',
    'submitted sign signed',
    'signed issue issued',
    'issued recall recalled',
  ])
})

test('organs: the office attested, communes marked as assumed, codes never rewritten to be matched', () => {
  const organs = organsOf('H29', loadUnits('79', 'H29'))
  expect(organs).toHaveLength(169)
  expect(organs.filter(({ source }) => source === 'assumed')).toHaveLength(168)
  expect(new Set(organs.map(({ organId }) => organId)).size).toBe(169)
  expect(organAddressed(organs, '000.00.00.H29')).toMatchObject({ organId: 'H29', unit: '79' })
  expect(organAddressed(organs, 'H29.101')).toMatchObject({ unit: '25747' })
  expect(['H26', 'h29', '000.00.01.H29', 'H29.9'].map((code) => organAddressed(organs, code))).toEqual(
    Array(4).fill(undefined),
  )
  expect(organOf(organs, '79').organId).toBe('H29')
  expect(() => organOf(organs, '99')).toThrow(/has no organ/)
})
