import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Servers that refuse to run as root get this user (nobody) when the tests run as root. */
const isRoot = process.getuid?.() === 0
export const serverUser = isRoot ? { uid: 65_534, gid: 65_534 } : {}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was bound')
  return address.port
}

/**
 * The private folder `name` of one server: under `dir`, or a temporary one. It belongs to the server's user, and every
 * folder above it that was made for the test can be entered by that user.
 */
export async function serverFolder(name: string, dir: string | undefined): Promise<{ folder: string; remove(): Promise<void> }> {
  const parent = dir ?? (await mkdtemp(join(tmpdir(), `xinyun-${name}-`)))
  if (isRoot) await chmod(parent, 0o711)
  const folder = join(parent, name)
  await makeFolder(folder)
  return { folder, remove: () => rm(dir === undefined ? parent : folder, { recursive: true, force: true }) }
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await own(folder)
}

/** Hands a file or folder to the server's user. */
export async function own(path: string): Promise<void> {
  if (serverUser.uid !== undefined) await chown(path, serverUser.uid, serverUser.gid)
}

/** Runs a program of the server (initdb and the like) to its end. */
export async function runTool(program: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv; isRootAllowed?: boolean } = {}): Promise<string> {
  const { stdout } = await run(program, [...args], { cwd: options.cwd ?? tmpdir(), env: { ...process.env, ...options.env }, ...(options.isRootAllowed === true ? {} : serverUser), maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

export type RunningServer = { readonly process: ChildProcess; output(): string; stop(signal?: NodeJS.Signals): Promise<void> }

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a server and waits until `isReady` answers true; a server that ends early fails with what it printed. */
export async function startProcess(
  program: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; isReady: () => Promise<boolean>; withinMs?: number; stopSignal?: NodeJS.Signals; isRootAllowed?: boolean },
): Promise<RunningServer> {
  let printed = ''
  const child = spawn(program, [...args], { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'], ...(options.isRootAllowed === true ? {} : serverUser) })
  running.add(child)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (error) => {
      printed += String(error)
      resolve()
    })
  }).then(() => running.delete(child))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-20_000)))
  const server: RunningServer = {
    process: child,
    output: () => printed,
    async stop(signal = options.stopSignal ?? 'SIGTERM') {
      if (!running.has(child)) return
      child.kill(signal)
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(killer)
    },
  }
  const deadline = performance.now() + (options.withinMs ?? 30_000)
  while (performance.now() < deadline) {
    if (!running.has(child)) throw new Error(`${program} ended before it was ready:\n${printed}`)
    if (await options.isReady().catch(() => false)) return server
    await sleep(50)
  }
  await server.stop('SIGKILL')
  throw new Error(`${program} was not ready in time:\n${printed}`)
}

/** Does something accept connections on the port? */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** The process whose id a server wrote into `file`, or undefined. */
export async function processIdIn(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^\d+/.test(text) ? Number.parseInt(text, 10) : undefined
}
