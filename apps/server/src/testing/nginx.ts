import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { generate } from 'selfsigned'
import { guideFile } from './guide-file.ts'
import { freePort, isHere, startProgram } from './program.ts'

/** Whether there is an nginx on this machine. */
export const hasNginx = () => isHere('nginx', '-v')

/** An nginx set up as the guide says, with a certificate that signs itself and this process trusts. */
export interface Nginx {
  readonly url: string
  output(): string
  stop(): Promise<void>
}

/** Puts nginx before two processes, each `host:port`. */
export async function startNginx(nodes: readonly [string, string]): Promise<Nginx> {
  const dir = mkdtempSync(join(tmpdir(), 'souk-nginx-'))
  chmodSync(dir, 0o755)
  const port = await freePort()
  const [certificate, key] = [join(dir, 'souk.crt'), join(dir, 'souk.key')]
  // Under a name of its own: of two certificates of one name only the first would be looked at.
  const made = await generate([{ name: 'commonName', value: `souk ${port}` }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  })
  writeFileSync(certificate, made.cert)
  writeFileSync(key, made.private)
  setDefaultCACertificates([...getCACertificates('default'), made.cert])
  const site = guideFile('nginx', {
    '10.0.0.11:8000': nodes[0],
    '10.0.0.12:8000': nodes[1],
    'listen 443': `listen 127.0.0.1:${port}`,
    'server_name souk.example': 'server_name 127.0.0.1',
    '/etc/ssl/souk.example.crt': certificate,
    '/etc/ssl/souk.example.key': key,
  })
  const config = join(dir, 'nginx.conf')
  writeFileSync(config, around(site, dir))
  const program = await startProgram('nginx', ['-p', dir, '-c', config], { port })
  return {
    url: `https://127.0.0.1:${port}`,
    output: program.output,
    async stop() {
      await program.end()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** What a distribution's own nginx.conf has around a site. */
const around = (site: string, dir: string) => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${dir}/nginx.pid;
error_log stderr;
events { worker_connections 2048; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${dir}/${kind};`)
    .join('\n  ')}
${site}
}
`
