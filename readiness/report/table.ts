// readiness/report/table.ts: tables of figures: the first column names, the others are numbers to the right.
import type { Evidence } from '../../types/evidence.ts'
import type { Text } from '../../types/text.ts'
import { both, Html, html } from './html.ts'
import { number } from './words.ts'

const NOT_MEASURED: Text = { vi: 'không đo', en: 'not measured' }

type Unit = { readonly digits?: number; readonly unit?: string; readonly limit?: number | undefined }

/**
 * One figure; `limit` is what it was held to, and a figure beyond it says so. An absent figure says that it was not
 * measured. Of a limit of nought only the breach is worth a word.
 */
export function cell(value: number | undefined, { digits = 0, unit = '', limit }: Unit = {}): Html {
  if (value === undefined) return html`<td class="num">${both(NOT_MEASURED)}</td>`
  const text = number(value, digits)
  const over = limit !== undefined && value > limit
  const silent = limit === undefined || (limit === 0 && !over)
  const held = silent ? '' : html`<small> ${over ? '>' : '≤'} ${both(number(limit))}</small>`
  return html`<td class="num${over ? ' over' : ''}">${both({ vi: text.vi + unit, en: text.en + unit })}${held}</td>`
}

/** A figure of a record: what it is called, and its cell. */
export type Figure = { readonly says: Text; readonly of: (record: Evidence) => Html }

/** Rows of words, the first cell naming the row. On a narrow screen each row stands as a card, every cell under its own head. */
export function cards(head: readonly Text[], rows: readonly (readonly Html[])[]): Html {
  const heads = head.map((text) => html`<th scope="col">${both(text)}</th>`)
  const body = rows.map(([name = html``, ...cells]) => {
    const rest = cells.map(
      (one, n) => html`<td data-vi="${head[n + 1]?.vi ?? ''}" data-en="${head[n + 1]?.en ?? ''}">${one}</td>`,
    )
    return html`<tr><th scope="row">${name}</th>${rest}</tr>`
  })
  return html`<div class="wide" tabindex="0"><table class="cards"><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`
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
