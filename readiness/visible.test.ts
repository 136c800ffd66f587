// readiness/visible.test.ts: nothing written by strangers moves a terminal's cursor.
import { expect, test } from 'vitest'
import { visible } from './visible.ts'

test('escape sequences, line ends, right-to-left overrides and invisible signs are spelt out', () => {
  expect(visible('a\u001b[2J\u009b1A\r\nb')).toBe('a\\u{1b}[2J\\u{9b}1A\\u{d}\\u{a}b')
  expect(visible('x\u202egnp.exe\u200b\u2028')).toBe('x\\u{202e}gnp.exe\\u{200b}\\u{2028}')
})
test('Vietnamese, composed or not, stays as it is', () => {
  const name = 'Phường Thủ Dầu Một: "đạt" 100 %'
  expect(visible(name)).toBe(name)
  expect(visible(name.normalize('NFD'))).toBe(name.normalize('NFD'))
})
