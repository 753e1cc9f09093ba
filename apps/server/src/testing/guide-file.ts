import { readFileSync } from 'node:fs'

const GUIDE = new URL('../../../../docs/guides/operating.md', import.meta.url)

/**
 * A file that the guide to operating has, named as its block is (`nginx`, `ini souk.service`), as it stands:
 * only what differs on this machine is put in its place.
 */
export function guideFile(name: string, here: Readonly<Record<string, string>>): string {
  const blocks = readFileSync(GUIDE, 'utf8').matchAll(/^```([^\n]+)\n(.*?)^```$/gms)
  let [, , text = ''] = [...blocks].find(([, info]) => info === name) ?? []
  for (const [there, instead] of Object.entries(here)) {
    if (!text.includes(there)) throw new Error(`${there} is not in the guide's ${name}`)
    text = text.replaceAll(there, instead)
  }
  return text
}
