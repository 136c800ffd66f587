// readiness/report/silence.ts: communes nobody has heard from are one thing to do, not one a criterion. Decides nothing.
import type { Blocker, CriterionResult, Verdict } from '../../types/finding.ts'
import type { Text } from '../../types/text.ts'

/** Blockers for which the same communes are silent, and nothing else is wrong. */
export type Silence = { readonly criteria: readonly string[]; readonly blocker: Blocker }

const TITLE: Text = { vi: 'Xã chưa gửi dữ liệu kiểm kê', en: 'Communes that sent no inventory' }
const OWNER: Text = {
  vi: 'Chủ tịch Ủy ban nhân dân cấp xã; Tổ công tác liên ngành của tỉnh đôn đốc',
  en: "Chairperson of the commune People's Committee; the provincial task force follows up",
}
const REMEDY: Text = {
  vi: 'Điền và gửi tệp kiểm kê của xã. Tỉnh phát mẫu bằng ./sansang collect template, gom các tệp vào một thư mục rồi chạy lại với --inventory.',
  en: "Fill in and send the commune's inventory file. The province hands out forms with ./sansang collect template, gathers the files in one folder and runs again with --inventory.",
}

/** Who is silent on this criterion: no record of theirs is what it reads. */
function silentOn({ notPassed }: CriterionResult): Set<string> {
  const silent = notPassed.filter(
    ({ status, evidence }) => status === 'not-evaluated' && evidence.length === 0,
  )
  return new Set(silent.map(({ subject }) => subject))
}

/** Communes of which nothing at all came; one that sent its file without a kiosk in it is not among them. */
function silentCommunes(criteria: readonly CriterionResult[]): Set<string> {
  const asked = criteria.filter(
    ({ catalogue, notPassed }) =>
      catalogue === 'commune-equipment' && notPassed.every(({ subject }) => subject !== '*'),
  )
  const [first = new Set<string>(), ...rest] = asked.map(silentOn)
  return new Set([...first].filter((id) => rest.every((silent) => silent.has(id))))
}

/**
 * Blockers split: silences folded by who is silent, with the remedy that ends a silence, and the rest as they are. A
 * criterion's own remedy ("turn SSH off") would be wrong advice to a commune that has not answered.
 */
export function splitSilence({ blockers, criteria }: Pick<Verdict, 'blockers' | 'criteria'>): {
  readonly silences: readonly Silence[]
  readonly others: readonly Blocker[]
} {
  const silent = silentCommunes(criteria)
  const folded = new Map<string, { criteria: string[]; blocker: Blocker }>()
  const others: Blocker[] = []
  for (const blocker of blockers) {
    const { criterion, subjects } = blocker
    if (subjects.length === 0 || !subjects.every((subject) => silent.has(subject))) {
      others.push(blocker)
      continue
    }
    const key = `${subjects.join(' ')}|${blocker.reason.en}`
    const known = folded.get(key)
    if (known !== undefined) known.criteria.push(criterion)
    else
      folded.set(key, {
        criteria: [criterion],
        blocker: { ...blocker, title: TITLE, owner: OWNER, remedy: REMEDY },
      })
  }
  return { silences: [...folded.values()], others }
}
