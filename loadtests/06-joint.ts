// loadtests/06-joint.ts: all five systems at once at the Monday 09:00 peak, every commune taking part.
export { default as procedures } from './01-procedures.ts'
export { default as documents } from './02-documents.ts'
export { default as meetings } from './03-meetings.ts'
export { default as reporting } from './04-reporting.ts'
export { default as exchange } from './05-exchange.ts'

import { openRoom } from './03-meetings.ts'
import { openTemplate } from './04-reporting.ts'
import { jointOptions } from './shared/options.ts'
import { fetchTokens } from './shared/tokens.ts'

export const options = jointOptions(['procedures', 'documents', 'meetings', 'reporting', 'exchange'])

export function setup() {
  const tokens = fetchTokens()
  return { tokens, room: openRoom(tokens), template: openTemplate(tokens) }
}
