// checks/sample/service-coverage.ts: 25 made-up answers to "does this online service work?", in the proportion one city had. Not that city's services.
import { readFileSync } from 'node:fs'
import { coverageText, type ServiceAnswer } from '../inventory/coverage.ts'
import { dayAfter } from './day.ts'

/**
 * Codes of national procedures that lend their names. Ho Chi Minh City counted 25 services in June 2025, of which 4, of finance
 * and health, were unfinished; which 25 is not published, so these stand for them and are not them.
 */
export const WORKING = [
  '1.000656',
  '1.000894',
  '1.001022',
  '1.001193',
  '1.003197',
  '1.003622',
  '1.003677',
  '1.004194',
  '1.004837',
  '1.004859',
  '1.004873',
  '1.004884',
  '1.010028',
  '1.010039',
  '1.010041',
  '1.010833',
  '1.011607',
  '1.013225',
  '2.000635',
  '2.001159',
  '2.002516',
] as const
export const UNFINISHED = ['1.001612', '2.000720', '1.001776', '1.014027'] as const

const OWNERS: Readonly<Record<string, string>> = {
  'Bộ Tài chính': 'Sở Tài chính (mẫu)',
  'Bộ Y tế': 'Sở Y tế (mẫu)',
}

type ProceduresFile = {
  procedures: { code: string; name: string; issuingAgency: string | null }[]
}

/** The answers: 21 working, 4 unfinished with ministry, owner and a due date 60 days after the day judged. */
function sampleServices(asOf: string): ServiceAnswer[] {
  const file = new URL('../../data/procedures.json', import.meta.url)
  // The repository's own data, held to its shape by the tests of data/.
  const { procedures } = JSON.parse(readFileSync(file, 'utf8')) as ProceduresFile
  const known = new Map(procedures.map((procedure) => [procedure.code, procedure]))
  const answers = WORKING.map((code) => ({ code, state: 'working' as const, days: -10 }))
  const rest = UNFINISHED.map((code) => ({ code, state: 'unfinished' as const, days: 60 }))
  return [...answers, ...rest].map(({ code, state, days }) => {
    const procedure = known.get(code)
    const ministry = procedure?.issuingAgency ?? ''
    return {
      service: code,
      name: nameOf(procedure?.name ?? ''),
      state,
      ministry,
      owner: OWNERS[ministry] ?? 'Văn phòng Ủy ban nhân dân (mẫu)',
      due: dayAfter(asOf, days),
      collectedAt: `${dayAfter(asOf, -1)}T09:00:00+07:00`,
      collector: 'sample/1',
      origin: 'synthetic',
    }
  })
}

/** The same as the form's file, so that it goes through the form's reader. */
export function sampleCoverage(asOf: string): string {
  return coverageText(sampleServices(asOf))
}

/** `Thủ tục đăng ký khai sinh` → `Đăng ký khai sinh`. */
function nameOf(title: string): string {
  const name = title.replace(/^Thủ tục /i, '').trim()
  return name.charAt(0).toUpperCase() + name.slice(1)
}
