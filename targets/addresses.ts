// targets/addresses.ts: the cluster's names in environment values, turned into loopback addresses. Allocates no port.

/** `procedures:8080` to the port on 127.0.0.1 that stands for it. */
export type Addresses = ReadonlyMap<string, number>

const URL_HEAD = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s"'/@]*@)?([a-z0-9.-]+:\d+)(?![\d.])/g

/** Rewrites every URL whose host and port are a known service; all other text stays as it is. */
export function rewriteUrls(value: string, addresses: Addresses): string {
  return value.replace(URL_HEAD, (whole, scheme: string, user: string | undefined, hostPort: string) => {
    const port = addresses.get(hostPort)
    return port === undefined ? whole : `${scheme}${user ?? ''}127.0.0.1:${port}`
  })
}
