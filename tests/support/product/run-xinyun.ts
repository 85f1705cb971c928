import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { programFolder } from '#platform/config/config.ts'

export type XinyunOptions = {
  readonly environment?: Readonly<Record<string, string>>
  /** Folder of the program; the checkout that the test lies in when absent. */
  readonly program?: string
  /** Runs as this user; only root may ask for it. */
  readonly user?: { readonly uid: number; readonly gid: number }
  readonly withinMs?: number
}

export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** The environment of a person who has set nothing of ours. */
export function plainEnvironment(settings: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(XINYUN_|DATABASE_URL$|NODE_|CI$)/.test(name))
  return { ...Object.fromEntries(inherited), ...settings }
}

export function spawnXinyun(parameters: readonly string[], options: XinyunOptions = {}) {
  const program = options.program ?? programFolder
  return spawn(path.join(program, 'xinyun'), [...parameters], {
    cwd: program,
    env: plainEnvironment(options.environment),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  })
}

/** Runs `./xinyun …` to its end. One that does not end in time is killed, and the code is then null. */
export async function runXinyun(parameters: readonly string[], options: XinyunOptions = {}): Promise<Finished> {
  const child = spawnXinyun(parameters, options)
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const timer = setTimeout(() => child.kill('SIGKILL'), options.withinMs ?? 60_000)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(timer)
  return { code, stdout, stderr }
}
