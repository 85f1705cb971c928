import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findTools, type Tool, toolSearchPath } from '#platform/tools/find-tool.ts'
import { withConnection } from './connect.ts'
import { freePort } from './embedded-server.ts'
import { ScratchServerError } from './scratch-server.ts'
import type { ServerUser } from './server-user.ts'

/** The role under which a restored server is looked at; the passwords of its own roles are nobody's business here. */
const ROLE = 'xinyun_restored'
/** Recovery replays what was written while the backup ran. */
const RECOVERY_MS = 2 * 3_600_000

/** Programs of the major version that wrote the data files; no other can read them. */
export async function findServerProgram(version: string): Promise<Tool> {
  const major = version.split('.')[0] ?? ''
  const program = (await findTools('postgres')).find((tool) => tool.version.split('.')[0] === major)
  if (program) return program
  throw new ScratchServerError(`恢复验证需要本机有 PostgreSQL ${major} 的服务器程序（不必启动服务）。请安装（Debian/Ubuntu：apt-get install postgresql-${major}；麒麟/openEuler：dnf install postgresql-server）`)
}

/**
 * Starts the restored data folder `root`/data so that it harms nobody: it archives nothing, follows no publication, loads no library, and is reached only through
 * a socket in a private folder and, by a role made for it, over loopback. `removeScratchServer` ends it.
 */
export async function startRestoredServer(options: { readonly root: string; readonly program: Tool; readonly superuser: string; readonly user: ServerUser | undefined; readonly signal?: AbortSignal }): Promise<string> {
  const { root, program, superuser, user, signal } = options
  const [data, socket, hba, config] = ['data', 'socket', 'hba.conf', 'postgresql.conf'].map((name) => path.join(root, name)) as [string, string, string, string]
  await mkdir(socket, { mode: 0o700 })
  await writeFile(hba, `local all all trust\nhost all ${ROLE} 127.0.0.1/32 scram-sha-256\n`, { mode: 0o600 })
  await writeFile(config, '', { mode: 0o600 })
  if (user) for (const one of [socket, hba, config]) await chown(one, user.uid, user.gid)
  const port = await freePort()
  const settings = {
    config_file: config, hba_file: hba, port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: socket, password_encryption: 'scram-sha-256',
    archive_mode: 'off', max_logical_replication_workers: '0', shared_preload_libraries: '', session_preload_libraries: '', local_preload_libraries: '', autovacuum: 'off',
    hot_standby: 'off', ssl: 'off', logging_collector: 'off', log_destination: 'stderr', external_pid_file: '', fsync: 'off', max_prepared_transactions: '200', shared_buffers: '64MB', huge_pages: 'off', lc_messages: 'C',
  }
  const child = spawn(program.path, ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    cwd: root,
    env: { PATH: await toolSearchPath(), LC_ALL: 'C.UTF-8' },
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
  const password = randomBytes(18).toString('base64url')
  const inside = `postgres://${encodeURIComponent(superuser)}@localhost:${port}/postgres?host=${encodeURIComponent(socket)}`
  const deadline = performance.now() + RECOVERY_MS
  for (let problem: unknown; performance.now() < deadline; ) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`恢复出的数据不能启动：${said.trim() || String(problem)}`)
    if (signal?.aborted) child.kill('SIGQUIT')
    signal?.throwIfAborted()
    try {
      await withConnection(inside, (client) => client.query(`create role ${ROLE} superuser login password '${password}'`))
      child.stderr.destroy()
      child.unref()
      return `postgres://${ROLE}:${password}@127.0.0.1:${port}/postgres`
    } catch (error) {
      problem = error
      await pause(50)
    }
  }
  child.kill('SIGQUIT')
  throw new ScratchServerError(`恢复出的数据在 ${RECOVERY_MS / 3_600_000} 小时内没有还原完毕：${said.trim()}`)
}
