export { DIALECTS } from './dialects.ts'
export { API_HEADERS } from './headers.ts'
export { mountRest } from './mount.ts'
export { soukOpenApi, soukOpenApiText } from './openapi/committed.ts'
