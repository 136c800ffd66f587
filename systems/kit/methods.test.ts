// systems/kit/methods.test.ts: which methods an address takes, by the routes there are.
import { expect, test } from 'vitest'
import { createMethods } from './methods.ts'

const methods = createMethods()
for (const [url, method] of [
  ['/rooms', 'POST'],
  ['/rooms', ['GET', 'HEAD']],
  ['/rooms/:id', 'GET'],
  ['/rooms/:id/closure', 'POST'],
  ['/rooms/import', 'PUT'],
  ['/openapi.json', 'GET'],
  ['/r1/*', ['GET', 'POST']],
] as const)
  methods.add({ url, method })

test.each([
  ['/rooms', ['GET', 'HEAD', 'POST']],
  ['/rooms/7', ['GET']],
  ['/rooms/import', ['PUT']],
  ['/rooms/7%2f8/closure', ['POST']],
  ['/openapi.json', ['GET']],
  ['/r1/VN/GOV', ['GET', 'POST']],
  ['/rooms/', []],
  ['/rooms/7/8', []],
  ['/openapi_json', []],
  ['/', []],
])('%s', (path, expected) => expect(methods.of(path)).toEqual(expected))
