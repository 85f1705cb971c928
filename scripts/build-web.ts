import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'
import { webEntries } from '#web/vite.config.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'web', 'dist')
const STAMP = 'stamp.json'

export type WebProgress = { percent: number; doing: string }

/** What the built pages were made of. */
type Stamp = { hash: string; sources: readonly string[] }

/** True when the built pages are missing, or a source, an entry, the settings or the lock file has changed since. */
export function isWebStale(): boolean {
  const stampFile = join(dist, STAMP)
  if (!existsSync(stampFile)) return true
  const stamp = JSON.parse(readFileSync(stampFile, 'utf8')) as Stamp
  return hashSources(stamp.sources) !== stamp.hash
}

/**
 * Builds console and subsystem pages into `web/dist`. Takes some ten seconds; says how far it is. Built aside and put in
 * place whole, so that a running server never misses a page and an interrupted build leaves the old pages.
 */
export async function buildWeb({ onProgress = () => undefined }: { onProgress?: (progress: WebProgress) => void } = {}): Promise<void> {
  onProgress({ percent: 0, doing: '正在准备网页构建' })
  const sources = new Set<string>()
  const cache = join(root, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const aside = mkdtempSync(join(cache, 'xinyun-web-'))
  try {
    const next = join(aside, 'next')
    await build({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'error', build: { outDir: next }, plugins: [reportProgress(onProgress, sources)] })
    const listed = [...sources].sort()
    writeFileSync(join(next, STAMP), `${JSON.stringify({ hash: hashSources(listed), sources: listed } satisfies Stamp)}\n`)
    if (existsSync(dist)) renameSync(dist, join(aside, 'previous'))
    renameSync(next, dist)
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
  onProgress({ percent: 100, doing: '网页构建完成' })
}

/** How many modules there are is known only when all have been read; a little more than this. */
const USUAL_MODULES = 4000

function reportProgress(onProgress: (progress: WebProgress) => void, sources: Set<string>): Plugin {
  let read = 0
  let told = 0
  return {
    name: 'xinyun:progress',
    enforce: 'pre',
    transform(_, id) {
      read += 1
      const file = id.split('?')[0] ?? id
      if (!file.includes('/node_modules/') && existsSync(file)) sources.add(relative(root, file))
      const percent = Math.min(80, Math.floor((read / USUAL_MODULES) * 80))
      if (percent >= told + 10) onProgress({ percent: (told = percent), doing: `正在读取网页源文件（${read}）` })
    },
    renderStart() {
      onProgress({ percent: 85, doing: '正在合成网页' })
    },
  }
}

function hashSources(sources: readonly string[]): string {
  const hash = createHash('sha256')
  const entries = Object.values(webEntries()).map((file) => relative(root, file))
  for (const file of [...sources, ...entries, 'web/index.html', 'web/vite.config.ts', 'package-lock.json']) {
    hash.update(file).update('\0')
    // A source that has gone changes the hash by its absence.
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)))
    hash.update('\0')
  }
  return hash.digest('hex')
}

export type WebSize = { group: string; bytes: number; limit: number }

type ManifestChunk = { file: string; src?: string; isEntry?: boolean; isDynamicEntry?: boolean; imports?: string[]; dynamicImports?: string[]; css?: string[] }

const SHELL_LIMIT = 450_000
const GROUP_LIMIT = 100_000

/**
 * Gzipped bytes of what is built: each application's shell with the kit, then what each page group adds to it. Charts
 * are counted apart because they are fetched when the first one comes into sight.
 */
export function measureWeb(): WebSize[] {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Record<string, ManifestChunk>
  const closure = (keys: readonly string[], seen = new Set<string>()): Set<string> => {
    for (const key of keys) {
      if (seen.has(key)) continue
      seen.add(key)
      closure(manifest[key]?.imports ?? [], seen)
    }
    return seen
  }
  const filesOf = (keys: Iterable<string>) => new Set([...keys].flatMap((key) => [manifest[key]!.file, ...(manifest[key]!.css ?? [])]))
  const bytesOf = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0)

  const sizes: WebSize[] = []
  const shells = new Set<string>()
  for (const [key, chunk] of Object.entries(manifest)) {
    if (!chunk.isEntry) continue
    const files = filesOf(closure([key]))
    for (const file of files) shells.add(file)
    sizes.push({ group: key.endsWith('web/main.tsx') || key === 'main.tsx' ? `壳与组件 ${key}` : key, bytes: bytesOf(files), limit: SHELL_LIMIT })
  }
  const groups = new Map<string, string[]>()
  for (const [key, chunk] of Object.entries(manifest)) {
    if (!chunk.isDynamicEntry || !chunk.src) continue
    const group = chunk.src.includes('kit/chart/') ? '图表（按需）' : chunk.src.replace(/^(\.\.\/)+/, '').split('/').slice(0, -1).join('/')
    groups.set(group, [...(groups.get(group) ?? []), key])
  }
  for (const [group, keys] of groups) {
    const files = [...filesOf(closure(keys))].filter((file) => !shells.has(file))
    sizes.push({ group, bytes: bytesOf(files), limit: group.startsWith('图表') ? 250_000 : GROUP_LIMIT })
  }
  return sizes
}

/** The sizes as lines of a table. */
export function sizeTable(sizes: readonly WebSize[]): string {
  const kilo = (bytes: number) => (bytes / 1000).toFixed(1).padStart(8)
  return ['  gzip kB   limit  group', ...sizes.map(({ group, bytes, limit }) => `${kilo(bytes)}${kilo(limit)}  ${group}${bytes > limit ? '  ← 超出' : ''}`)].join('\n')
}

if (import.meta.main && !(process.argv.includes('--if-stale') && !isWebStale())) {
  await buildWeb({ onProgress: ({ percent, doing }) => process.stderr.write(`${String(percent).padStart(3)}% ${doing}\n`) })
  process.stderr.write(`${sizeTable(measureWeb())}\n`)
}
