/**
 * Completes package-lock.json after `npm install`: a registry that does not carry the binaries of other platforms makes
 * npm leave them out of the lock file, and `npm ci` then refuses the file as out of step. Each missing optional package is
 * written as what it is: optional, for another platform, never fetched here.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { programFolder } from '#platform/config/config.ts'

type LockedPackage = { version?: string; optional?: boolean; dev?: boolean; os?: string[]; cpu?: string[]; libc?: string[]; optionalDependencies?: Record<string, string>; peerDependenciesMeta?: unknown }

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32', 'wasi'] as const
const PROCESSORS = ['arm64', 'arm', 'ia32', 'x64', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'] as const

/** Platform in a binary package's name: `…-linux-arm64-musl`, `…-win32-x64-msvc`. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu'> {
  const words = name.split(/[-/]/)
  const system = SYSTEMS.find((one) => words.includes(one))
  const processor = PROCESSORS.find((one) => words.includes(one))
  return { ...(processor ? { cpu: [processor] } : {}), ...(system && system !== 'wasi' ? { os: [system] } : {}) }
}

const file = path.join(programFolder, 'package-lock.json')
const lock = JSON.parse(await readFile(file, 'utf8')) as { packages: Record<string, LockedPackage> }
let added = 0
for (const [place, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const nested = place === '' ? undefined : `${place}/node_modules/${name}`
    const hoisted = `node_modules/${name}`
    if (lock.packages[hoisted] || (nested && lock.packages[nested])) continue
    const platform = platformOf(name)
    if (!platform.os && !platform.cpu) continue
    lock.packages[hoisted] = { version: version.replace(/^[~^]/, ''), ...platform, ...(dev ? { dev: true } : {}), optional: true }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} packages of other platforms added to the lock file\n`)
