import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { findTool, type MissingTool } from './missing-tool.ts'
import { accepts, freePort, makeFolder, own, serverFolder, startProcess } from './server-process.ts'

export type NginxServer = {
  readonly host: string
  readonly port: number
  /** HTTPS, when a certificate was given. */
  readonly securePort: number | undefined
  readonly url: string
  readonly configFile: string
  readonly program: string
  stop(): Promise<void>
}

/** A private nginx with `/nginx_status` (stub_status), `/` (ok), `/protected` (401) and what `locations` adds. */
export async function startNginx({ dir, certificate, locations = '', protocols = 'TLSv1.2 TLSv1.3' }: { dir?: string; certificate?: { certFile: string; keyFile: string }; locations?: string; protocols?: string } = {}): Promise<NginxServer | MissingTool> {
  const program = findTool(['nginx'])
  if (program === undefined) return { missing: 'nginx', install: 'apt-get install nginx' }

  const { folder, remove } = await serverFolder('nginx', dir)
  const port = await freePort()
  const securePort = certificate === undefined ? undefined : await freePort()
  await makeFolder(join(folder, 'temp'))
  const configFile = join(folder, 'nginx.conf')
  const secure = certificate === undefined ? '' : `listen 127.0.0.1:${securePort} ssl; ssl_certificate ${certificate.certFile}; ssl_certificate_key ${certificate.keyFile}; ssl_protocols ${protocols}; ssl_ciphers DEFAULT@SECLEVEL=0;`
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, 'temp', name)};`).join(' ')
  await writeFile(
    configFile,
    `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};
events { worker_connections 256; }
http { access_log off; ${temporary} default_type text/plain;
  server { listen 127.0.0.1:${port}; ${secure}
    location / { return 200 "ok\\n"; }
    location = /nginx_status { stub_status; }
    location = /protected { return 401; }
    ${locations}
  } }
`,
  )
  await own(configFile)
  const server = await startProcess(program, ['-e', join(folder, 'error.log'), '-c', configFile, '-p', folder], { cwd: folder, isReady: () => accepts(port) })
  return {
    host: '127.0.0.1',
    port,
    securePort,
    url: `http://127.0.0.1:${port}`,
    configFile,
    program,
    async stop() {
      await server.stop()
      await remove()
    },
  }
}
