// checks/collectors/unit-list.ts: how a list of units differs from the one in force. Pure.

export type NamedUnit = { readonly code: string; readonly name: string }

export type UnitDifference = {
  /** Codes, sorted; a code that is carried twice counts as extra. */
  readonly missing: readonly string[]
  readonly extra: readonly string[]
  /** Carried under another name. */
  readonly renamed: readonly string[]
}

/** Compares what a system carries with what was decreed (Decision 19/2025/QĐ-TTg), by code, names letter for letter in NFC. */
export function compareUnits(decreed: readonly NamedUnit[], carried: readonly NamedUnit[]): UnitDifference {
  const wanted = new Map(decreed.map(({ code, name }) => [code, name]))
  const seen = new Set<string>()
  const extra: string[] = []
  const renamed: string[] = []
  for (const { code, name } of carried) {
    const decreedName = wanted.get(code)
    if (decreedName === undefined || seen.has(code)) extra.push(code)
    else if (decreedName.normalize('NFC') !== name.normalize('NFC')) renamed.push(code)
    seen.add(code)
  }
  return {
    missing: [...wanted.keys()].filter((code) => !seen.has(code)).sort(),
    extra: extra.sort(),
    renamed: renamed.sort(),
  }
}
