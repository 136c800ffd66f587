// systems/identity/page.ts: the sign-in page and the error page, whole, in Vietnamese and English. Loads nothing from anywhere.
import { createHash } from 'node:crypto'
import type { Text } from '../../types/text.ts'
import { LOCK_MINUTES, USERNAME_MAX } from './people.ts'

const STYLE = `:root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}
body{max-width:26rem;margin:10vh auto;padding:0 1rem}
label{display:block;margin-top:1rem;font-weight:600}
input,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;margin-top:.25rem;border:2px solid #767676;border-radius:.25rem}
button{margin-top:1.5rem;background:#0b57a4;color:#fff;border-color:#0b57a4;cursor:pointer}
:focus-visible{outline:3px solid #d97706;outline-offset:2px}
[role=alert]{border-left:.4rem solid #b91c1c;padding:.5rem .75rem;background:#fef2f2;color:#7f1d1d}
.en{color:#5f6368;font-size:.9em}
@media (prefers-color-scheme:dark){.en{color:#bdc1c6}}`

/** Allows the page's own style sheet, by its hash, and nothing else. */
export const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'`

const MESSAGES: Readonly<Record<'refused' | 'locked', Text>> = {
  refused: {
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
    en: 'The username or the password is wrong.',
  },
  locked: {
    vi: `Tài khoản bị tạm khóa do nhập sai nhiều lần. Vui lòng thử lại sau ${LOCK_MINUTES} phút.`,
    en: `Signing in is locked after several wrong tries. Please try again in ${LOCK_MINUTES} minutes.`,
  },
}

/** `action` is where the form is posted; `problem` what went wrong the last time. */
export function signInPage(page: {
  action: string
  application: string
  username?: string
  problem?: 'refused' | 'locked'
}): string {
  const { action, application, username = '', problem } = page
  const message = problem === undefined ? '' : `<p role="alert" id="problem">${both(MESSAGES[problem])}</p>`
  const described = problem === undefined ? '' : ' aria-describedby="problem"'
  return shell(
    { vi: 'Đăng nhập', en: 'Sign in' },
    `<p>${both({ vi: `Đăng nhập để sử dụng ${application}`, en: `Sign in to use ${application}` })}</p>
${message}
<form method="post" action="${escapeHtml(action)}">
<label for="username">Tên đăng nhập <span class="en" lang="en">Username</span></label>
<input id="username" name="username" value="${escapeHtml(username)}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="${USERNAME_MAX}"${described}>
<label for="password">Mật khẩu <span class="en" lang="en">Password</span></label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200">
<button type="submit">Đăng nhập · <span lang="en">Sign in</span></button>
</form>`,
  )
}

/** For faults of the protocol itself: an expired sign-in, an unknown application. */
export function errorPage(detail: string): string {
  const sentence = {
    vi: 'Không thể tiếp tục đăng nhập. Vui lòng quay lại ứng dụng và thử lại.',
    en: 'Signing in cannot go on. Please return to the application and try again.',
  }
  return shell(
    { vi: 'Lỗi đăng nhập', en: 'Sign-in error' },
    `<p role="alert">${both(sentence)}</p>\n<p class="en" lang="en">${escapeHtml(detail)}</p>`,
  )
}

function shell(title: Text, body: string): string {
  return `<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title.vi} · ${title.en}</title><style>${STYLE}</style></head>
<body><main>
<h1>${title.vi} <span class="en" lang="en">${title.en}</span></h1>
${body}
</main></body>
</html>
`
}

function both(text: Text): string {
  return `${escapeHtml(text.vi)}<br><span class="en" lang="en">${escapeHtml(text.en)}</span>`
}

function escapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => named[character] ?? character)
}
