// checks/inventory/cell.ts: one cell's text and the fact it states, both ways. Knows no file.
import { SansangError } from '../../types/error.ts'
import type { Field, FieldType } from '../../types/evidence.ts'
import type { Json } from '../../types/json.ts'
import type { Text } from '../../types/text.ts'

/** Written where somebody looked and found none: an empty list, an empty text. An empty cell says that nobody looked. */
const NONE = '-'

type Reading = { readonly fact: Json } | { readonly expected: Text }

/** Types a cell can hold; objects come only from collectors. */
export type CellType = Exclude<FieldType, 'object' | 'objects'>

/** A cell's fact by the type its column has in this kind, or the form that was expected. The text is not empty. */
export function readCell(text: string, field: Field & { readonly type: CellType }): Reading {
  const read = READ[field.type](text)
  if ('expected' in read || field.values === undefined) return read
  const given = Array.isArray(read.fact) ? read.fact : [read.fact]
  return given.every((value) => field.values?.includes(String(value)))
    ? read
    : { expected: oneOf(field.values) }
}

/** What a cell with given values may hold. */
export function oneOf(values: readonly string[]): Text {
  return { vi: `một trong các giá trị ${values.join(', ')}`, en: `one of ${values.join(', ')}` }
}

/** The cell that reads as this fact. Throws `unwritable-fact` for one no cell can state, such as a list item with ";". */
export function writeCell(fact: Json, field: Field & { readonly type: CellType }): string {
  const text = Array.isArray(fact) ? fact.join(';') || NONE : fact === '' ? NONE : String(fact)
  const back = readCell(text.trim(), field)
  if ('fact' in back && JSON.stringify(back.fact) === JSON.stringify(fact)) return text
  throw new SansangError('unwritable-fact', {
    message: `${JSON.stringify(fact)} cannot be written into a cell of type ${field.type}`,
    hint: 'leave out ";" inside list items, spaces at the ends, and the text "-"',
    exit: 'internal',
  })
}

const YES = ['true', 'có']
const NO = ['false', 'không']

function readBoolean(text: string): Reading {
  const word = text.toLowerCase()
  if (YES.includes(word)) return { fact: true }
  if (NO.includes(word)) return { fact: false }
  return { expected: { vi: 'có hoặc không (true, false)', en: 'true or false (có or không)' } }
}

function readInteger(text: string): Reading {
  const value = Number(text)
  return /^-?\d{1,15}$/.test(text) && !Object.is(value, -0)
    ? { fact: value }
    : { expected: { vi: 'số nguyên, ví dụ 12', en: 'a whole number, like 12' } }
}

function readNumber(text: string): Reading {
  // 1,234 may be a thousand or a little over one: nobody guesses.
  if (/^-?\d+,\d{3}$/.test(text))
    return {
      expected: {
        vi: 'số không có dấu ngăn hàng nghìn: ghi 1.234 (số thập phân) hoặc 1234',
        en: 'a number whose comma is no thousands sign: write 1.234 or 1234',
      },
    }
  const value = Number(text.replace(',', '.'))
  return /^-?\d{1,12}([.,]\d{1,6})?$/.test(text) && !Object.is(value, -0)
    ? { fact: value }
    : { expected: { vi: 'số, ví dụ 27,5', en: 'a number, like 27.5' } }
}

function readDate(text: string): Reading {
  const date = new Date(`${text}T00:00:00Z`)
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && real
    ? { fact: text }
    : {
        expected: {
          vi: 'ngày dạng năm-tháng-ngày, ví dụ 2025-06-30 (trong Excel đặt cột ở dạng Text)',
          en: 'a day as YYYY-MM-DD, like 2025-06-30 (set the column to Text in Excel)',
        },
      }
}

/**
 * RFC 3339 as a machine writes it, or what a person notes down: a day, or a day and an hour, in Vietnam. Of a day alone its
 * first moment is taken, so that nothing looks fresher than it is.
 */
function readTime(text: string): Reading {
  const machine =
    /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/
  const noted = /^(\d{4}-\d{2}-\d{2})(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d))?)?$/
  const [, exact] = machine.exec(text) ?? []
  const [, day, clock = '00:00', second = '00'] = noted.exec(text) ?? []
  if (exact !== undefined && 'fact' in readDate(exact)) return { fact: text }
  if (day !== undefined && 'fact' in readDate(day)) return { fact: `${day}T${clock}:${second}+07:00` }
  return {
    expected: {
      vi: 'ngày hoặc ngày giờ, ví dụ 2025-06-30 hay 2025-06-30 14:05 (trong Excel đặt cột ở dạng Text)',
      en: 'a day or a time, like 2025-06-30 or 2025-06-30 14:05 (set the column to Text in Excel)',
    },
  }
}

function readList(text: string): Reading {
  if (text === NONE) return { fact: [] }
  const items = text.split(';').map((item) => item.trim())
  return items.some((item) => item === '' || item === NONE)
    ? {
        expected: {
          vi: `các mục cách nhau bằng ";", hoặc "${NONE}" nếu không có`,
          en: `items separated by ";", or "${NONE}" for none`,
        },
      }
    : { fact: items }
}

const READ: Readonly<Record<CellType, (text: string) => Reading>> = {
  string: (text) => ({ fact: text === NONE ? '' : text }),
  boolean: readBoolean,
  integer: readInteger,
  number: readNumber,
  date: readDate,
  time: readTime,
  strings: readList,
}
