// document-type.ts: administrative document types and the notation each gives a number. Does not draw numbers.

/**
 * Types in use here, with the abbreviation of Decree 30/2020/NĐ-CP, annex III. An official letter (công văn) has none.
 * `code` is edXML's DocumentType/Type: no list of it is attested, receivers trust the name (protocols 1.4), so every type sends 1.
 */
export const DOCUMENT_TYPES = {
  decision: { code: 1, name: 'Quyết định', abbreviation: 'QĐ' },
  directive: { code: 1, name: 'Chỉ thị', abbreviation: 'CT' },
  notice: { code: 1, name: 'Thông báo', abbreviation: 'TB' },
  plan: { code: 1, name: 'Kế hoạch', abbreviation: 'KH' },
  report: { code: 1, name: 'Báo cáo', abbreviation: 'BC' },
  submission: { code: 1, name: 'Tờ trình', abbreviation: 'TTr' },
  minutes: { code: 1, name: 'Biên bản', abbreviation: 'BB' },
  invitation: { code: 1, name: 'Giấy mời', abbreviation: 'GM' },
  letter: { code: 1, name: 'Công văn', abbreviation: '' },
} as const
export type DocumentType = keyof typeof DOCUMENT_TYPES

/**
 * Notation after the number (Decree 30/2020, annex I): `QĐ-UBND` for a named type; `UBND-VP` for a letter,
 * organ and drafting department.
 */
export function notationOf(type: DocumentType, organ: string, department: string): string {
  const { abbreviation } = DOCUMENT_TYPES[type]
  return abbreviation === '' ? `${organ}-${department}` : `${abbreviation}-${organ}`
}

/** A number as documents show it: below ten with a leading zero, `01`. */
export function formatNumber(number: number): string {
  return String(number).padStart(2, '0')
}
