import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { systemClock } from '#platform/clock/clock.ts'

import { findTool, type MissingTool } from './missing-tool.ts'
import { own, runTool, serverFolder } from './server-process.ts'

export type TestCertificate = {
  readonly certFile: string
  readonly keyFile: string
  /** Authority that signed it, PEM. */
  readonly ca: string
  remove(): Promise<void>
}

/**
 * A certificate for `host` (and 127.0.0.1) signed by an authority of its own. `days` may be negative: then it has
 * expired. openssl has no start date option everywhere, so both ends are given in its own time format.
 */
export async function makeCertificate({ dir, host = 'localhost', startsInDays = -1, days = 90, bits = 2048 }: { dir?: string; host?: string; startsInDays?: number; days?: number; bits?: number } = {}): Promise<TestCertificate | MissingTool> {
  const openssl = findTool(['openssl'])
  if (openssl === undefined) return { missing: 'openssl', install: 'apt-get install openssl' }
  const { folder, remove } = await serverFolder('certificate', dir)
  const at = (name: string) => join(folder, name)
  const run = (...args: string[]) => runTool(openssl, args, { cwd: folder })
  const instant = (inDays: number) => `${new Date(systemClock.now().getTime() + inDays * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`

  await run('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '3650', '-subj', '/CN=Xinyun Test Authority')
  await run('req', '-newkey', `rsa:${bits}`, '-nodes', '-keyout', at('server.key'), '-out', at('server.csr'), '-subj', `/CN=${host}`)
  await writeFile(at('ext'), `basicConstraints=CA:FALSE\nsubjectAltName=DNS:${host},IP:127.0.0.1\n`)
  await writeFile(at('index'), '')
  await writeFile(at('ca.conf'), `[ca]\ndefault_ca=own\n[own]\ndatabase=${at('index')}\nrand_serial=yes\nnew_certs_dir=${folder}\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n`)
  for (const name of ['ext', 'index', 'ca.conf']) await own(at(name))
  await run('ca', '-batch', '-notext', '-config', at('ca.conf'), '-cert', at('ca.pem'), '-keyfile', at('ca.key'), '-in', at('server.csr'), '-out', at('server.pem'), '-extfile', at('ext'), '-startdate', instant(Math.min(startsInDays, days - 1)), '-enddate', instant(days))
  // Servers under another user read both; the folder is private.
  for (const name of ['server.key', 'server.pem']) await chmod(at(name), 0o644)
  return { certFile: at('server.pem'), keyFile: at('server.key'), ca: await readFile(at('ca.pem'), 'utf8'), remove }
}
