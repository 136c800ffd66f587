// checks/inventory/fault.ts: a fault in a file that a commune filled in, said in both languages. Finds none.
import type { Fault } from '../../types/error.ts'
import type { Text } from '../../types/text.ts'

/** Where it stands, and what is wrong in the words of the clerk who mends it and of whoever reads the log. */
export function faultAt(where: string, { vi, en }: Text): Fault {
  return { where, message: en, vi }
}

export const EMPTY: Text = { vi: 'còn trống', en: 'is empty' }
export const NOT_IN_HEADER: Text = { vi: 'thiếu trong dòng tiêu đề', en: 'is missing from the header' }

/** "is "1"; expected …", long cells shortened. */
export function isButExpected(text: string, expected: Text): Text {
  const given = text.length > 40 ? `${text.slice(0, 39)}…` : text
  return { vi: `đang ghi "${given}"; cần ${expected.vi}`, en: `is "${given}"; expected ${expected.en}` }
}
