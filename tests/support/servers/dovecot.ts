import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestCertificate } from './certificate.ts'
import { findTool, type MissingTool } from './missing-tool.ts'
import { accepts, freePort, makeFolder, own, serverFolder, serverUser, startProcess } from './server-process.ts'

/** `port` speaks plain text and STARTTLS, `tlsPort` TLS from the start; the latter is 0 without a certificate. */
export type DovecotServer = { readonly tlsPort: number; readonly host: string; readonly port: number; readonly username: string; readonly password: string; /** What the server tells, logins too. */ readonly logFile: string; stop(): Promise<void>; restart(): Promise<void> }

/** A private IMAP server on a free port with one empty mailbox, run by an ordinary user. */
export async function startDovecot({ dir, certificate }: { dir?: string; certificate?: Pick<TestCertificate, 'certFile' | 'keyFile'> } = {}): Promise<DovecotServer | MissingTool> {
  const program = findTool(['dovecot'], ['/usr/sbin'])
  if (program === undefined) return { missing: 'dovecot', install: 'apt-get install dovecot-imapd' }
  const { folder, remove } = await serverFolder('dovecot', dir)
  const port = await freePort()
  const tlsPort = certificate ? await freePort() : 0
  const user = serverUser.uid === undefined ? execFileSync('id', ['-un'], { encoding: 'utf8' }).trim() : 'nobody'
  const group = serverUser.uid === undefined ? execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim() : 'nogroup'
  const [username, password] = ['desk@example.com', 'Im-test-Pass-8812']
  for (const name of ['run', 'state', 'mail']) await makeFolder(join(folder, name))
  const logFile = join(folder, 'log')
  const configFile = join(folder, 'dovecot.conf')
  const services = ['anvil', 'auth', 'auth-worker', 'config', 'dict', 'director', 'dns_client', 'imap', 'imap-login', 'imap-urlauth', 'imap-urlauth-login', 'imap-urlauth-worker', 'indexer', 'indexer-worker', 'ipc', 'log', 'old-stats', 'replicator', 'ssl-params', 'stats', 'health-check']
  await writeFile(
    configFile,
    `base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = ${logFile}
protocols = imap
listen = 127.0.0.1
${certificate ? `ssl = yes\nssl_cert = <${certificate.certFile}\nssl_key = <${certificate.keyFile}` : 'ssl = no'}
disable_plaintext_auth = no
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = 1
mail_location = maildir:${join(folder, 'mail')}
passdb {
  driver = static
  args = user=${username} password=${password}
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${folder}
}
${services.map((name) => `service ${name} {\n  chroot =\n}`).join('\n')}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${tlsPort}
    ssl = yes
  }
}
`,
  )
  await own(configFile)
  const start = () => startProcess(program, ['-F', '-c', configFile], { cwd: folder, isReady: () => accepts(port) })
  let server = await start()
  return {
    host: '127.0.0.1',
    port,
    tlsPort,
    username,
    password,
    logFile,
    async restart() {
      await server.stop()
      server = await start()
    },
    async stop() {
      await server.stop()
      await remove()
    },
  }
}
