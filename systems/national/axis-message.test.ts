// systems/national/axis-message.test.ts: what the axis reads of an edXML message, whatever its prefix.
import { describe, expect, test } from 'vitest'
import { readEnvelope, traced } from './axis-message.ts'

const NAMESPACE = 'http://www.mic.gov.vn/TBT/QCVN_102_2016'
function edxml(header: string, prefix = 'edXML:'): string {
  const written = header.replaceAll('<', `<${prefix}`).replaceAll(`<${prefix}/`, `</${prefix}`)
  return `<edXML xmlns="${NAMESPACE}" xmlns:edXML="${NAMESPACE}"><${prefix}edXMLEnvelope><${prefix}edXMLHeader>${written}</${prefix}edXMLHeader></${prefix}edXMLEnvelope></edXML>`
}
const TRACE =
  '<TraceHeaderList><TraceHeader><OrganId>H29.101</OrganId><Timestamp>2026/11/22 08:00:00</Timestamp></TraceHeader><Bussiness></Bussiness></TraceHeaderList>'
const DOCUMENT = `<MessageHeader><From><OrganId>H29.101</OrganId></From><To><OrganId>G09</OrganId></To><To><OrganId>G12</OrganId></To><DocumentId>H29.101,2026/11/22,12/UBND-VP</DocumentId><PromulgationInfo><PromulgationDate>2026/11/22</PromulgationDate></PromulgationInfo></MessageHeader>${TRACE}`
const status = (code: string, from: string) =>
  `<MessageHeader><From><OrganId>${from}</OrganId></From><ResponseFor><OrganId>G09</OrganId><DocumentId>G09,2026/11/20,1/BNV</DocumentId></ResponseFor><StatusCode>${code}</StatusCode></MessageHeader>`

describe('readEnvelope', () => {
  test.each(['edXML:', ''])('reads every receiver of a document with the prefix "%s"', (prefix) => {
    expect(readEnvelope(edxml(DOCUMENT, prefix))).toEqual({
      messageType: 'edoc',
      from: 'H29.101',
      to: ['G09', 'G12'],
      documentId: 'H29.101,2026/11/22,12/UBND-VP',
      statusCode: null,
    })
  })
  test('a status goes to the sender of the document', () => {
    expect(readEnvelope(edxml(status('03', 'H29.101')))).toMatchObject({
      messageType: 'status',
      to: ['G09'],
      statusCode: '03',
    })
  })
  const bad: [string, string, string][] = [
    ['no XML', '<edXML', 'not well-formed'],
    ['another root', '<a/>', 'the root is not edXML'],
    ['another namespace', '<edXML xmlns="urn:x"/>', 'the root is not edXML'],
    ['a DOCTYPE', `<!DOCTYPE x>${edxml(DOCUMENT)}`, 'DOCTYPE'],
    ['no receiver', edxml(DOCUMENT.replaceAll(/<To>.*<\/To>/g, '')), 'To/OrganId'],
    ['an ISO date (D9)', edxml(DOCUMENT.replace('2026/11/22</P', '2026-11-22</P')), 'yyyy/MM/dd'],
    ['an unknown status', edxml(status('07', 'H29.101')), '07 is not known'],
    ['a recall by the receiver (D10)', edxml(status('13', 'H29.101')), 'comes from the sender'],
    ['an arrival said by the sender', edxml(status('01', 'G09')), 'comes from a receiver'],
  ]
  test.each(bad)('refuses %s', (_name, file, said) => expect(() => readEnvelope(file)).toThrow(said))
  test('nine ways to be wrong', () => expect(bad).toHaveLength(9))
})

test('traced adds the axis to the trace, before Bussiness, and leaves a status message as it is', () => {
  const file = traced(edxml(DOCUMENT), 'G22', new Date('2026-11-22T01:02:03Z'))
  expect(file).toContain(
    '<edXML:OrganId>G22</edXML:OrganId><edXML:Timestamp>2026/11/22 08:02:03</edXML:Timestamp>',
  )
  expect(file.indexOf('G22')).toBeLessThan(file.indexOf('Bussiness'))
  expect(readEnvelope(file)).toEqual(readEnvelope(edxml(DOCUMENT)))
  expect(traced(edxml(status('03', 'H29')), 'G22', new Date())).toBe(edxml(status('03', 'H29')))
})
