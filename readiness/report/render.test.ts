// readiness/report/render.test.ts: the page stands alone and escapes; JUnit and OSCAL satisfy their published schemas.
import { readFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { HOSTILE, run, verdict } from './fixtures/sample-run.ts'
import { junit } from './junit.ts'
import { oscal } from './oscal.ts'
import { page } from './page.ts'
import { renderFiles } from './render.ts'
import { day, number } from './words.ts'

const data = (path: string) => readFile(new URL(`../../data/${path}`, import.meta.url), 'utf8')

describe('page', () => {
  const text = page(run, verdict)

  test('says the decision first, in both languages, and labels the rehearsal', () => {
    const outcome = text.indexOf('CHƯA SẴN SÀNG (diễn tập)')
    expect(outcome).toBeGreaterThan(0)
    expect(text).toContain('NO-GO (rehearsal)')
    expect(text.indexOf('id="decision"')).toBeLessThan(text.indexOf('id="blockers"'))
    expect(text.indexOf('id="blockers"')).toBeLessThan(text.indexOf('id="annex"'))
  })

  test('loads nothing and runs nothing', () => {
    expect(text).not.toMatch(/<script|<link|<iframe|@import|url\(|src=|https?:\/\//)
    expect(text).toContain("default-src 'none'")
  })

  test('escapes whatever a commune writes', () => {
    expect(text).not.toContain(HOSTILE)
    expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Phường&#39;')
  })

  test('leads nowhere that is not on the page', () => {
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(targets.length).toBeGreaterThan(3)
    for (const id of targets) expect(text).toContain(`id="${id}"`)
  })

  test('carries both languages wherever it speaks', () => {
    expect(text.split('<span lang="vi">').length).toBe(text.split('<span lang="en">').length)
    expect(text.split('<span lang="vi">').length).toBeGreaterThan(50)
  })

  test('shows owner, remedy, time and memory', () => {
    for (const wanted of ['Switch it on', 'Commune', '60.0 s', '700 MiB', 'W-01', 'cluster'])
      expect(text).toContain(wanted)
  })
})

describe('junit', () => {
  test('satisfies the schema, and every blocker is a failure or an error', async () => {
    const schema = await data('formats/junit-10.xsd')
    const text = junit(run, verdict)
    const outcome = await validateXML({ xml: [{ fileName: 'junit.xml', contents: text }], schema: [schema] })
    expect(outcome.errors).toEqual([])
    expect(text.match(/<failure /g)).toHaveLength(1)
    expect(text.match(/<error /g)).toHaveLength(1)
  })

  test('the schema check itself refuses a broken file', async () => {
    const broken = junit(run, verdict).replace(/ errors="\d+"/, '')
    const outcome = await validateXML({
      xml: [{ fileName: 'junit.xml', contents: broken }],
      schema: [await data('formats/junit-10.xsd')],
    })
    expect(outcome.valid).toBe(false)
  })
})

describe('oscal', async () => {
  const schema = JSON.parse(await data('oscal/oscal_complete_schema-1-2-2.json')) as object
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: true })
  formats.default(ajv)
  const valid = ajv.compile(schema)

  test('satisfies the OSCAL 1.2.2 schema', () => {
    valid(JSON.parse(oscal(run, verdict)))
    expect(valid.errors ?? []).toEqual([])
  })

  test('the schema check itself refuses a broken document', () => {
    expect(valid(JSON.parse(oscal(run, verdict).replace('"import-ap"', '"import-plan"')))).toBe(false)
  })
})

test('rendering is deterministic', () => {
  const [first, second] = [
    renderFiles(run, verdict),
    renderFiles(structuredClone(run), structuredClone(verdict)),
  ]
  expect([...first.keys()].sort()).toEqual(['junit.xml', 'oscal-assessment-results.json', 'report.html'])
  for (const [name, bytes] of first) expect(second.get(name)).toEqual(bytes)
})

test('numbers and days are written as each language writes them', () => {
  expect(number(1234567.891, 2)).toEqual({ vi: '1.234.567,89', en: '1,234,567.89' })
  expect(number(999)).toEqual({ vi: '999', en: '999' })
  expect(number(-1000)).toEqual({ vi: '−1.000', en: '−1,000' })
  expect(day('2025-07-01')).toEqual({ vi: '01/07/2025', en: '1 July 2025' })
})
