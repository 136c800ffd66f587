// edoc-writer.ts: writes a document as an edXML message, prefixed as receivers match it. Decides nothing about the document.
import type { Document, Element } from '@xmldom/xmldom'
import { DOMImplementation, XMLSerializer } from '@xmldom/xmldom'
import {
  BUSINESS_TYPES,
  EDXML_NAMESPACE,
  type Edoc,
  type Organ,
  PRIORITIES,
  wireDate,
  wireTimestamp,
} from './edoc.ts'
import { packPayload } from './payload.ts'

type Content = string | number | boolean | readonly Node[]
type Node = readonly [name: string, content: Content, attributes?: Readonly<Record<string, string>>]

/** The whole message as text. Everything below the root carries `edXML:` except the attachments (domain.md B). */
export function writeEdoc(edoc: Edoc): string {
  const envelope: Node = [
    'edXML:edXMLEnvelope',
    [
      ['edXML:edXMLHeader', [prefixed('MessageHeader', messageHeader(edoc)), traceList(edoc)]],
      ['edXML:edXMLBody', [['edXML:edXMLManifest', edoc.attachments.map(reference), { version: '1.0' }]]],
    ],
  ]
  return writeEdxml([envelope, ['AttachmentEncoded', edoc.attachments.map(encoded)]])
}

/** A message of this regulation with the given children under its root. */
export function writeEdxml(children: readonly Node[]): string {
  const document = new DOMImplementation().createDocument(EDXML_NAMESPACE, 'edXML')
  const root = document.documentElement
  if (root === null) throw new TypeError('a document made with a root element has none')
  root.setAttributeNS('http://www.w3.org/2000/xmlns/', 'xmlns:edXML', EDXML_NAMESPACE)
  for (const child of children) append(document, root, child)
  return `<?xml version="1.0" encoding="utf-8"?>${new XMLSerializer().serializeToString(document)}`
}

/** `name` and every descendant with the `edXML:` prefix. */
export function prefixed(name: string, content: Content): Node {
  const inner =
    typeof content === 'object' ? content.map(([child, below]) => prefixed(child, below)) : content
  return [`edXML:${name}`, inner]
}

/** An organ's block: From, To. */
export function organNodes(organ: Organ): readonly Node[] {
  return [
    ['OrganId', organ.organId],
    ['OrganizationInCharge', organ.inCharge ?? ''],
    ['OrganName', organ.name],
    ['OrganAdd', organ.address ?? ''],
    ['Email', organ.email ?? ''],
    ['Telephone', organ.telephone ?? ''],
  ]
}

/** Real files put DocumentId after To and ToPlaces last (protocols 1, correction c). */
function messageHeader(edoc: Edoc): readonly Node[] {
  const { code, promulgation, documentType, signer } = edoc
  const due: readonly Node[] = edoc.dueDate === undefined ? [] : [['DueDate', wireDate(edoc.dueDate)]]
  return [
    ['From', organNodes(edoc.from)],
    ...edoc.to.map((organ): Node => ['To', organNodes(organ)]),
    ['DocumentId', edoc.documentId],
    [
      'Code',
      [
        ['CodeNumber', code.number],
        ['CodeNotation', code.notation],
      ],
    ],
    [
      'PromulgationInfo',
      [
        ['Place', promulgation.place],
        ['PromulgationDate', wireDate(promulgation.date)],
      ],
    ],
    [
      'DocumentType',
      [
        ['Type', documentType.type],
        ['TypeName', documentType.name],
      ],
    ],
    ['Subject', edoc.subject],
    ['Content', edoc.content],
    [
      'SignerInfo',
      [
        ['Competence', signer.competence],
        ['Position', signer.position],
        ['FullName', signer.fullName],
      ],
    ],
    ...due,
    [
      'OtherInfo',
      [
        ['Priority', PRIORITIES[edoc.priority]],
        ['PageAmount', edoc.pageAmount],
      ],
    ],
    ...edoc.responseFor.map(
      (answered): Node => [
        'ResponseFor',
        [
          ['OrganId', answered.organId],
          ['Code', answered.code],
          ['PromulgationDate', wireDate(answered.date)],
          ['DocumentId', answered.documentId],
        ],
      ],
    ),
    ['SteeringType', edoc.steeringType],
    ['ToPlaces', edoc.toPlaces.map((place): Node => ['Place', place])],
  ]
}

function traceList(edoc: Edoc): Node {
  const traces = edoc.traces.map(
    (trace): Node => [
      'TraceHeader',
      [
        ['OrganId', trace.organId],
        ['Timestamp', wireTimestamp(trace.at)],
      ],
    ],
  )
  const named: readonly Node[] =
    edoc.business.documentId === undefined ? [] : [['DocumentId', edoc.business.documentId]]
  const business: Node = [
    'Bussiness',
    [
      ...named,
      ['BussinessDocType', BUSINESS_TYPES[edoc.business.type]],
      ['BussinessDocReason', edoc.business.reason],
      ['Paper', 0],
    ],
  ]
  return prefixed('TraceHeaderList', [...traces, business])
}

/** `cid:` on both sides: a reader that compares the ids as text must find the file (deviation D3). */
function reference(file: Edoc['attachments'][number]): Node {
  return prefixed('Reference', [
    ['ContentId', `cid:${file.contentId}`],
    ['ContentType', file.contentType],
    ['Description', file.description],
    ['AttachmentName', file.name],
  ])
}

function encoded(file: Edoc['attachments'][number]): Node {
  return [
    'Attachment',
    [
      ['ContentId', `cid:${file.contentId}`],
      ['AttachmentName', file.name],
      ['Description', file.description],
      ['ContentType', file.contentType],
      ['edXML:ContentTransferEncoded', packPayload(file)],
    ],
  ]
}

function append(document: Document, parent: Element, [name, content, attributes = {}]: Node): void {
  const element = document.createElementNS(EDXML_NAMESPACE, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  if (typeof content === 'object') for (const child of content) append(document, element, child)
  else element.appendChild(document.createTextNode(String(content)))
  parent.appendChild(element)
}
