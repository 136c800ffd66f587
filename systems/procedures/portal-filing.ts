// systems/procedures/portal-filing.ts: dossiers filed at the national portal (nhanhsdvcqg), taken over under the portal's code. Answers, never throws, for a bad item.
import { dayOf } from '../kit/calendar.ts'
import { receiveOnce } from '../kit/inbox.ts'
import { Problem } from '../kit/problem.ts'
import type { Applicant } from './dossier.ts'
import { parseCode } from './dossier-code.ts'
import { APPLICANT_CODES } from './portal.ts'
import { insertDossier, insertStep, type NewDossier } from './register.ts'
import { type Desk, knownProcedure, soundApplicant } from './submission.ts'

export type PortalAnswer = { readonly error_code: '0' | '-1'; readonly message: string }

const PERSON = 'national-portal'
/** As in the contract: what is taken here is shown there. */
const NAME_MAX = 200

/** Stores all items or none; the same message again is answered like the first time and changes nothing. */
export async function takePortalDossiers(
  desk: Desk,
  message: { id: string; isUpdating: 'True' | 'False'; data: readonly Record<string, unknown>[] },
): Promise<PortalAnswer> {
  if (message.isUpdating === 'True')
    return refusal('isUpdating True: only new dossiers are taken from the portal')
  try {
    await desk.db.transaction((tx) =>
      receiveOnce(tx, message.id, async () => {
        for (const item of message.data) {
          const dossier = await insertDossier(tx, readItem(desk, item))
          const step = {
            action: 'submit',
            from: null,
            to: 1,
            person: PERSON,
            at: desk.now(),
            note: null,
          } as const
          await insertStep(tx, { dossier: dossier.code, ...step })
        }
      }),
    )
    return { error_code: '0', message: 'Thành công' }
  } catch (error) {
    // A refusal is an answer the portal can read; delivering it again would not mend the item.
    if (error instanceof Problem && error.status < 500) return refusal(error.detail)
    throw error
  }
}

function readItem(desk: Desk, item: Record<string, unknown>): NewDossier {
  const text = (field: string): string => {
    const value = item[field]
    if (typeof value !== 'string' || value === '')
      throw new Problem(422, 'empty-field', `${field} trống / is empty`)
    if (/[\p{Cc}\ufffe\uffff]/u.test(value))
      throw new Problem(422, 'bad-field', `${field} có ký tự điều khiển / holds a control character`)
    return value
  }
  const code = text('MaHoSo')
  const at = desk.now()
  return {
    code,
    procedure: knownProcedure(desk, text('MaTTHC')),
    caseCode: null,
    unit: unitOf(desk, code),
    formerUnit: null,
    channel: 'online',
    origin: 'portal',
    submittedBy: PERSON,
    applicant: applicantOf(text('LoaiDoiTuong'), text('ChuHoSo'), text('SoGiayToChuHoSo')),
    summary: typeof item['TrichYeuHoSo'] === 'string' ? item['TrichYeuHoSo'] : text('MaTTHC'),
    papers: [],
    status: 1,
    submittedAt: at,
    acceptedAt: null,
    dueAt: null,
    stoppedAt: null,
  }
}

/** The portal names the unit in the code's first part only. */
function unitOf(desk: Desk, code: string): string {
  const parsed = parseCode(code, dayOf(desk.now()))
  if (typeof parsed === 'string') throw new Problem(422, 'bad-code', `MaHoSo ${code}: ${parsed}`)
  const unit = desk.units.units.find((one) => desk.units.identifier(one.code) === parsed.unit)
  if (unit === undefined)
    throw new Problem(422, 'unknown-unit', `MaHoSo ${code}: ${parsed.unit} is not a unit of this province`)
  return unit.code
}

function applicantOf(kindCode: string, name: string, idNumber: string): Applicant {
  const kinds = Object.keys(APPLICANT_CODES) as Applicant['kind'][]
  const kind = kinds.find((one) => APPLICANT_CODES[one] === kindCode)
  if (kind === undefined) throw new Problem(422, 'bad-applicant', `LoaiDoiTuong ${kindCode} is not 1 to 4`)
  if (name.length > NAME_MAX)
    throw new Problem(422, 'bad-applicant', `ChuHoSo dài quá ${NAME_MAX} ký tự / is too long`)
  return soundApplicant({ kind, name, idNumber })
}

function refusal(message: string): PortalAnswer {
  return { error_code: '-1', message }
}
