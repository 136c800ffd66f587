// systems/procedures/applicant.ts: whether an applicant's number can be theirs. Looks nobody up.
import type { components } from './generated/contract.d.ts'

type Applicant = components['schemas']['Applicant']

/**
 * What is wrong with the number; undefined when nothing is. The portal takes 12 digits (identity card) or 9 (its forerunner) for a
 * citizen, and nobody's number is a placeholder (000000001): a dossier refused there for ever is better refused here at once.
 */
export function applicantFault({ kind, idNumber }: Pick<Applicant, 'kind' | 'idNumber'>): string | undefined {
  if (!/^\d{9,13}$/.test(idNumber)) return 'idNumber has 9 to 13 digits'
  if (/^0*\d?$/.test(idNumber) || /^(\d)\1*$/.test(idNumber)) return 'idNumber is a placeholder'
  if (kind === 'citizen' && idNumber.length !== 9 && idNumber.length !== 12)
    return 'a citizen’s idNumber has 9 or 12 digits'
  return undefined
}
