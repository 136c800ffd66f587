// readiness/report/table.ts: tables of figures: the first column names, the others are numbers to the right.
import type { Text } from '../../types/text.ts'
import { both, Html, html } from './html.ts'
import { number } from './words.ts'

const NOT_MEASURED: Text = { vi: 'không đo', en: 'not measured' }

type Unit = { readonly digits?: number; readonly unit?: string; readonly limit?: number | undefined }

/** One figure; `limit` is what it was held to. An absent figure says that it was not measured. */
export function cell(value: number | undefined, { digits = 0, unit = '', limit }: Unit = {}): Html {
  if (value === undefined) return html`<td class="num">${both(NOT_MEASURED)}</td>`
  const text = number(value, digits)
  const held = limit === undefined ? '' : html`<small> ≤ ${both(number(limit))}</small>`
  return html`<td class="num">${both({ vi: text.vi + unit, en: text.en + unit })}${held}</td>`
}

export type Table = {
  readonly id: string
  readonly title: Text
  readonly head: readonly Text[]
  readonly rows: readonly Html[]
  readonly note?: Text
  /** Columns that hold words instead of figures, from the left; one unless said otherwise. */
  readonly words?: number
}

/** A section with one table; nothing at all without rows. */
export function table({ id, title, head, rows, note, words = 1 }: Table): Html {
  if (rows.length === 0) return new Html('')
  const heads = head.map(
    (text, n) => html`<th scope="col"${n < words ? '' : html` class="num"`}>${both(text)}</th>`,
  )
  const below = note === undefined ? '' : html`<p class="note">${both(note)}</p>`
  return html`<section id="${id}"><h2>${both(title)}</h2><div class="wide" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>${below}</section>`
}
