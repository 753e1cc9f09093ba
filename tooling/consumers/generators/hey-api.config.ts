export default {
  input: './openapi.json',
  output: { path: 'src/hey-api' },
  plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
}
