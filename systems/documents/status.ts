// status.ts: edXML status codes, who may send each and when. Pure: does not write messages.

/** Protocols 1.5. `recalled` travels from the sender of the document, every other from its receiver. */
export const STATUS_CODES = {
  arrived: '01',
  refused: '02',
  registered: '03',
  assigned: '04',
  processing: '05',
  finished: '06',
  recalled: '13',
  'change-agreed': '15',
  'change-refused': '16',
} as const
export type Status = keyof typeof STATUS_CODES
export type Side = 'sender' | 'receiver'

/** What has to be true at the receiver's before it may tell: a status never runs ahead of the register (deviation D10). */
const AFTER: Readonly<Record<Exclude<Status, 'recalled'>, readonly (Status | undefined)[]>> = {
  arrived: [undefined],
  refused: ['arrived'],
  registered: ['arrived'],
  assigned: ['registered'],
  processing: ['assigned'],
  finished: ['processing'],
  // A recall or update may reach a document at any time after it arrived; the answer does not move its own progress.
  'change-agreed': ['arrived', 'registered', 'assigned', 'processing', 'finished'],
  'change-refused': ['arrived', 'registered', 'assigned', 'processing', 'finished'],
}

export type Context = {
  /** Which side of the document the teller stands on. */
  readonly side: Side
  /** Last progress status sent for the document; undefined: none. */
  readonly last: Status | undefined
  /** True while a recall or update waits for an answer. */
  readonly changeAsked: boolean
}

/** Why a status must not be sent now; undefined: it may. */
export function statusRefusal(status: Status, { side, last, changeAsked }: Context): string | undefined {
  if (status === 'recalled') return side === 'sender' ? undefined : 'only the sender of a document recalls it'
  if (side === 'sender') return `only the receiver of a document tells that it is ${status}`
  if (status.startsWith('change-') && !changeAsked) return 'no recall or update waits for an answer'
  return AFTER[status].includes(last) ? undefined : `${status} cannot follow ${last ?? 'nothing'}`
}

/** The status of a two-digit code; undefined for a code this regulation does not have. */
export function statusOf(code: string): Status | undefined {
  return (Object.keys(STATUS_CODES) as Status[]).find((name) => STATUS_CODES[name] === code)
}
