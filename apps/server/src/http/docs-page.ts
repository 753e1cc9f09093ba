import { hashOf, policyWith } from './policy.ts'

/**
 * Its own colours are too faint to be read by everybody. The button behind a heading, which copies its address,
 * has no room of its own: on a phone it would stick out of the page.
 */
const STYLE = `
:root { --scalar-font: system-ui, sans-serif; --scalar-font-code: monospace }
.light-mode {
  --scalar-color-2: #565656;
  --scalar-color-3: #666;
  --scalar-color-green: #006b44;
  --scalar-color-red: #b3202a;
  --scalar-color-yellow: #7a5a00;
  --scalar-color-blue: #0a5aa8;
  --scalar-color-orange: #974600;
  --scalar-color-purple: #6238a6;
}
.dark-mode { --scalar-color-2: #b4b4b4; --scalar-color-3: #a0a0a0 }
:has(> [class~="group/heading"]) { padding-inline-end: 12px }
`

/** How the API reference looks and, above all, what it does not do: it asks no other server. */
const CONFIGURATION = {
  url: '/openapi.json',
  // Requests are tried at whatever address the page was opened at.
  servers: [{ url: '/' }],
  authentication: { preferredSecurityScheme: 'bearer' },
  withDefaultFonts: false,
  customCss: STYLE,
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

/**
 * Its buttons to copy a sample have no name that could be read aloud; those that say “Show More” have another
 * one, by which nobody who speaks to their browser would find them.
 */
const NAME_BUTTONS = `new MutationObserver(() => {
  for (const button of document.querySelectorAll('.scalar-code-copy:not([aria-label])')) {
    button.setAttribute('aria-label', 'Copy')
  }
  for (const button of document.querySelectorAll('.show-more[aria-label^="Show all "]')) {
    button.setAttribute('aria-label', button.ariaLabel.replace('Show all', 'Show More:'))
  }
}).observe(document, { childList: true, subtree: true, attributeFilter: ['aria-label'] })`

/** What the page may load and run: its own script and styles, and answers of this server. */
export const DOCS_POLICY = policyWith({
  'script-src': `'self' ${hashOf(NO_EVAL)} ${hashOf(NAME_BUTTONS)}`,
  'style-src': "'unsafe-inline'", // the reference writes its styles into the page
  'img-src': "'self' data:",
  'font-src': 'data:',
  'connect-src': "'self'",
})

/** The page that shows the API reference, which is loaded from `script`. */
export function docsPage(script: string): string {
  const configuration = JSON.stringify(CONFIGURATION).replaceAll('"', '&quot;')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Souk API reference</title>
<link rel="icon" href="data:,">
</head>
<body>
<noscript>This page needs JavaScript; <a href="/openapi.json">the OpenAPI document</a>, <a href="/docs/guides">the guides</a> and <a href="/docs/sockets">the sockets</a> do not.</noscript>
<div id="api-reference" data-configuration="${configuration}"></div>
<script>${NO_EVAL}</script>
<script>${NAME_BUTTONS}</script>
<script src="${script}"></script>
</body>
</html>
`
}
