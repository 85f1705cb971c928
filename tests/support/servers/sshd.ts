import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'

import { findTool, type MissingTool } from './missing-tool.ts'
import { accepts, freePort, runTool, serverFolder, startProcess } from './server-process.ts'

export type SshServer = {
  readonly host: string
  readonly port: number
  /** Signs in with the key only. */
  readonly username: string
  /** PEM (OpenSSH) of the client key that is authorised. */
  readonly privateKey: string
  /** A valid key that is not authorised. */
  readonly strangerKey: string
  /** `SHA256:…` of the host key, as `ssh-keygen -l` prints it. */
  readonly hostKeyFingerprint: string
  stop(): Promise<void>
}

/** A private OpenSSH server; the user who runs the tests signs in with a key made for it. */
export async function startSshd({ dir }: { dir?: string } = {}): Promise<SshServer | MissingTool> {
  const [program, keygen] = [findTool(['sshd']), findTool(['ssh-keygen'])]
  if (program === undefined || keygen === undefined) return { missing: 'sshd', install: 'apt-get install openssh-server' }
  const { shell, username } = userInfo()
  if (/(nologin|false)$/.test(shell ?? '')) return { missing: `a login shell for ${username}`, install: 'run the tests as a user who can sign in' }
  const isRoot = process.getuid?.() === 0
  if (isRoot) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })

  const { folder, remove } = await serverFolder('sshd', dir)
  const [hostKey, clientKey, strangerKey] = ['host', 'client', 'stranger'].map((name) => join(folder, name)) as [string, string, string]
  for (const key of [hostKey, clientKey, strangerKey]) await runTool(keygen, ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key], { isRootAllowed: true })
  await writeFile(join(folder, 'authorized_keys'), await readFile(`${clientKey}.pub`), { mode: 0o600 })
  const port = await freePort()
  const configFile = join(folder, 'sshd_config')
  await writeFile(
    configFile,
    [`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${hostKey}`, `PidFile ${join(folder, 'pid')}`, `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'PermitRootLogin prohibit-password', 'MaxStartups 50', 'MaxSessions 50', 'Subsystem sftp internal-sftp', ''].join('\n'),
  )
  const server = await startProcess(program, ['-D', '-e', '-f', configFile], { cwd: folder, isReady: () => accepts(port), isRootAllowed: true })
  const fingerprint = await runTool(keygen, ['-l', '-E', 'sha256', '-f', `${hostKey}.pub`], { isRootAllowed: true })
  return {
    host: '127.0.0.1',
    port,
    username,
    privateKey: await readFile(clientKey, 'utf8'),
    strangerKey: await readFile(strangerKey, 'utf8'),
    hostKeyFingerprint: fingerprint.split(' ')[1] ?? '',
    async stop() {
      await server.stop()
      await remove()
    },
  }
}
