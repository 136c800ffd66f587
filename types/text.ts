// types/text.ts: a sentence in the two languages every reader-facing text is written in.

export type Text = { readonly vi: string; readonly en: string }
