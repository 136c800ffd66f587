// loadtests/02-documents.ts: a document comes in and is routed; another is drafted, signed, numbered and issued.
import exec from 'k6/execution'
import { today } from './shared/day.ts'
import { acknowledge, call, dueAtMs, operationKey } from './shared/operation.ts'
import { optionsFor } from './shared/options.ts'
import { pick, profile } from './shared/profile.ts'
import { fetchTokens, type Tokens } from './shared/tokens.ts'

export const options = optionsFor('documents')
export const setup = () => ({ tokens: fetchTokens() })

const system = 'documents'
const post = { system, method: 'POST', expect: [200, 201] } as const
const ORGAN = 'G22'

function incoming(unit: string, tokens: Tokens, dueMs: number): void {
  const entry = {
    unit,
    from: 'Văn phòng Chính phủ',
    notation: `${exec.scenario.iterationInTest + 1}/CĐ-TTg`,
    date: today(),
    subject: 'V/v bảo đảm vận hành thông suốt các hệ thống dùng chung',
  }
  const registered = call(
    {
      ...post,
      operation: 'register',
      path: '/incoming',
      token: tokens.clerk,
      body: entry,
      idempotencyKey: operationKey('register'),
    },
    dueMs,
  )
  if (registered === undefined) return
  acknowledge(system, 'register', registered.id, unit)
  const path = `/incoming/${registered.id}`
  const leader = { leader: 'Chủ tịch Ủy ban nhân dân' }
  if (
    call({
      ...post,
      operation: 'forward',
      path: `${path}/forwarding`,
      token: tokens.leader,
      body: leader,
    }) === undefined
  )
    return
  const direction = { department: 'Phòng Văn hóa – Xã hội', instruction: 'Tham mưu thực hiện' }
  call({ ...post, operation: 'direct', path: `${path}/direction`, token: tokens.leader, body: direction })
}

function outgoing(unit: string, tokens: Tokens): void {
  const draft = {
    unit,
    type: 'letter',
    subject: 'V/v báo cáo tình hình vận hành',
    content: 'Kính gửi Văn phòng Chính phủ.',
    department: 'VP',
    receivers: [{ organId: ORGAN, name: 'Văn phòng Chính phủ' }],
  }
  const drafted = call({
    ...post,
    operation: 'draft',
    path: '/outgoing',
    token: tokens.officer,
    body: draft,
    idempotencyKey: operationKey('draft'),
  })
  if (drafted === undefined) return
  const path = `/outgoing/${drafted.id}`
  if (call({ ...post, operation: 'submit', path: `${path}/submission`, token: tokens.officer }) === undefined)
    return
  const signer = { fullName: 'Nguyễn Văn A', position: 'Chủ tịch' }
  if (
    call({ ...post, operation: 'sign', path: `${path}/signature`, token: tokens.leader, body: signer }) ===
    undefined
  )
    return
  const issued = call({ ...post, operation: 'issue', path: `${path}/issue`, token: tokens.clerk })
  if (issued !== undefined) acknowledge(system, 'issue', issued.id, unit)
}

export default function documents({ tokens }: { tokens: Tokens }): void {
  const unit = pick(profile.communes, exec.scenario.iterationInTest)
  incoming(unit, tokens, dueAtMs(profile.ratesPerSecond.documents))
  outgoing(unit, tokens)
}
