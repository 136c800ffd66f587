// edoc-reader.ts: reads an edXML message, whatever prefix, order and variant its sender uses. Does not register anything.
import type { Element } from '@xmldom/xmldom'
import { DOMParser } from '@xmldom/xmldom'
import { type Fault, SansangError } from '../../types/error.ts'
import type { Attachment, Edoc, Organ, ResponseFor } from './edoc.ts'
import {
  BUSINESS_TYPES,
  type BusinessType,
  dateOfWire,
  EDXML_NAMESPACE,
  instantOfWire,
  PRIORITIES,
  type Priority,
} from './edoc.ts'
import { unpackPayload } from './payload.ts'

const XLINK = 'http://www.w3.org/1999/xlink'

/**
 * The root of a message. Names are compared by namespace and local name, so the prefix is the sender's own.
 * Throws `edxml-unreadable` for text that is not well-formed, declares a DOCTYPE, or has another root.
 */
export function parseEdxml(text: string): Element {
  // No edXML needs a DOCTYPE, and refusing it closes entity expansion before the parser sees it.
  if (/<!DOCTYPE/i.test(text)) throw unreadable('it declares a DOCTYPE')
  let root: Element | null
  try {
    const parser = new DOMParser({
      // XML 1.0 knows no other line ends; the parser's default would turn U+2028 and U+0085 in a title into line breaks.
      normalizeLineEndings: (source) => source.replaceAll(/\r\n?/g, '\n'),
      // U+FFFD is a legal character, and what a sender's own mishap left; any other complaint is about the form.
      onError: (_level, message) => {
        if (!message.startsWith('Unicode replacement character')) throw new SyntaxError(message)
      },
    })
    root = parser.parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml').documentElement
  } catch (cause) {
    throw unreadable('it is not well-formed XML', cause)
  }
  if (root === null || root.localName !== 'edXML' || root.namespaceURI !== EDXML_NAMESPACE)
    throw unreadable(`its root is not edXML of ${EDXML_NAMESPACE}`)
  return root
}

/** True for a status message: a ResponseFor with a StatusCode instead of a document. */
export function isStatusMessage(root: Element): boolean {
  const header = messageHeader(root)
  return header !== undefined && child(header, 'StatusCode') !== undefined
}

/** The document in a message, files unpacked. Throws `edxml-invalid` with every fault found, or `edxml-unreadable`. */
export function readEdoc(text: string): Edoc {
  const root = parseEdxml(text)
  const faults: Fault[] = []
  const header = messageHeader(root)
  if (header === undefined) throw unreadable('it has no MessageHeader')
  const to = children(header, 'To').map((organ) => readOrgan(organ, faults))
  if (to.length === 0)
    faults.push({ where: 'MessageHeader/To', message: 'at least one receiver is required' })
  const from = child(header, 'From')
  if (from === undefined) faults.push({ where: 'MessageHeader/From', message: 'missing' })
  const code = child(header, 'Code')
  const promulgation = child(header, 'PromulgationInfo') ?? child(header, 'Promulgator')
  const signer = child(header, 'SignerInfo') ?? child(header, 'Signer')
  const other = child(header, 'OtherInfo')
  const due = textOf(header, 'DueDate')
  const edoc: Edoc = {
    from: from === undefined ? { organId: '', name: '' } : readOrgan(from, faults),
    to,
    documentId: required(header, 'DocumentId', faults),
    code: { number: textOf(code, 'CodeNumber'), notation: textOf(code, 'CodeNotation') },
    promulgation: {
      place: textOf(promulgation, 'Place'),
      date: dateField(textOf(promulgation, 'PromulgationDate'), 'PromulgationInfo/PromulgationDate', faults),
    },
    documentType: {
      type: integer(textOf(child(header, 'DocumentType'), 'Type'), 1),
      name: textOf(child(header, 'DocumentType'), 'TypeName'),
    },
    subject: required(header, 'Subject', faults),
    content: textOf(header, 'Content'),
    signer: {
      competence: textOf(signer, 'Competence'),
      position: textOf(signer, 'Position'),
      fullName: textOf(signer, 'FullName'),
    },
    ...(due === '' ? {} : { dueDate: dateField(due, 'DueDate', faults) }),
    priority: nameOf(PRIORITIES, integer(textOf(other, 'Priority'), 0)) ?? 'normal',
    pageAmount: integer(textOf(other, 'PageAmount'), 0),
    steeringType: integer(textOf(header, 'SteeringType'), 0),
    responseFor: children(header, 'ResponseFor').map((answered) => readResponse(answered, faults)),
    toPlaces: children(child(header, 'ToPlaces'), 'Place').map(ownText),
    traces: readTraces(root, faults),
    business: readBusiness(root, faults),
    attachments: readAttachments(root, faults),
  }
  if (faults.length > 0)
    throw new SansangError('edxml-invalid', {
      message: `the edXML message has ${faults.length} fault(s): ${faults.map((f) => `${f.where}: ${f.message}`).join('; ')}`,
      hint: 'compare with protocols 1.1 (QCVN 102:2016) and send it again',
      faults,
    })
  return edoc
}

/** The message header, also where a sender leaves out edXMLHeader (protocols 1.2). */
export function messageHeader(root: Element): Element | undefined {
  const envelope = child(root, 'edXMLEnvelope') ?? child(root, 'EdXMLEnvelope')
  if (envelope === undefined) return undefined
  return child(child(envelope, 'edXMLHeader') ?? envelope, 'MessageHeader')
}

/** First child element of this regulation's namespace with the local name. */
export function child(parent: Element | undefined, name: string): Element | undefined {
  return children(parent, name)[0]
}

