// checks/collectors/pages.test.ts: a list is read to its last page, as administrator, or the failure says whom could not be read.
import { describe, expect, test } from 'vitest'
import { readJson, readPages, type Source } from './pages.ts'

/** A service of so many items in pages of `limit`; `next` is the number of the last item given. */
function service(items: number, status = 200) {
  const asks: { path: string; bearer: string | null }[] = []
  const http: typeof fetch = async (input, init) => {
    const { pathname, search, searchParams } = new URL(String(input))
    asks.push({ path: `${pathname}${search}`, bearer: new Headers(init?.headers).get('authorization') })
    const from = Number(searchParams.get('after'))
    const to = Math.min(items, from + Number(searchParams.get('limit')))
    const rows = Array.from({ length: to - from }, (_, index) => from + index + 1)
    return Response.json({ rows, ...(to < items && { next: to }) }, { status })
  }
  const token = async (role: string) => `token of ${role}`
  const source: Source = { endpoints: { exchange: 'http://x.test', national: 'http://n.test' }, token, http }
  return { asks, source }
}

const LIST = { service: 'exchange', path: '/messages?to=portal', member: 'rows' }

describe('readPages', () => {
  test.each([
    [0, 1],
    [999, 1],
    [1000, 1],
    [2500, 3],
  ])('%i items come in %i asks, in order', async (items, asked) => {
    const { asks, source } = service(items)
    const rows = await readPages(source, LIST)
    expect(rows).toEqual(Array.from({ length: items }, (_, index) => index + 1))
    expect(asks).toHaveLength(asked)
    expect(asks[0]).toEqual({
      path: '/messages?to=portal&limit=1000&after=0',
      bearer: 'Bearer token of administrator',
    })
  })

  test('the national peers are shown no token of the province', async () => {
    const { asks, source } = service(1)
    await readPages(source, { service: 'national', path: '/portal/dossiers', member: 'rows' })
    expect(asks).toEqual([{ path: '/portal/dossiers?limit=1000&after=0', bearer: null }])
  })

  test('a list that never ends is refused, not read for ever', async () => {
    const { asks, source } = service(Number.MAX_SAFE_INTEGER)
    await expect(readPages(source, LIST)).rejects.toMatchObject({
      code: 'read-failed',
      exit: 70,
      message: 'exchange could not be read: more than 500 pages',
    })
    expect(asks).toHaveLength(500)
  })
})

describe('readJson', () => {
  test('an error answer names service, path and status', async () => {
    await expect(readJson(service(1, 503).source, 'exchange', '/log')).rejects.toMatchObject({
      code: 'read-failed',
      where: 'exchange/log',
      message: 'exchange could not be read: GET /log answered 503',
      cause: expect.any(Error),
    })
  })

  test('a service that does not run is named', async () => {
    await expect(readJson(service(1).source, 'documents', '/books')).rejects.toMatchObject({
      message: 'documents could not be read: there is no endpoint of documents',
    })
  })
})
