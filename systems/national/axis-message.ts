// systems/national/axis-message.ts: what the document axis reads of an edXML message to carry it. Opens no attachment.
import { DOMParser, type Element, XMLSerializer } from '@xmldom/xmldom'
import { CODES, Refusal } from './refusal.ts'

export type Envelope = {
  readonly messageType: 'edoc' | 'status'
  readonly from: string
  readonly to: readonly string[]
  /** The document carried, or spoken of. */
  readonly documentId: string
  readonly statusCode: string | null
}

const NAMESPACE = 'http://www.mic.gov.vn/TBT/QCVN_102_2016'
const STATUS_CODES = ['01', '02', '03', '04', '05', '06', '13', '15', '16']

/** Names are compared by namespace, whatever the prefix (D2). Throws `Refusal` naming all that is missing. */
export function readEnvelope(file: string): Envelope {
  const header = messageHeader(file)
  const faults: string[] = []
  const need = (name: string, value: string | undefined): string => {
    if (value === undefined || value === '') faults.push(`${name} is missing`)
    return value ?? ''
  }
  const statusCode = textAt(header, ['StatusCode'])
  const from = need('From/OrganId', textAt(header, ['From', 'OrganId']))
  if (statusCode === undefined) {
    const to = childrenOf(header, 'To').map((organ) => textAt(organ, ['OrganId']) ?? '')
    if (to.length === 0 || to.includes('')) faults.push('To/OrganId is missing')
    const documentId = need('DocumentId', textAt(header, ['DocumentId']))
    const date = need('PromulgationDate', textAt(header, ['PromulgationInfo', 'PromulgationDate']))
    if (date !== '' && !isWireDate(date)) faults.push(`PromulgationDate ${date} is not yyyy/MM/dd`)
    refuse(faults)
    return { messageType: 'edoc', from, to, documentId, statusCode: null }
  }
  if (!STATUS_CODES.includes(statusCode)) faults.push(`StatusCode ${statusCode} is not known`)
  const about = need('ResponseFor/OrganId', textAt(header, ['ResponseFor', 'OrganId']))
  const documentId = need('ResponseFor/DocumentId', textAt(header, ['ResponseFor', 'DocumentId']))
  // A recall is the sender's own word; everything else is said by a receiver (D10).
  if (statusCode === '13' && from !== about)
    faults.push('13 (recall) comes from the sender of the document only')
  if (statusCode !== '13' && from === about)
    faults.push(`${statusCode} comes from a receiver, not from the sender`)
  refuse(faults)
  return { messageType: 'status', from, to: [about], documentId, statusCode }
}

/** The message with the axis's own TraceHeader added; one without a trace list (a status message) as it is. */
export function traced(file: string, organ: string, at: Date): string {
  const root = parse(file)
  const list = root.getElementsByTagNameNS(NAMESPACE, 'TraceHeaderList').item(0)
  const document = root.ownerDocument
  if (list === null || document === null) return file
  const header = document.createElementNS(NAMESPACE, 'edXML:TraceHeader')
  const local = new Date(at.getTime() + 7 * 3_600_000).toISOString()
  const stamp = `${local.slice(0, 10).replaceAll('-', '/')} ${local.slice(11, 19)}`
  for (const [name, value] of [
    ['OrganId', organ],
    ['Timestamp', stamp],
  ] as const) {
    const element = document.createElementNS(NAMESPACE, `edXML:${name}`)
    element.appendChild(document.createTextNode(value))
    header.appendChild(element)
  }
  const business = childrenOf(list, 'Bussiness')[0] ?? null
  list.insertBefore(header, business)
  return new XMLSerializer().serializeToString(document)
}

function messageHeader(file: string): Element {
  const header = parse(file).getElementsByTagNameNS(NAMESPACE, 'MessageHeader').item(0)
  if (header === null) throw new Refusal(CODES.invalid, ['there is no MessageHeader'])
  return header
}

function parse(file: string): Element {
  // No edXML needs a DOCTYPE; refusing it closes entity expansion.
  if (/<!DOCTYPE/i.test(file)) throw new Refusal(CODES.invalid, ['a DOCTYPE is not allowed'])
  let root: Element | null
  try {
    const parser = new DOMParser({
      onError: (_level, message) => {
        throw new SyntaxError(message)
      },
    })
    root = parser.parseFromString(file.replace(/^\uFEFF/, ''), 'text/xml').documentElement
  } catch {
    throw new Refusal(CODES.invalid, ['the file is not well-formed XML'])
  }
  if (root === null || root.localName !== 'edXML' || root.namespaceURI !== NAMESPACE)
    throw new Refusal(CODES.invalid, [`the root is not edXML of ${NAMESPACE}`])
  return root
}

function childrenOf(element: Element, name: string): Element[] {
  return Array.from(element.childNodes).filter(
    (node): node is Element =>
      node.nodeType === 1 && node.namespaceURI === NAMESPACE && node.localName === name,
  )
}

function textAt(element: Element, path: readonly string[]): string | undefined {
  let found: Element | undefined = element
  for (const name of path) found = found === undefined ? undefined : childrenOf(found, name)[0]
  return found?.textContent?.trim()
}

function isWireDate(text: string): boolean {
  const day = text.replaceAll('/', '-')
  const parsed = new Date(`${day}T00:00:00Z`)
  return (
    /^\d{4}\/\d{2}\/\d{2}$/.test(text) &&
    !Number.isNaN(parsed.getTime()) &&
    parsed.toISOString().startsWith(day)
  )
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Refusal(CODES.invalid, faults)
}
