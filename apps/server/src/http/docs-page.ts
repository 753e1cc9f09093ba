import { createHash } from 'node:crypto'

/** How the API reference looks and, above all, what it does not do: it asks no other server. */
const CONFIGURATION = {
  url: '/openapi.json',
  // Requests are tried at whatever address the page was opened at.
  servers: [{ url: '/' }],
  authentication: { preferredSecurityScheme: 'bearer' },
  withDefaultFonts: false,
  customCss: ':root { --scalar-font: system-ui, sans-serif; --scalar-font-code: monospace }',
  telemetry: false,
  proxyUrl: '',
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  documentDownloadType: 'direct',
}

/** The reference's zod would try out whether it may `eval`; the policy below says it may not. */
const NO_EVAL = 'globalThis.__zod_globalConfig = { jitless: true }'

/** What the page may load and run: its own script and styles, and answers of this server. */
export const DOCS_POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(NO_EVAL).digest('base64')}'`,
  "style-src 'unsafe-inline'", // the reference writes its styles into the page
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page that shows the API reference, which is loaded from `script`. */
export function docsPage(script: string): string {
  const configuration = JSON.stringify(CONFIGURATION).replaceAll('"', '&quot;')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Souk API reference</title>
<link rel="icon" href="data:,">
</head>
<body>
<noscript>This page needs JavaScript; <a href="/openapi.json">the OpenAPI document</a> does not.</noscript>
<div id="api-reference" data-configuration="${configuration}"></div>
<script>${NO_EVAL}</script>
<script src="${script}"></script>
</body>
</html>
`
}
