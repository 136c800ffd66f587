// edoc.ts: an official document as edXML carries it (QCVN 102:2016, Amendment 1:2022). Shapes and wire forms only: reading and writing XML are elsewhere.
import { clockOf } from '../kit/calendar.ts'

export const EDXML_NAMESPACE = 'http://www.mic.gov.vn/TBT/QCVN_102_2016'

/** BussinessDocType (the regulation's own spelling): what the message does to the document it names. */
export const BUSINESS_TYPES = { issue: 0, revocation: 1, update: 2, replacement: 3 } as const
export type BusinessType = keyof typeof BUSINESS_TYPES

/** OtherInfo/Priority. `timed` is "hỏa tốc hẹn giờ": urgent at a set hour. */
export const PRIORITIES = { normal: 0, urgent: 1, 'very-urgent': 2, express: 3, timed: 4 } as const
export type Priority = keyof typeof PRIORITIES

export type Organ = {
  /** Decision 20/2020/QĐ-TTg: `H29`, `H29.101`; opaque to readers. */
  readonly organId: string
  readonly name: string
  readonly inCharge?: string
  readonly address?: string
  readonly email?: string
  readonly telephone?: string
}

export type Attachment = {
  readonly contentId: string
  readonly name: string
  readonly description: string
  readonly contentType: string
  /** The file itself: neither zipped nor encoded. */
  readonly bytes: Uint8Array
}

export type ResponseFor = {
  readonly organId: string
  /** `number/notation` of the document answered. */
  readonly code: string
  readonly date: string
  readonly documentId: string
}

/** Dates are YYYY-MM-DD here and yyyy/MM/dd on the wire; instants are RFC 3339 here and Vietnamese local time there. */
export type Edoc = {
  readonly from: Organ
  readonly to: readonly Organ[]
  readonly documentId: string
  readonly code: { readonly number: string; readonly notation: string }
  readonly promulgation: { readonly place: string; readonly date: string }
  readonly documentType: { readonly type: number; readonly name: string }
  readonly subject: string
  readonly content: string
  readonly signer: { readonly competence: string; readonly position: string; readonly fullName: string }
  readonly dueDate?: string
  readonly priority: Priority
  readonly pageAmount: number
  readonly steeringType: number
  readonly responseFor: readonly ResponseFor[]
  readonly toPlaces: readonly string[]
  readonly traces: readonly { readonly organId: string; readonly at: string }[]
  readonly business: { readonly type: BusinessType; readonly reason: string; readonly documentId?: string }
  readonly attachments: readonly Attachment[]
}

/** `H29,2025/07/01,05/QĐ-UBND` (protocols 1.4). Readers treat it as opaque text: UUIDs occur too. */
export function documentIdOf(parts: {
  organId: string
  date: string
  number: string
  notation: string
}): string {
  return `${parts.organId},${wireDate(parts.date)},${parts.number}/${parts.notation}`
}

/** YYYY-MM-DD as the wire wants it: yyyy/MM/dd. */
export function wireDate(date: string): string {
  return date.replaceAll('-', '/')
}

/** yyyy/MM/dd as YYYY-MM-DD; undefined for another form (dd/MM/yyyy, ISO) or a day that is not in the calendar. */
export function dateOfWire(text: string): string | undefined {
  const match = /^(\d{4})\/(\d{2})\/(\d{2})$/.exec(text)
  if (match === null) return undefined
  const date = `${match[1]}-${match[2]}-${match[3]}`
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? undefined : date
}

/** An instant as `yyyy/MM/dd HH:mm:ss`, Vietnamese local time. */
export function wireTimestamp(instant: string): string {
  const local = clockOf(new Date(instant))
  return `${wireDate(local.slice(0, 10))} ${local.slice(11, 19)}`
}

/** The reverse of `wireTimestamp`, to RFC 3339 with +07:00; undefined for another form. */
export function instantOfWire(text: string): string | undefined {
  const [day = '', time = '', ...rest] = text.split(' ')
  const date = dateOfWire(day)
  if (date === undefined || rest.length > 0 || !/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time))
    return undefined
  return `${date}T${time}+07:00`
}