/** Trimmed text of a child; empty when the child is absent. */
export function textOf(parent: Element | undefined, name: string): string {
  const found = child(parent, name)
  return found === undefined ? '' : ownText(found)
}

/** One ResponseFor block. */
export function readResponse(element: Element, faults: Fault[]): ResponseFor {
  const date = textOf(element, 'PromulgationDate')
  return {
    organId: textOf(element, 'OrganId'),
    code: textOf(element, 'Code'),
    date: date === '' ? '' : dateField(date, 'ResponseFor/PromulgationDate', faults),
    documentId: textOf(element, 'DocumentId'),
  }
}

/** One From or To block; a missing OrganId is a fault. */
export function readOrgan(element: Element, faults: Fault[]): Organ {
  const optional = (key: 'inCharge' | 'address' | 'email' | 'telephone', name: string) => {
    const text = textOf(element, name)
    return text === '' ? {} : { [key]: text }
  }
  return {
    organId: required(element, 'OrganId', faults),
    name: textOf(element, 'OrganName'),
    ...optional('inCharge', 'OrganizationInCharge'),
    ...optional('address', 'OrganAdd'),
    ...optional('email', 'Email'),
    ...optional('telephone', 'Telephone'),
  }
}

function children(parent: Element | undefined, name: string): Element[] {
  if (parent === undefined) return []
  const found: Element[] = []
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType !== node.ELEMENT_NODE) continue
    const element = node as Element
    if (element.localName === name && element.namespaceURI === EDXML_NAMESPACE) found.push(element)
  }
  return found
}

function readTraces(root: Element, faults: Fault[]): Edoc['traces'] {
  return children(traceList(root), 'TraceHeader').map((trace) => {
    const stamp = textOf(trace, 'Timestamp')
    const at = instantOfWire(stamp)
    if (at === undefined)
      faults.push({ where: 'TraceHeader/Timestamp', message: `"${stamp}" is not yyyy/MM/dd HH:mm:ss` })
    return { organId: textOf(trace, 'OrganId'), at: at ?? '' }
  })
}

function readBusiness(root: Element, faults: Fault[]): Edoc['business'] {
  const business = child(traceList(root), 'Bussiness')
  const type = nameOf(BUSINESS_TYPES, integer(textOf(business, 'BussinessDocType'), 0))
  if (type === undefined)
    faults.push({ where: 'Bussiness/BussinessDocType', message: 'expected 0, 1, 2 or 3' })
  const documentId = textOf(business, 'DocumentId')
  if (type !== undefined && type !== 'issue' && documentId === '')
    faults.push({ where: 'Bussiness/DocumentId', message: `a ${type} names the document it is about` })
  return {
    type: type ?? 'issue',
    reason: textOf(business, 'BussinessDocReason'),
    ...(documentId === '' ? {} : { documentId }),
  }
}

function traceList(root: Element): Element | undefined {
  const envelope = child(root, 'edXMLEnvelope') ?? child(root, 'EdXMLEnvelope')
  return child(child(envelope, 'edXMLHeader') ?? envelope, 'TraceHeaderList')
}

/** Files of AttachmentEncoded, each matched to its manifest entry with or without `cid:` on either side (D3). */
function readAttachments(root: Element, faults: Fault[]): Attachment[] {
  const envelope = child(root, 'edXMLEnvelope') ?? child(root, 'EdXMLEnvelope')
  const references = children(child(child(envelope, 'edXMLBody'), 'edXMLManifest'), 'Reference')
  const files = children(child(root, 'AttachmentEncoded'), 'Attachment')
  const unmatched = new Set(references.map(contentId))
  const read = files.map((file): Attachment => {
    const id = contentId(file)
    const reference = references.find((candidate) => contentId(candidate) === id)
    unmatched.delete(id)
    const field = (name: string) => textOf(file, name) || textOf(reference, name)
    const name = field('AttachmentName') || id
    let bytes = new Uint8Array()
    try {
      bytes = new Uint8Array(unpackPayload(textOf(file, 'ContentTransferEncoded'), name))
    } catch (error) {
      if (!(error instanceof SansangError)) throw error
      faults.push({ where: `Attachment ${id}`, message: error.message })
    }
    return {
      contentId: id,
      name,
      description: field('Description'),
      contentType: field('ContentType'),
      bytes,
    }
  })
  for (const id of unmatched)
    faults.push({ where: `Reference ${id}`, message: 'the file it announces is not in the message' })
  return read
}

function contentId(element: Element): string {
  const raw = textOf(element, 'ContentId') || element.getAttributeNS(XLINK, 'href') || ''
  return raw.replace(/^cid:/i, '')
}

function required(parent: Element, name: string, faults: Fault[]): string {
  const text = textOf(parent, name)
  if (text === '') faults.push({ where: `${parent.localName}/${name}`, message: 'missing or empty' })
  return text
}

function dateField(text: string, where: string, faults: Fault[]): string {
  const date = dateOfWire(text)
  if (date === undefined) faults.push({ where, message: `"${text}" is not a yyyy/MM/dd date` })
  return date ?? ''
}

function ownText(element: Element): string {
  return (element.textContent ?? '').trim()
}

function integer(text: string, otherwise: number): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : otherwise
}

function nameOf<K extends BusinessType | Priority>(
  codes: Readonly<Record<K, number>>,
  code: number,
): K | undefined {
  return (Object.keys(codes) as K[]).find((name) => codes[name] === code)
}

function unreadable(what: string, cause?: unknown): SansangError {
  return new SansangError('edxml-unreadable', {
    message: `the message cannot be read as edXML: ${what}`,
    hint: 'send an edXML message of QCVN 102:2016',
    cause,
  })
}
