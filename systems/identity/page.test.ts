// systems/identity/page.test.ts: the sign-in page says what it must in both languages, and takes no markup from outside.
import { describe, expect, test } from 'vitest'
import { errorPage, signInPage } from './page.ts'

const page = (more: object = {}) => signInPage({ action: '/sign-in/x', application: 'Một cửa', ...more })

describe('the sign-in page', () => {
  test('names every field, in a form that posts', () => {
    for (const id of ['username', 'password'])
      expect(page()).toMatch(new RegExp(`<label for="${id}">[\\s\\S]*<input id="${id}"`))
    expect(page()).toContain('<html lang="vi">')
    expect(page()).toContain('method="post" action="/sign-in/x"')
    expect(page()).toContain('Mật khẩu')
    expect(page()).toContain('lang="en">Password')
  })

  test('tells of a wrong password and of a lock, aloud and tied to the field', () => {
    for (const [problem, words] of [
      ['refused', 'không đúng'],
      ['locked', '15 phút'],
    ] as const) {
      expect(page({ problem })).toMatch(
        new RegExp(`role="alert" id="problem"[\\s\\S]*${words}[\\s\\S]*aria-describedby="problem"`),
      )
    }
    expect(page()).not.toContain('role="alert"')
  })

  test('what was typed or registered stays text', () => {
    const markup = '"><script>alert(1)</script>'
    for (const text of [
      page({ username: markup }),
      page({ application: markup }),
      page({ action: markup }),
      errorPage(markup),
    ]) {
      expect(text).not.toContain('<script')
      expect(text).toContain('&lt;script&gt;')
    }
  })
})
