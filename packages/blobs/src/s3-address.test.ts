import { expect, test } from 'vitest'
import { parseS3Address, UnusableBlobUrl } from './s3-address.ts'

test.each([
  ['s3://key:secret@s3.example/bucket', 'https://s3.example/bucket/', 'us-east-1'],
  ['s3://key:secret@127.0.0.1:9000/bucket?tls=off', 'http://127.0.0.1:9000/bucket/', 'us-east-1'],
  ['s3://key:secret@s3.example/bucket/a/b/?region=auto', 'https://s3.example/bucket/a/b/', 'auto'],
])('%s is kept at %s', (text, endpoint, region) => {
  expect(parseS3Address(text)).toMatchObject({ endpoint, region })
})

test('signs in a key or secret are written as in every URL', () => {
  expect(parseS3Address('s3://k%3A:a%2Fb%2B%25@s3.example/bucket')).toMatchObject({
    accessKeyId: 'k:',
    secretAccessKey: 'a/b+%',
  })
})

test.each([
  ['https://key:geheim@s3.example/bucket', 'must be like s3://'],
  ['s3://key:geheim/more@s3.example/bucket', 'with / in the secret as %2F'],
  ['s3://key:geheim@s3.example', 'must name a bucket'],
  ['s3://key:geheim@s3.example/A_Bucket', 'must name a bucket'],
  ['s3://s3.example/bucket', 'must have a key'],
  ['s3://key@s3.example/bucket', 'must have a key'],
  ['s3://key:geheim%zz@s3.example/bucket', '%25'],
  ['s3://key:geheim@s3.example/bucket?tls=maybe', 'tls'],
  ['s3://key:geheim@s3.example/bucket?acl=public', 'acl'],
  ['geheim', 'must be like s3://'],
])('%s is refused with what is wrong, and no secret is repeated', (text, said) => {
  const parse = () => parseS3Address(text)
  expect(parse).toThrow(UnusableBlobUrl)
  expect(parse).toThrow(said)
  expect(parse).not.toThrow(/geheim/)
})
