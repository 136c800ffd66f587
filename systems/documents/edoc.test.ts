// edoc.test.ts: round trip of edXML, the variants senders use, and the faults a reader must name.
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { SansangError } from '../../types/error.ts'
import {
  dateOfWire,
  documentIdOf,
  EDXML_NAMESPACE,
  type Edoc,
  instantOfWire,
  wireDate,
  wireTimestamp,
} from './edoc.ts'
import { readEdoc } from './edoc-reader.ts'
import { writeEdoc } from './edoc-writer.ts'
import { packPayload, UNPACKED_BYTES_MAX, unpackPayload } from './payload.ts'

const sample: Edoc = {
  from: { organId: 'H29', name: 'Ủy ban nhân dân Thành phố Hồ Chí Minh' },
  to: [
    { organId: 'G22', name: 'Văn phòng Chính phủ' },
    { organId: 'G09', name: 'Bộ Nội vụ' },
  ],
  documentId: 'H29,2025/07/01,05/QĐ-UBND',
  code: { number: '05', notation: 'QĐ-UBND' },
  promulgation: { place: 'Thành phố Hồ Chí Minh', date: '2025-07-01' },
  documentType: { type: 1, name: 'Quyết định' },
  subject: 'Về việc công bố <danh mục> & quy trình',
  content: '',
  signer: { competence: 'TM. ỦY BAN NHÂN DÂN', position: 'Chủ tịch', fullName: 'Nguyễn Văn A' },
  priority: 'urgent',
  pageAmount: 3,
  steeringType: 1,
  responseFor: [],
  toPlaces: ['Như trên', 'Lưu: VT'],
  traces: [{ organId: 'H29', at: '2025-07-01T08:15:30+07:00' }],
  business: { type: 'issue', reason: '' },
  attachments: [
    {
      contentId: 'a1',
      name: 'quyet-dinh.pdf',
      description: 'Toàn văn',
      contentType: 'application/pdf',
      bytes: new TextEncoder().encode('%PDF-1.7 nội dung'),
    },
    {
      contentId: 'a2',
      name: 'phu-luc.txt',
      description: '',
      contentType: 'text/plain',
      bytes: new TextEncoder().encode('phụ lục'),
    },
  ],
}

const faultsOf = (text: string): string[] => {
  try {
    readEdoc(text)
  } catch (error) {
    if (error instanceof SansangError) return error.faults.map((fault) => fault.where)
    throw error
  }
  return []
}

