/**
 * The real product, started as a person starts it: `./xinyun start` in a process of its own, with a data folder and
 * ports of its own. `sharedProduct` takes the one that the test command has started, or starts one for the file.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { freePortBlock } from './product/free-port-block.ts'
import { nobody, roles, signInAs, type Visitor } from './product/people.ts'
import { killProcessesUsing, waitUntilUnused } from './product/processes.ts'
import { spawnXinyun, type XinyunOptions } from './product/run-xinyun.ts'

export type ProductAddress = {
  /** `http://127.0.0.1:<port>`; the six subsystems answer on the six ports after it. */
  readonly url: string
  readonly port: number
  readonly home: string
}

export type RunningProduct = ProductAddress & {
  readonly nobody: Visitor
  /** The demo account of a role, signed in; takes the first day of the account (password, second factor) when needed. */
  signIn(role: string): Promise<Visitor>
  /** Address of a database on the embedded server, for faults that only reach through it. */
  databaseUrl(name?: string): Promise<string>
}

export type StartedProduct = RunningProduct & {
  readonly pid: number
  /** All that it has said so far, both streams. */
  output(): string
  /** SIGTERM, as a service manager would; resolves with exit code and seconds. */
  stop(): Promise<{ code: number | null; seconds: number }>
  /** Kills the supervisor alone; what it started has to notice by itself. */
  killSupervisor(): Promise<void>
  /** Kills everything of it, the embedded database included. */
  kill9(): Promise<void>
}

export type StartProductOptions = XinyunOptions & {
  /** A data folder that another start has left; a fresh one when absent. */
  readonly home?: string
  readonly port?: number
  /** `--run=`; everything when absent. */
  readonly run?: string
  /** Data folder left to the product's own choice: XINYUN_HOME is not set, and the folder is read from the ready line. */
  readonly leavesHomeToProduct?: boolean
}

/** Some twenty seconds on a machine at rest; a loaded one must not turn slowness into a fault. */
const READY_WITHIN_MS = 240_000
const SHARED = 'test-product.json'

/** A data folder that the embedded server's user can reach, removed with everything on it when the test ends, however it ends. */
export async function newHome(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xinyun-product-'))
  await chmod(folder, 0o711)
  const home = path.join(folder, 'home')
  guard(home, folder)
  return home
}

function guard(home: string, folder: string): void {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'product', 'guard.ts'), home, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  child.unref()
  // The pipe must not keep the test alive, and must not close before it.
  const input = child.stdin as typeof child.stdin & { unref(): void }
  input.unref()
}

export async function startProduct(options: StartProductOptions = {}): Promise<StartedProduct> {
  const port = options.port ?? (await freePortBlock())
  const wanted = options.home ?? (options.leavesHomeToProduct === true ? '' : await newHome())
  const child = spawnXinyun(['start', ...(options.run === undefined ? [] : [`--run=${options.run}`])], {
    ...options,
    environment: { XINYUN_PORT: String(port), ...(wanted === '' ? {} : { XINYUN_HOME: wanted }), ...options.environment },
  })
  let said = ''
  const ended = once(child, 'close') as Promise<[number | null]>
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      if (/^ready .*$/m.test(said)) resolve()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    void ended.then(([code]) => reject(new Error(`the product ended with ${code} before it was ready:\n${said}`)))
    setTimeout(() => reject(new Error(`the product was not ready within ${READY_WITHIN_MS / 1000} s:\n${said}`)), options.withinMs ?? READY_WITHIN_MS).unref()
  })
  try {
    await ready
  } catch (error) {
    child.kill('SIGKILL')
    if (wanted !== '') await killProcessesUsing(wanted)
    throw error
  }
  const home = wanted === '' ? path.dirname(/演示账号见 (\S+)/.exec(said)?.[1] ?? '') : wanted
  const address = { url: `http://127.0.0.1:${port}`, port, home }
  const handles = [child, child.stdout, child.stderr] as unknown as ReadonlyArray<{ ref(): void; unref(): void }>
  const untilEnded = () => {
    for (const handle of handles) handle.ref()
    return ended
  }
  // A test that failed before it could stop its product must not keep its file open: the guard clears up when the file has ended.
  for (const handle of handles) handle.unref()
  return {
    ...runningProduct(address),
    pid: child.pid as number,
    output: () => said,
    async stop() {
      const since = performance.now()
      child.kill('SIGTERM')
      const [code] = await untilEnded()
      return { code, seconds: (performance.now() - since) / 1000 }
    },
    async killSupervisor() {
      child.kill('SIGKILL')
      await untilEnded()
    },
    async kill9() {
      await killProcessesUsing(home)
      await untilEnded()
    },
  }
}

/** Starts the product that all end-to-end files of a run share; they find it by XINYUN_TEST_PRODUCT_HOME, its data folder. */
export async function startSharedProduct(): Promise<StartedProduct> {
  const product = await startProduct()
  await writeFile(path.join(product.home, SHARED), JSON.stringify({ url: product.url, port: product.port, home: product.home } satisfies ProductAddress))
  // The first day of an account is had once: files that run side by side find everybody signed in.
  for (const role of roles) await product.signIn(role)
  return product
}

/** The product of this run, or one of this file's own that is stopped after its tests. */
export async function sharedProduct(): Promise<RunningProduct> {
  const given = process.env['XINYUN_TEST_PRODUCT_HOME']
  if (given) return runningProduct(JSON.parse(await readFile(path.join(given, SHARED), 'utf8')) as ProductAddress)
  const product = await startProduct()
  after(async () => {
    await product.stop()
    await rm(path.dirname(product.home), { recursive: true, force: true })
  })
  return product
}

function runningProduct(address: ProductAddress): RunningProduct {
  return {
    ...address,
    nobody: nobody(address.url),
    signIn: (role) => signInAs(address.url, address.home, role),
    databaseUrl: (name = 'xinyun') => embeddedDatabaseUrl(address.home, name),
  }
}

async function embeddedDatabaseUrl(home: string, name: string): Promise<string> {
  const folder = path.join(home, 'postgres')
  const password = (await readFile(path.join(folder, 'password'), 'utf8')).trim()
  const port = (await readFile(path.join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n')[3]
  return `postgres://xinyun:${password}@127.0.0.1:${port}/${name}`
}

/** After a kill the children get this long to notice that their supervisor is gone. */
export function whoIsLeft(home: string, withinMs: number): Promise<number[]> {
  return waitUntilUnused(home, withinMs)
}
