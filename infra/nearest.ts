// infra/nearest.ts: the known name a mistyped one is closest to. Pure.

/** The closest of `known` by edit distance, or undefined when none is close enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3))
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= limit ? best.candidate : undefined
}

/** Insertions, deletions and replacements of one character, and two neighbours swapped: `paln` is one slip from `plan`. */
function distance(from: string, to: string): number {
  let before: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  const letters = [...from]
  for (const [row, letter] of letters.entries()) {
    const current = [row + 1]
    for (let column = 1; column <= to.length; column += 1) {
      const above = previous[column] ?? 0
      const left = current[column - 1] ?? 0
      const diagonal = previous[column - 1] ?? 0
      const swapped = letter === to[column - 2] && letters[row - 1] === to[column - 1]
      const swap = swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      current.push(Math.min(above + 1, left + 1, swap, diagonal + (letter === to[column - 1] ? 0 : 1)))
    }
    before = previous
    previous = current
  }
  return previous.at(-1) ?? 0
}
