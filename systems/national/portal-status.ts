// systems/national/portal-status.ts: which status may follow which at the portal, by the portal's own table. Stores nothing.

/** What a dossier may be told as after each status; telling the same status again is always right. */
const FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  '1': ['2', '3', '5', '7', '8'],
  '2': ['4', '5', '6', '7', '8', '9'],
  '3': [],
  '4': ['5', '6', '7', '8', '9'],
  '5': ['2', '4', '7', '8'],
  '6': ['4', '7', '8', '9'],
  '7': [],
  '8': [],
  '9': ['10'],
  '10': [],
}

/** Statuses of a dossier that is still being dealt with; one told of for the first time must have one of them. */
const OPEN = ['1', '2', '4', '5', '6']

/** The reason why `to` may not follow `from` (undefined: not yet known to the portal); undefined when it may. */
export function statusFault(from: string | undefined, to: string): string | undefined {
  if (from === undefined)
    return OPEN.includes(to) ? undefined : `hồ sơ chưa đăng ký không thể có trạng thái ${to}`
  if (from === to || FOLLOWERS[from]?.includes(to)) return undefined
  return `trạng thái ${to} không thể đi sau trạng thái ${from}`
}
