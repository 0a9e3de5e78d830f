import { createHmac, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

export interface GuardOptions {
  /** Names under which the server is reached, with port: `127.0.0.1:4000`. Any other Host is refused: it may be rebound. */
  readonly hosts: ReadonlySet<string>
  /** What the address that was printed has in it. */
  readonly token: string
  readonly cookie: string
}

/** As strict as the page allows: nothing is inline, and nothing comes from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** A key for files of the archive alone: their pages run in an origin of their own, which has no cookie. */
export function fileKeyOf(token: string): string {
  return createHmac('sha256', token).update('files').digest('base64url')
}

/**
 * Lets through who has the token, in the address once and in a cookie from then on, and asks from the page itself. Refuses another Host
 * or Origin with 403, and who has no token with 401.
 */
export function guard({ hosts, token, cookie }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const url = new URL(context.req.url)
    const host = context.req.header('host') ?? ''
    const origin = context.req.header('origin')
    if (!hosts.has(host)) return context.text('This address is not that of the page.\n', 403)
    if (origin !== undefined && origin !== `http://${host}`) return context.text('Another page may not ask.\n', 403)
    context.header('x-content-type-options', 'nosniff')
    context.header('referrer-policy', 'no-referrer')
    context.header('cache-control', 'no-store')
    const given = url.searchParams.get('token')
    if (given !== null && isSame(given, token) && context.req.method === 'GET') {
      setCookie(context, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/' })
      url.searchParams.delete('token')
      return context.redirect(`${url.pathname}${url.search}`, 303)
    }
    const held = getCookie(context, cookie)
    if (held === undefined || !isSame(held, token))
      return context.text('Open the address that `runlab ui` has printed: it has a token in it.\n', 401)
    context.header('content-security-policy', PAGE_POLICY)
    context.header('cross-origin-resource-policy', 'same-origin')
    return await next()
  }
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
