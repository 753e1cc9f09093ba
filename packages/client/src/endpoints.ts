export interface Endpoints {
  readonly http: string
  readonly ws: string
}

/** tRPC's addresses on a server; a path in the server's own address is kept. */
export function endpointsOf(url: string | URL): Endpoints {
  const page = (globalThis as { location?: { href: string } }).location?.href
  const { protocol, host, pathname } = new URL(url, page)
  const rest = `//${host}${pathname.replace(/\/+$/, '')}/trpc`
  return { http: protocol + rest, ws: protocol.replace('http', 'ws') + rest }
}
