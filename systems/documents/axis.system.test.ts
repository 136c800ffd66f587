// axis.system.test.ts: documents over the axis, as two processes on one PostgreSQL: out once, in once, told in order; minutes of meetings.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, startBench } from '../kit/fixtures/bench.ts'
import { readEdoc } from './edoc-reader.ts'
import { writeEdoc } from './edoc-writer.ts'
import { commune, type Desk, openDesk } from './fixtures/desk.ts'
import { edocOf } from './fixtures/edoc.ts'
import { type StatusMessage, writeStatusMessage } from './status-message.ts'

let bench: Bench
let desk: Desk

beforeAll(async () => {
  bench = await startBench('documents', new URL('./server.ts', import.meta.url))
  desk = openDesk(bench)
})
afterAll(() => bench[Symbol.asyncDispose]())

describe('the axis', () => {
  test('an issued document leaves once, as edXML a reader accepts', async () => {
    const content = Buffer.from('%PDF-1.7 quyết định').toString('base64')
    const attachments = [{ name: 'quyet-dinh.pdf', contentType: 'application/pdf', content }]
    const id = await desk.signed(commune(17), {
      receivers: [{ organId: 'G22', name: 'Văn phòng Chính phủ' }],
      attachments,
      priority: 'urgent',
    })
    const { body } = await desk.issue(id)
    await desk.issue(id)
    const documentId = String(body['documentId'])
    expect(documentId).toMatch(/^H29\.\d{3},\d{4}\/\d{2}\/\d{2},01\/QĐ-UBND$/)
    await bench.delivered()
    const [message, ...others] = desk.sent(documentId)
    expect(others).toEqual([])
    const read = readEdoc(message?.text ?? '')
    expect(read).toMatchObject({
      documentId,
      to: [{ organId: 'G22' }],
      priority: 'urgent',
      signer: { fullName: 'Nguyễn Văn A' },
    })
    expect(new TextDecoder().decode(read.attachments[0]?.bytes)).toBe('%PDF-1.7 quyết định')
    const status: StatusMessage = {
      ...{
        from: read.to[0] ?? read.from,
        status: 'registered',
        staff: '',
        description: '',
        at: '2026-11-22T09:00:00+07:00',
      },
      about: {
        organId: read.from.organId,
        code: String(body['notation']),
        date: read.promulgation.date,
        documentId,
      },
    }
    expect(await desk.deliver(writeStatusMessage(status))).toMatchObject({
      status: 200,
      body: { status: 'OK' },
    })
    expect(await bench.call('officer', 'GET', `/outgoing/${id}`)).toMatchObject({
      body: { receivers: [{ organId: 'G22', status: 'registered' }] },
    })
    expect(
      await bench.call('leader', 'POST', `/outgoing/${id}/recall`, { reason: 'Sai thể thức' }),
    ).toMatchObject({
      body: { state: 'recalled' },
    })
    await bench.delivered()
    expect(desk.told(documentId)).toMatchObject([
      { status: 'recalled', from: { organId: read.from.organId } },
    ])
  })

  test('a document delivered again, under its own and a new message id, by both processes, is there once', async () => {
    const text = writeEdoc(edocOf('G22,2026/11/20,96/CĐ-TTg'))
    const id = randomUUID()
    const answers = await Promise.all([
      desk.deliver(text, id, 0),
      desk.deliver(text, id, 1),
      desk.deliver(text, randomUUID(), 0),
      desk.deliver(text, randomUUID(), 1),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const found = await desk.arrived('G22,2026/11/20,96/CĐ-TTg')
    expect(found).toMatchObject([{ unit: '79', state: 'arrived' }])
    await bench.delivered()
    expect(desk.told('G22,2026/11/20,96/CĐ-TTg').map(({ status }) => status)).toEqual(['arrived'])
  })

  test('its way is told to the sender in order, never ahead of the book', async () => {
    const documentId = 'G22,2026/11/20,97/CĐ-TTg'
    await desk.deliver(writeEdoc(edocOf(documentId)))
    const [arrived] = await desk.arrived(documentId)
    const path = `/incoming/${arrived?.id}`
    const whole = await bench.call('clerk', 'GET', path)
    expect(whole.body['files']).toMatchObject([{ name: 'cong-dien.pdf', sizeBytes: 8 }])
    expect(await bench.call('clerk', 'POST', `${path}/registration`)).toMatchObject({
      body: { state: 'registered', number: expect.any(Number) },
    })
    await bench.call('leader', 'POST', `${path}/forwarding`, { leader: 'Chủ tịch' })
    await bench.call('leader', 'POST', `${path}/direction`, {
      department: 'Văn phòng',
      instruction: 'Thực hiện',
    })
    await bench.call('leader', 'POST', `${path}/assignment`, { officer: 'Trần B' })
    await bench.call('officer', 'POST', `${path}/processing`)
    expect(await bench.call('officer', 'POST', `${path}/completion`, { result: 'Xong' })).toMatchObject({
      body: { state: 'finished' },
    })
    await bench.delivered()
    expect(desk.told(documentId).map(({ status }) => status)).toEqual([
      'arrived',
      'registered',
      'assigned',
      'processing',
      'finished',
    ])
    expect(
      desk.told(documentId).every(({ from, about }) => from.organId === 'H29' && about.organId === 'G22'),
    ).toBe(true)
  })

  test('addressed to two communes it is in both; to none of ours it is kept, marked, and can be refused', async () => {
    const both = 'G09,2026/11/20,5/BNV-TCCB'
    const from = { organId: 'G09', name: 'Bộ Nội vụ' }
    await desk.deliver(
      writeEdoc(
        edocOf(both, {
          from,
          to: ['H29.101', 'H29.102', 'H29.101', 'G15'].map((organId) => ({ organId, name: '' })),
        }),
      ),
    )
    expect((await desk.arrived(both)).map(({ unit }) => unit).sort()).toEqual(['25747', '25750'])
    const stray = 'G09,2026/11/20,6/BNV-TCCB'
    await desk.deliver(writeEdoc(edocOf(stray, { from, to: [{ organId: 'H26', name: '' }] })))
    const [found] = await desk.arrived(stray)
    expect(found).toMatchObject({ unit: '79', addressedTo: 'H26' })
    expect(
      await bench.call('clerk', 'POST', `/incoming/${found?.id}/refusal`, { reason: 'Gửi nhầm nơi nhận' }),
    ).toMatchObject({ body: { state: 'refused' } })
    await bench.delivered()
    expect(desk.told(stray).map(({ status }) => status)).toEqual(['arrived', 'refused'])
  })

  test('the old form of our own code is understood', async () => {
    const documentId = 'G22,2026/11/20,98/CĐ-TTg'
    await desk.deliver(writeEdoc(edocOf(documentId, { to: [{ organId: '000.00.00.H29', name: '' }] })))
    const found = await desk.arrived(documentId)
    expect(found).toMatchObject([{ unit: '79' }])
    expect(found[0]?.addressedTo).toBeUndefined()
  })

  test('a revocation is found by DocumentId, and answered 15 or 16', async () => {
    const [documentId, revoking] = ['G22,2026/11/20,99/CĐ-TTg', 'G22,2026/11/21,100/CĐ-TTg']
    await desk.deliver(writeEdoc(edocOf(documentId)))
    await desk.deliver(
      writeEdoc(edocOf(revoking, { business: { type: 'revocation', reason: 'Nhầm', documentId } })),
    )
    const [asked] = await desk.arrived(documentId)
    expect(asked).toMatchObject({ changeAsked: 'revocation' })
    const answer = (id: string | undefined) =>
      bench.call('leader', 'POST', `/incoming/${id}/change-answer`, { agreed: true })
    expect(await answer(asked?.id)).toMatchObject({ status: 200 })
    expect(await answer(asked?.id)).toMatchObject({ status: 409 })
    await bench.delivered()
    expect(desk.told(documentId).map(({ status }) => status)).toEqual(['arrived', 'change-agreed'])
  })

  test('a recall counts from the sender only', async () => {
    const documentId = 'G22,2026/11/20,101/CĐ-TTg'
    await desk.deliver(writeEdoc(edocOf(documentId)))
    const recall = (organId: string) =>
      writeStatusMessage({
        ...{
          from: { organId, name: '' },
          status: 'recalled',
          staff: '',
          description: 'x',
          at: '2026-11-22T09:00:00+07:00',
        },
        about: { organId: 'G22', code: '101/CĐ-TTg', date: '2026-11-20', documentId },
      })
    await desk.deliver(recall('G09'))
    expect((await desk.arrived(documentId))[0]?.changeAsked).toBeUndefined()
    await desk.deliver(recall('G22'))
    expect((await desk.arrived(documentId))[0]).toMatchObject({ changeAsked: 'recall' })
  })

  test('a message that cannot be read is kept with its reason, and not asked for again', async () => {
    const answer = await desk.deliver('<edXML xmlns="http://example.org/"/>')
    expect(answer).toMatchObject({ status: 200, body: { status: 'FAIL', ErrorCode: 'edxml-unreadable' } })
    const { rejected } = (await bench.call('administrator', 'GET', '/rejected-messages')).body as {
      rejected: { reason: string }[]
    }
    expect(rejected[0]?.reason).toContain('root is not edXML')
  })

  test('the message may be the whole body', async () => {
    const documentId = 'G22,2026/11/20,102/CĐ-TTg'
    const answer = await bench.call(
      { client: 'exchange' },
      'POST',
      '/services/receiveEdoc',
      writeEdoc(edocOf(documentId)),
      {
        headers: { 'x-road-id': randomUUID() },
      },
    )
    expect(answer).toMatchObject({ status: 200, body: { status: 'OK', DocId: documentId } })
  })
})

describe('meetings', () => {
  test('minutes delivered twice are in the book once, with the attendance list', async () => {
    const minutes = {
      roomId: randomUUID(),
      unit: commune(18),
      title: 'Giao ban tháng 11',
      closedAt: '2026-11-22T03:00:00Z',
      minutes: 'Kết luận',
      attendance: [{ name: 'A', came: 'attended' }],
    }
    const id = randomUUID()
    const post = () =>
      bench.call({ client: 'exchange' }, 'POST', '/services/meeting-minutes', minutes, {
        headers: { 'x-road-id': id },
      })
    expect(await post()).toMatchObject({ status: 200, body: { result: 'done' } })
    expect(await post()).toMatchObject({ status: 200, body: { result: 'repeated' } })
    expect(await desk.book(commune(18), 'incoming')).toMatchObject({ count: 1 })
    const listed = (await bench.call('clerk', 'GET', `/incoming?unit=${commune(18)}`)).body['incoming'] as {
      id: string
    }[]
    expect(listed).toMatchObject([
      { source: 'meetings', subject: 'Biên bản họp: Giao ban tháng 11', number: 1 },
    ])
    expect(await bench.call('clerk', 'GET', `/incoming/${listed[0]?.id}`)).toMatchObject({
      body: { files: [{ name: 'thanh-phan-du-hop.json' }] },
    })
  })
})
