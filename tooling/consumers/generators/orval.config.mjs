export default {
  souk: {
    input: './openapi.json',
    output: { target: 'src/orval/souk.ts', client: 'fetch', baseUrl: process.env.SOUK_URL },
  },
}
