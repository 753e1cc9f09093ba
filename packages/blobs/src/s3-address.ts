/** A bucket, or a folder in one, of a store that speaks S3. */
export interface S3Address {
  /** Keys are appended to it; ends with a slash. */
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly region: string
}

/** An address that names no bucket, or not all that it takes to get there; the message says what. */
export class UnusableBlobUrl extends Error {
  override readonly name = 'UnusableBlobUrl'
}

const PARAMETERS = new Set(['region', 'tls'])

/**
 * Takes `s3://KEY:SECRET@host[:port]/bucket[/folder]?region=…&tls=off` apart. The bucket is part of the path,
 * which every such store understands.
 * @throws UnusableBlobUrl, which repeats no secret
 */
export function parseS3Address(text: string): S3Address {
  const url = URL.parse(text)
  if (url?.protocol !== 's3:' || url.hostname === '') {
    throw new UnusableBlobUrl(
      'must be like s3://KEY:SECRET@host/bucket?region=eu-central-1, with / in the secret as %2F',
    )
  }
  const [bucket = '', ...folders] = url.pathname.split('/').filter(Boolean)
  if (!/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(bucket)) {
    throw new UnusableBlobUrl('must name a bucket after the host')
  }
  const accessKeyId = decoded(url.username)
  const secretAccessKey = decoded(url.password)
  if (!accessKeyId || !secretAccessKey) {
    throw new UnusableBlobUrl('must have a key and its secret before the host: s3://KEY:SECRET@…')
  }
  return {
    endpoint: `${schemeOf(url)}://${url.host}/${[bucket, ...folders].join('/')}/`,
    accessKeyId,
    secretAccessKey,
    region: url.searchParams.get('region') ?? 'us-east-1',
  }
}

function schemeOf({ searchParams }: URL): 'http' | 'https' {
  const unknown = [...searchParams.keys()].find((name) => !PARAMETERS.has(name))
  if (unknown !== undefined) throw new UnusableBlobUrl(`does not know the parameter ${unknown}`)
  const tls = searchParams.get('tls') ?? 'on'
  if (tls !== 'on' && tls !== 'off')
    throw new UnusableBlobUrl('has a tls that is neither on nor off')
  return tls === 'on' ? 'https' : 'http'
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new UnusableBlobUrl('has a % in its key or secret that must be written %25')
  }
}
