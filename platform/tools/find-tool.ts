import { execFile } from 'node:child_process'
import { access, constants, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { toolFolders } from '#platform/config/config.ts'

const execute = promisify(execFile)

/** A program of the machine that the house drives. `version` is as the program itself tells it (`15.20`, `10.11.19`). */
export type Tool = { readonly name: string; readonly path: string; readonly version: string; readonly isMariadb: boolean }

/** Folders that hold one folder a version: the package's own programs, before a wrapper that chooses among them. */
const VERSIONED = ['/usr/lib/postgresql', '/usr/local/lib/postgresql'] as const

/** How a program is asked for its version where the usual option is not known to it. */
const VERSION_WORD: Readonly<Record<string, string>> = { pgbackrest: 'version' }

const known = new Map<string, Tool>()

/** Every program of this name on the machine, in the order of the search; asked anew, so that what was just installed is found. */
export async function findTools(name: string): Promise<readonly Tool[]> {
  const tools: Tool[] = []
  for (const folder of await folders()) {
    const file = path.join(folder, name)
    const isThere = await access(file, constants.X_OK).then(() => true, () => false)
    if (!isThere) continue
    const tool = await describe(name, file)
    if (tool) tools.push(tool)
  }
  return tools
}

/** The search path for a tool that we start: nothing of our own environment is handed on. */
export async function toolSearchPath(): Promise<string> {
  return (await folders()).join(path.delimiter)
}

async function folders(): Promise<readonly string[]> {
  const { chosen, standard } = toolFolders()
  if (chosen) return chosen
  const versioned = await Promise.all(VERSIONED.map(async (root) => (await readdir(root).catch(() => [])).map((version) => path.join(root, version, 'bin'))))
  return [...new Set([...versioned.flat(), ...standard])]
}

async function describe(name: string, file: string): Promise<Tool | undefined> {
  const { mtimeMs } = await stat(file)
  const key = `${file} ${mtimeMs}`
  const before = known.get(key)
  if (before) return before
  const told = await execute(file, [VERSION_WORD[name] ?? '--version'], { timeout: 10_000, env: { LC_ALL: 'C' } }).catch(() => undefined)
  const version = told && versionIn(told.stdout)
  if (!told || !version) return undefined
  const tool = { name, path: file, version, isMariadb: /mariadb/i.test(told.stdout) }
  known.set(key, tool)
  return tool
}

/** `pg_dump (PostgreSQL) 15.20 (Debian …)`, `mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB`, `mariadb-dump from 11.4.2-MariaDB`, `mysqldump  Ver 8.0.36`, `tar (GNU tar) 1.34`. */
export function versionIn(text: string): string | undefined {
  return (/(?:Distrib|from) (\d+(?:\.\d+)+)/.exec(text) ?? /\) (\d+(?:\.\d+)*)/.exec(text) ?? /(\d+(?:\.\d+)+)/.exec(text))?.[1]
}

/** Whether a client of version `tool` may speak to a server of version `server`: the same or newer, in as many parts as `parts`. */
export function isAtLeast(tool: string, server: string, parts: number): boolean {
  const [ours, theirs] = [tool, server].map((text) => text.split('.').slice(0, parts).map(Number)) as [number[], number[]]
  for (let at = 0; at < parts; at += 1) {
    const difference = (ours[at] ?? 0) - (theirs[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
