// issue.ts: what numbering, stamping and issuing make of a signed document. Pure: draws no number, sends nothing.
import { DOCUMENT_TYPES, formatNumber, notationOf } from './document-type.ts'
import { type Attachment, documentIdOf, type Edoc, type Organ, type ResponseFor } from './edoc.ts'
import { sha256 } from './history.ts'
import type { Entry } from './number-book.ts'
import type { Outgoing, Receiver } from './outgoing.ts'

/** Abbreviation of a people's committee in a notation (Decree 30/2020/NĐ-CP, annex III). */
const ORGAN_ABBREVIATION = 'UBND'

export type Issue = Required<
  Pick<Outgoing, 'number' | 'year' | 'notation' | 'issuedOn' | 'documentId' | 'stampSha256'>
>

/** Number, notation, DocumentId and stamp. The stamp is a digest over what was signed and what was added; no seal certificate stands behind it. */
export function issueOf(document: Outgoing, entry: Entry, organ: Organ): Issue {
  const number = formatNumber(entry.number)
  const suffix = notationOf(document.type, ORGAN_ABBREVIATION, document.department)
  const documentId = documentIdOf({ organId: organ.organId, date: entry.date, number, notation: suffix })
  return {
    number: entry.number,
    year: entry.year,
    notation: `${number}/${suffix}`,
    issuedOn: entry.date,
    documentId,
    stampSha256: sha256(JSON.stringify([document.contentSha256, documentId, entry.date])),
  }
}

/** The issued document as it travels. Its text goes along as a file when the draft brought none. */
export function edocOf(
  document: Outgoing & Issue & { readonly issuedAt: Date },
  parts: {
    from: Organ
    place: string
    receivers: readonly Receiver[]
    files: readonly Attachment[]
    responseFor: readonly ResponseFor[]
  },
): Edoc {
  const { from, receivers, files } = parts
  const [number = '', ...suffix] = document.notation.split('/')
  return {
    from,
    to: receivers.map(({ organId, name }) => ({ organId, name })),
    documentId: document.documentId,
    code: { number, notation: suffix.join('/') },
    promulgation: { place: parts.place, date: document.issuedOn },
    documentType: { type: DOCUMENT_TYPES[document.type].code, name: DOCUMENT_TYPES[document.type].name },
    subject: document.subject,
    content: '',
    signer: {
      competence: document.competence ?? '',
      position: document.position ?? '',
      fullName: document.signer ?? '',
    },
    priority: document.priority,
    pageAmount: 0,
    steeringType: 1,
    responseFor: parts.responseFor,
    toPlaces: receivers.map(({ name }) => name),
    traces: [{ organId: from.organId, at: document.issuedAt.toISOString() }],
    business: { type: 'issue', reason: '' },
    attachments: files.length > 0 ? files : [textFile(document)],
  }
}

function textFile(document: Outgoing): Attachment {
  return {
    contentId: `${document.id}-text`,
    name: 'noi-dung.txt',
    description: 'Nội dung văn bản',
    contentType: 'text/plain',
    bytes: new TextEncoder().encode(document.content === '' ? document.subject : document.content),
  }
}