const word = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '').trim())
const name = word.filter((text) => text !== '')
const organ = fc.record({ organId: fc.stringMatching(/^[A-Y]\d{2}(\.\d{2,3}){0,2}$/), name: word })
const day = fc
  .date({ min: new Date('2016-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const generated: fc.Arbitrary<Edoc> = fc.record(
  {
    from: organ,
    to: fc.array(organ, { minLength: 1, maxLength: 4 }),
    documentId: name,
    code: fc.record({ number: word, notation: word }),
    promulgation: fc.record({ place: word, date: day }),
    documentType: fc.record({ type: fc.nat(40), name: word }),
    subject: name,
    content: word,
    signer: fc.record({ competence: word, position: word, fullName: word }),
    dueDate: day,
    priority: fc.constantFrom('normal', 'urgent', 'very-urgent', 'express', 'timed'),
    pageAmount: fc.nat(900),
    steeringType: fc.nat(3),
    responseFor: fc.array(fc.record({ organId: word, code: word, date: day, documentId: word }), {
      maxLength: 2,
    }),
    toPlaces: fc.array(word, { maxLength: 3 }),
    traces: fc.array(fc.record({ organId: word, at: day.map((date) => `${date}T23:59:01+07:00`) }), {
      maxLength: 2,
    }),
    business: fc.oneof(
      fc.record({ type: fc.constant('issue' as const), reason: word }),
      fc.record({
        type: fc.constantFrom('revocation' as const, 'update' as const, 'replacement' as const),
        reason: word,
        documentId: name,
      }),
    ),
    attachments: fc.uniqueArray(fc.uuid(), { maxLength: 3 }).chain((ids) =>
      fc.tuple(
        ...ids.map((contentId) =>
          fc.record({
            contentId: fc.constant(contentId),
            name: fc.constant(`tệp-${contentId}.pdf`),
            description: word,
            contentType: fc.constant('application/pdf'),
            bytes: fc.uint8Array({ maxLength: 200 }),
          }),
        ),
      ),
    ),
  },
  {
    requiredKeys: [
      'from',
      'to',
      'documentId',
      'code',
      'promulgation',
      'documentType',
      'subject',
      'content',
      'signer',
      'priority',
      'pageAmount',
      'steeringType',
      'responseFor',
      'toPlaces',
      'traces',
      'business',
      'attachments',
    ],
  },
)

test('what is written is read back the same', () => {
  expect(readEdoc(writeEdoc(sample))).toEqual(sample)
  fc.assert(
    fc.property(generated, (edoc) => {
      expect(readEdoc(writeEdoc(edoc))).toEqual(edoc)
    }),
    { numRuns: 60 },
  )
})

test('every element of the envelope is prefixed, attachments are not, and dates have slashes', () => {
  const text = writeEdoc(sample)
  const envelope = text.slice(text.indexOf('<edXML:edXMLEnvelope'), text.indexOf('</edXML:edXMLEnvelope>'))
  const tags = envelope.match(/<[A-Za-z][A-Za-z:]*/g) ?? []
  expect(tags.length).toBeGreaterThan(40)
  expect(tags.filter((tag) => !tag.startsWith('<edXML:'))).toEqual([])
  for (const declaration of ['xmlns', 'xmlns:edXML'])
    expect(text.slice(0, text.indexOf('<edXML:'))).toContain(` ${declaration}="${EDXML_NAMESPACE}"`)
  expect(text).toContain('<AttachmentEncoded><Attachment><ContentId>cid:a1</ContentId>')
  expect(text).toContain('<edXML:PromulgationDate>2025/07/01</edXML:PromulgationDate>')
  expect(text).toContain('<edXML:Timestamp>2025/07/01 08:15:30</edXML:Timestamp>')
  expect(text).toContain('<edXML:DocumentId>H29,2025/07/01,05/QĐ-UBND</edXML:DocumentId>')
})

test("the prefix is the sender's own: another one, none, or the attachments prefixed too", () => {
  const text = writeEdoc(sample)
  const variants = [
    text.replaceAll('edXML:', 'ed:').replace('xmlns:ed:', 'xmlns:ed').replace('xmlns:edXML=', 'xmlns:ed='),
    text.replaceAll('<edXML:', '<').replaceAll('</edXML:', '</'),
    text
      .replace('<AttachmentEncoded>', '<edXML:AttachmentEncoded>')
      .replace('</AttachmentEncoded>', '</edXML:AttachmentEncoded>'),
    `\uFEFF${text}`,
  ]
  expect(variants).toHaveLength(4)
  for (const variant of variants) expect(readEdoc(variant)).toEqual(sample)
})

test('a prefix bound to another namespace is not edXML', () => {
  const foreign = writeEdoc(sample).replaceAll(EDXML_NAMESPACE, 'http://example.org/other')
  expect(() => readEdoc(foreign)).toThrow(/root is not edXML/)
})

test('order does not matter, every To is read, and cid: may stand on one side only', () => {
  const text = writeEdoc(sample)
  const to = text.match(/<edXML:To>.*<\/edXML:To>/)?.[0] ?? ''
  const reordered = text.replace(to, '').replace('</edXML:MessageHeader>', `${to}</edXML:MessageHeader>`)
  expect(reordered).not.toBe(text)
  expect(readEdoc(reordered)).toEqual(sample)
  expect(readEdoc(text.replaceAll('<ContentId>cid:', '<ContentId>'))).toEqual(sample)
  expect(readEdoc(text.replaceAll('<edXML:ContentId>cid:', '<edXML:ContentId>'))).toEqual(sample)
})

test('xlink references, Signer, Promulgator and a flat envelope are read', () => {
  const text = writeEdoc(sample)
    .replaceAll('SignerInfo>', 'Signer>')
    .replaceAll('PromulgationInfo>', 'Promulgator>')
    .replace('<edXML:edXMLHeader>', '')
    .replace('</edXML:edXMLHeader>', '')
    .replaceAll(
      /<edXML:Reference><edXML:ContentId>(cid:a\d)<\/edXML:ContentId>/g,
      '<edXML:Reference xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="$1">',
    )
    .replaceAll('<ContentId>cid:', '<ContentId>')
  expect(text).toContain('xlink:href="cid:a2"')
  expect(readEdoc(text)).toEqual(sample)
})

test('a zipped file is unpacked, a word-processor file is not, whatever ContentType says', () => {
  const pdf = new TextEncoder().encode('%PDF-1.7')
  expect(unpackPayload(packPayload({ contentId: 'x', name: 'a.pdf', bytes: pdf }), 'a.pdf')).toEqual(pdf)
  expect(unpackPayload(Buffer.from(pdf).toString('base64'), 'a.pdf')).toEqual(pdf)
  const docx = zipSync({ '[Content_Types].xml': pdf, 'word/document.xml': pdf })
  expect(unpackPayload(Buffer.from(docx).toString('base64'), 'a.docx')).toEqual(docx)
  expect(unpackPayload(packPayload({ contentId: 'x', name: 'a.docx', bytes: docx }), 'a.docx')).toEqual(docx)
  const zip = zipSync({ 'one.pdf': pdf })
  expect(unpackPayload(Buffer.from(zip).toString('base64'), 'a.zip')).toEqual(zip)
  expect(unpackPayload(packPayload({ contentId: 'x', name: 'a.zip', bytes: zip }), 'a.zip')).toEqual(zip)
})

test('a payload that is not base64, broken, or too large is refused', () => {
  expect(() => unpackPayload('không phải', 'a.pdf')).toThrow(/not base64/)
  expect(() => unpackPayload(Buffer.from('PK\u0003\u0004 broken').toString('base64'), 'a.pdf')).toThrow(
    /cannot be unpacked/,
  )
  const bomb = zipSync({ a: new Uint8Array(UNPACKED_BYTES_MAX + 1) }, { level: 1 })
  expect(() => unpackPayload(Buffer.from(bomb).toString('base64'), 'a.pdf')).toThrow(/cannot be unpacked/)
})

test('all faults of a message are reported at once', () => {
  const text = writeEdoc(sample)
    .replace(/<edXML:To>.*<\/edXML:To>/, '')
    .replace('<edXML:PromulgationDate>2025/07/01', '<edXML:PromulgationDate>01/07/2025')
    .replace(/<edXML:Subject>.*<\/edXML:Subject>/, '')
    .replace(/<Attachment><ContentId>cid:a2<.*?<\/Attachment>/, '')
    .replace('08:15:30', '08h15')
  expect(faultsOf(text).sort()).toEqual([
    'MessageHeader/Subject',
    'MessageHeader/To',
    'PromulgationInfo/PromulgationDate',
    'Reference a2',
    'TraceHeader/Timestamp',
  ])
})

test('a revocation without the document it revokes is a fault', () => {
  const text = writeEdoc({ ...sample, business: { type: 'revocation', reason: 'nhầm' } })
  expect(faultsOf(text)).toEqual(['Bussiness/DocumentId'])
})

test('a replacement character and other line separators in a title are kept as they came', () => {
  const edoc = { ...sample, subject: 'Quyết \ufffd\u2028định' }
  expect(readEdoc(writeEdoc(edoc))).toEqual(edoc)
})

test('text that is not XML, or declares a DOCTYPE, is refused before anything is read', () => {
  expect(() => readEdoc('<edXML>')).toThrow(/not well-formed/)
  expect(() => readEdoc('<!DOCTYPE edXML [<!ENTITY a "b">]><edXML/>')).toThrow(/DOCTYPE/)
})

test('dates on the wire are yyyy/MM/dd and nothing else', () => {
  fc.assert(fc.property(day, (date) => dateOfWire(wireDate(date)) === date))
  const wrong = ['01/07/2025', '2025-07-01', '2025/02/30', '2025/7/1', '']
  expect(wrong.map(dateOfWire)).toEqual(wrong.map(() => undefined))
  expect(instantOfWire(wireTimestamp('2025-06-30T17:00:00Z'))).toBe('2025-07-01T00:00:00+07:00')
  expect(instantOfWire('2025/07/01 24:00:00')).toBeUndefined()
  expect(documentIdOf({ organId: 'H29', date: '2025-07-01', number: '05', notation: 'QĐ-UBND' })).toBe(
    sample.documentId,
  )
})
