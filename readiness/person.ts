// readiness/person.ts: whether two written names are two people's. Knows no waiver and no list of staff.

/** Where a name ends and an office begins: "Lê Thị B, Phó Chủ tịch", "Lê Thị B (Chánh Văn phòng)", "Lê Thị B - Sở KH&CN". */
const OFFICE = /\s*[(,;]|\s+[-–—]\s/u
const TITLES =
  /^(?:ông|bà|anh|chị|đồng chí|đ\/c|đc|gs|pgs|tskh|ts|ths|bs|ks|kts|cn|mr|mrs|ms|dr)(?:[.:]+\s*|\s+)/iu
/** Grave, acute, tilde, hook above, dot below: a word has one, and "Hoà" and "Hòa" are one word. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g

/**
 * True when both names can be read and are different people's. False when they differ only in case, spaces, punctuation, the
 * order of words, titles, an office behind the name, where a tone stands, letters drawn alike, or one being written without
 * any diacritics; and false for what is no name in Latin letters, since nobody could tell whose it is.
 */
export function areTwo(author: string, approver: string): boolean {
  const [one, other] = [wordsOf(author), wordsOf(approver)]
  if (!isReadable(one) || !isReadable(other)) return false
  const spelt = one.some(hasMarks) === other.some(hasMarks) ? (word: string) => word : bare
  return [together, inAnyOrder].every((key) => key(one.map(spelt)) !== key(other.map(spelt)))
}

/** A name's words in small letters, decomposed, without what is not seen. */
function wordsOf(name: string): string[] {
  let text = name
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .trim()
  for (let rest = text.replace(TITLES, ''); rest !== text && rest !== ''; rest = text.replace(TITLES, ''))
    text = rest
  const [own = ''] = text.split(OFFICE)
  return alike(/\p{L}/u.test(own) ? own : text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** Đ, the Icelandic Ð and the African Ɖ are drawn alike, and so are i and ı. */
function alike(text: string): string {
  return text
    .replaceAll(/[\u00d0\u0189\u00f0\u0256]/g, 'đ')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .normalize('NFD')
}

/** Letters of Vietnamese and its neighbours: a Cyrillic В or a phonetic ɑ looks like a Latin letter and is none. */
function isReadable(words: readonly string[]): boolean {
  const text = words.join('')
  return /[a-z]/.test(text) && /^(?:[a-z0-9\u00df-\u024f]|[\u0300-\u0331])+$/.test(text)
}

const hasMarks = (word: string): boolean => /[^a-z0-9]/.test(word)
const bare = (word: string): string => word.replaceAll(/[\u0300-\u0331]/g, '').replaceAll('đ', 'd')

function together(words: readonly string[]): string {
  const text = words.join('')
  return `${text.replaceAll(TONES, '')} ${(text.match(TONES) ?? []).join('')}`
}

function inAnyOrder(words: readonly string[]): string {
  return words
    .map((word) => together([word]))
    .sort()
    .join(' ')
}
