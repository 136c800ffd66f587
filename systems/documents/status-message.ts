// status-message.ts: writes and reads edXML status messages (protocols 1.5). Whether one may be sent is status.ts.
import { type Fault, SansangError } from '../../types/error.ts'
import { instantOfWire, type Organ, type ResponseFor, wireDate, wireTimestamp } from './edoc.ts'
import { child, messageHeader, parseEdxml, readOrgan, readResponse, textOf } from './edoc-reader.ts'
import { organNodes, prefixed, writeEdxml } from './edoc-writer.ts'
import { STATUS_CODES, type Status, statusOf } from './status.ts'

export type StatusMessage = {
  readonly from: Organ
  /** The document it is about, and in `organId` the organ that sent that document. */
  readonly about: ResponseFor
  readonly status: Status
  readonly staff: string
  readonly description: string
  /** RFC 3339. */
  readonly at: string
}

/** The message as text: same root as a document, no trace list, no body. */
export function writeStatusMessage(message: StatusMessage): string {
  const { about } = message
  const header = prefixed('MessageHeader', [
    ['From', organNodes(message.from)],
    [
      'ResponseFor',
      [
        ['OrganId', about.organId],
        ['Code', about.code],
        ['PromulgationDate', wireDate(about.date)],
        ['DocumentId', about.documentId],
      ],
    ],
    ['StaffInfo', [['Staff', message.staff]]],
    ['StatusCode', STATUS_CODES[message.status]],
    ['Description', message.description],
    ['Timestamp', wireTimestamp(message.at)],
  ])
  return writeEdxml([['edXML:edXMLEnvelope', [['edXML:edXMLHeader', [header]]]]])
}

/** The status in a message. Throws `edxml-invalid` with every fault, or `edxml-unreadable`. */
export function readStatusMessage(text: string): StatusMessage {
  const header = messageHeader(parseEdxml(text))
  const faults: Fault[] = []
  const from = child(header, 'From')
  const about = child(header, 'ResponseFor')
  const code = textOf(header, 'StatusCode')
  const status = statusOf(code)
  const stamp = textOf(header, 'Timestamp')
  const at = instantOfWire(stamp)
  if (from === undefined) faults.push({ where: 'MessageHeader/From', message: 'missing' })
  if (about === undefined) faults.push({ where: 'MessageHeader/ResponseFor', message: 'missing' })
  if (status === undefined)
    faults.push({ where: 'MessageHeader/StatusCode', message: `"${code}" is not a status` })
  if (at === undefined)
    faults.push({ where: 'MessageHeader/Timestamp', message: `"${stamp}" is not yyyy/MM/dd HH:mm:ss` })
  const sender = from === undefined ? undefined : readOrgan(from, faults)
  const answered = about === undefined ? undefined : readResponse(about, faults)
  if (answered?.documentId === '')
    faults.push({ where: 'ResponseFor/DocumentId', message: 'missing or empty' })
  if (faults.length > 0 || !sender || !answered || !status || !at)
    throw new SansangError('edxml-invalid', {
      message: `the status message has ${faults.length} fault(s): ${faults.map((f) => `${f.where}: ${f.message}`).join('; ')}`,
      hint: 'compare with protocols 1.5 and send it again',
      faults,
    })
  const staff = textOf(child(header, 'StaffInfo'), 'Staff')
  return { from: sender, about: answered, status, staff, description: textOf(header, 'Description'), at }
}
