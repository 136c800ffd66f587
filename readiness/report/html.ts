// readiness/report/html.ts: HTML from templates in which everything is escaped unless it is already HTML.
import type { Text } from '../../types/text.ts'

/** Text that is HTML already; only `html` makes it. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes text for element content and quoted attributes, in HTML and XML alike. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
}

type Part = Html | string | number | readonly Part[]

function markup(part: Part): string {
  if (part instanceof Html) return part.markup
  if (Array.isArray(part)) return part.map(markup).join('')
  return escapeText(String(part))
}

/** Template tag: `html\`<td>${name}</td>\``. Strings are escaped, `Html` and lists of it are not. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((out, text, n) => out + markup(parts[n - 1] ?? '') + text))
}

/** A text in both languages; the page's switch shows one of them, and print follows it. */
export function both(text: Text): Html {
  return html`<span lang="vi">${text.vi}</span><span lang="en">${text.en}</span>`
}
