// systems/kit/methods.ts: which methods each address takes, to tell a wrong method from a wrong address. Routes nothing.

export type Methods = {
  /** Takes note of a route as Fastify writes it: `/dossiers/:code`, `/r1/*`. */
  add(route: { readonly url: string; readonly method: string | readonly string[] }): void
  /** Methods of the address, sorted; none where there is no such address. */
  of(path: string): readonly string[]
}

export function createMethods(): Methods {
  const routes = new Map<string, { readonly form: RegExp; readonly methods: Set<string> }>()
  return {
    add: ({ url, method }) => {
      const known = routes.get(url) ?? { form: formOf(url), methods: new Set<string>() }
      for (const name of [method].flat()) known.methods.add(name)
      routes.set(url, known)
    },
    of: (path) => {
      // As OpenAPI matches: /rooms/latest is no room named latest.
      const literal = routes.get(path)
      const found =
        literal === undefined ? [...routes.values()].filter(({ form }) => form.test(path)) : [literal]
      return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort()
    },
  }
}

function formOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*'
    return part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('/')}$`)
}
