import { z } from 'zod'

/** What ends an attribute, a line or a word, turns others around, or cannot be stored. */
const NOT_IN_URL = '\\s\\p{Cc}\\p{Cf}\\p{Cs}<>"\'`\\\\^{|}'
/** An address of the web: a name of a host alone before the path, and nobody's name or password. */
const webAddress = (scheme: string, flags: string) =>
  new RegExp(
    `^${scheme}://(?=[^/?#]*[\\p{L}\\p{N}])[^${NOT_IN_URL}@/?#]+(?:[/?#][^${NOT_IN_URL}]*)?$`,
    flags,
  )

const HTTPS_RULE = 'must be an https: URL'
const HTTPS = webAddress('https', 'u')

/** The address of something on the web, for others to see: `https:` and nothing that only looks so. */
export function httpsUrl() {
  return z
    .string()
    .trim()
    .max(2048, 'must have at most 2048 characters')
    .regex(HTTPS, { error: HTTPS_RULE, abort: true })
    .pipe(z.url(HTTPS_RULE))
}

const WEB_URL = 'must be a URL that begins with https:// or http://'
const HTTP_OR_HTTPS = webAddress('https?', 'iu')

/** The address of something on the web: nothing that a browser would run. */
export function webUrl() {
  return z
    .string()
    .trim()
    .max(2000, 'must have at most 2000 characters')
    .regex(HTTP_OR_HTTPS, { error: WEB_URL, abort: true })
    .refine(URL.canParse, WEB_URL)
}
