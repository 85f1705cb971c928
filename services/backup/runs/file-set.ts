import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Tally, UsedTool } from '#connectors/connector.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { findTools } from '#platform/tools/find-tool.ts'
import { feedTool, ToolOutput } from '#platform/tools/run-tool.ts'

/** Folders of the data folder that hold what cannot be made again; half-written uploads are not part of it. */
const FILES = [/^files\/(?!incoming\/)/, /^anchors\//, /^subsystems\/[^/]+\/files\/(?!incoming\/)/] as const
/** Keys, and the passwords of the subsystems' logins. */
const KEYS = [/^keys\//, /^subsystems\/[^/]+\/keys\//, /^subsystems\/[^/]+\/accounts\.json$/] as const

export type FileSet = 'files' | 'keys'

/** Relative paths of what belongs to a set, in order. */
export async function listFileSet(home: string, set: FileSet): Promise<string[]> {
  const patterns = set === 'files' ? FILES : KEYS
  const roots = set === 'files' ? ['files', 'anchors', 'subsystems'] : ['keys', 'subsystems']
  const found = await Promise.all(roots.map((root) => readdir(path.join(home, root), { recursive: true, withFileTypes: true }).catch(() => [])))
  return found.flat().filter((entry) => entry.isFile()).map((entry) => path.relative(home, path.join(entry.parentPath, entry.name))).filter((name) => patterns.some((pattern) => pattern.test(name))).toSorted()
}

/** Relative paths of everything below a folder, in order. */
export async function listBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).toSorted()
}

/** Every folder as if it were a table, every file a row; the digest is over names, sizes and content. */
export async function tallyFiles(folder: string, names: readonly string[]): Promise<Tally> {
  const lines = new Map<string, string[]>()
  let bytes = 0
  for (const name of names) {
    const digest = createHash('sm3')
    const { size } = await stat(path.join(folder, name))
    await pipeline(createReadStream(path.join(folder, name)), digest)
    bytes += size
    const group = name.split('/')[0] ?? ''
    lines.set(group, [...(lines.get(group) ?? []), `${name} ${size} ${digest.digest('hex')}`])
  }
  return { tables: [...lines].map(([name, own]) => ({ name, rows: own.length, digest: sm3(own.join('\n')) })), structure: {}, answers: {}, bytes }
}

/** A tar of the files, and what they are. A file that changes meanwhile makes the tool fail: the next try sees it whole. */
export async function dumpFiles(home: string, names: readonly string[], signal?: AbortSignal): Promise<{ tool: UsedTool; content: AsyncIterable<Buffer>; tally: Promise<Tally> }> {
  const tool = await tar()
  await mkdir(path.join(home, 'backups'), { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(path.join(home, 'backups', '.list-'))
  const list = path.join(folder, 'names')
  await writeFile(list, names.map((name) => `${name}\0`).join(''))
  const tally = tallyFiles(home, names)
  tally.catch(() => {})
  const content = new ToolOutput({
    tool,
    parameters: ['--create', '--file=-', `--directory=${home}`, '--null', '--no-recursion', `--files-from=${list}`],
    environment: {},
    fail,
    signal,
    ended: () => tally,
    over: () => rm(folder, { recursive: true, force: true }),
  })
  return { tool: { name: tool.name, version: tool.version }, content, tally }
}

/** Puts a tar back below a folder. */
export async function restoreFiles(folder: string, content: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<void> {
  await feedTool({ tool: await tar(), parameters: ['--extract', '--file=-', `--directory=${folder}`, '--no-same-owner'], environment: {}, fail, signal }, content)
}

async function tar() {
  const tool = (await findTools('tar'))[0]
  if (!tool) throw new Error('缺少 tar，请安装（apt-get install tar）')
  return tool
}

function fail(text: string): Error {
  return new Error(text)
}
