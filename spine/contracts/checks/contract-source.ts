/**
 * The YAML files of a contract read into one raw document that still knows the file and line of every value.
 * A part may be spread over several files: lists are joined, everything else may stand in one file only.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml'
import { ContractError, type ContractProblem } from './contract-problem.ts'

/** Where the texts come from; the console reads an upload through the same door as the command line a folder. */
export type ContractFiles = { read(path: string): string; isFolder(path: string): boolean }

export const diskFiles: ContractFiles = {
  read: (path) => readFileSync(path, 'utf8'),
  isFolder: (path) => statSync(path).isDirectory(),
}

export type Path = ReadonlyArray<PropertyKey>
export type ContractSource = {
  readonly raw: Readonly<Record<string, unknown>>
  /** Problems of the text itself: bad YAML, a file that cannot be read, a part given twice. */
  readonly problems: readonly ContractProblem[]
  /** Whether some file could not be read, so that what seems undeclared may stand there. */
  readonly isIncomplete: boolean
  readonly locate: (path: Path) => { file: string; line: number }
}

type SourceFile = { file: string; content: unknown; document: Document.Parsed; lines: LineCounter }
/** One file's share of a part: for lists, the indexes from `start` on. */
type Share = { source: SourceFile; start: number; length: number }

/** Reads the entry file (or `contract.yaml` of the folder) and the files that it includes. */
export function readContractSource(path: string, files: ContractFiles = diskFiles): ContractSource {
  const entry = isFolder(path, files) ? join(path, 'contract.yaml') : path
  const problems: ContractProblem[] = []
  const raw: Record<string, unknown> = {}
  const shares = new Map<string, Share[]>()
  let isIncomplete = false

  const readInto = (file: string, isEntry: boolean): void => {
    const source = parse(file, files, problems)
    if (source === undefined) {
      isIncomplete = true
      return
    }
    const content = source.content
    if (typeof content !== 'object' || content === null || Array.isArray(content)) {
      problems.push({ file, line: 1, clause: '', message: '文件内容应为“名称: 值”的映射' })
      return
    }
    const { include, ...parts } = content as Record<string, unknown>
    for (const [name, value] of Object.entries(parts)) addPart(name, value, source)
    if (include === undefined) return
    const line = lineOf(source, ['include'])
    if (!isEntry || !Array.isArray(include)) {
      problems.push({ file, line, clause: '', message: 'include 只能写在入口文件中，且应为文件清单' })
      return
    }
    for (const [index, name] of (include as unknown[]).entries()) {
      if (typeof name === 'string' && /^[\w-]+(\/[\w-]+)*\.yaml$/.test(name)) readInto(join(dirname(entry), name), false)
      else problems.push({ file, line: lineOf(source, ['include', index]), clause: '', message: `include 的“${String(name)}”应为本目录下的 .yaml 文件` })
    }
  }

  const addPart = (name: string, value: unknown, source: SourceFile): void => {
    const list = shares.get(name)
    if (list === undefined) {
      raw[name] = value
      shares.set(name, [{ source, start: 0, length: Array.isArray(value) ? value.length : 0 }])
    } else if (Array.isArray(raw[name]) && Array.isArray(value)) {
      list.push({ source, start: raw[name].length, length: value.length })
      raw[name] = [...(raw[name] as unknown[]), ...(value as unknown[])]
    } else {
      const other = list[0]?.source
      problems.push({ file: source.file, line: lineOf(source, [name]), clause: '', message: `“${name}”已在 ${other?.file} 中给出，只能保留一处` })
    }
  }

  readInto(entry, true)
  const locate = (target: Path) => {
    const [name, index, ...rest] = target
    const parts = shares.get(String(name))
    if (parts === undefined) return { file: entry, line: 1 }
    const share = (typeof index === 'number' ? parts.find((part) => index >= part.start && index < part.start + part.length) : undefined) ?? parts[0]
    if (share === undefined) return { file: entry, line: 1 }
    const local = index === undefined ? [String(name)] : [String(name), typeof index === 'number' ? index - share.start : index, ...rest]
    return { file: share.source.file, line: lineOf(share.source, local) }
  }
  return { raw, problems, isIncomplete, locate }
}

function isFolder(path: string, files: ContractFiles): boolean {
  try {
    return files.isFolder(path)
  } catch {
    throw new ContractError([{ file: path, line: 1, clause: '', message: '找不到合同文件，请给出合同目录或其中的 contract.yaml' }], 'not-found')
  }
}

function parse(file: string, files: ContractFiles, problems: ContractProblem[]): SourceFile | undefined {
  let content: string
  try {
    content = files.read(file)
  } catch {
    problems.push({ file, line: 1, clause: '', message: '文件读取不了，请检查文件名和权限' })
    return undefined
  }
  const lines = new LineCounter()
  const document = parseDocument(content, { lineCounter: lines })
  const broken = new Set<number>()
  for (const error of document.errors) {
    const { line } = lines.linePos(error.pos[0])
    // One slip makes several errors on its line; the first says it best.
    if (broken.has(line)) continue
    broken.add(line)
    problems.push({ file, line, clause: '', message: `YAML 语法错误：${error.message.split(/ at line \d+|\n/)[0]}` })
  }
  if (document.errors.length > 0) return undefined
  try {
    return { file, content: document.toJS(), document, lines }
  } catch (error) {
    // An alias to nothing, or aliases that multiply without end.
    problems.push({ file, line: 1, clause: '', message: `YAML 引用（*）有误：${error instanceof Error ? error.message : ''}` })
    return undefined
  }
}

/** Line of the deepest node on the path: a missing field is reported where its owner starts. */
function lineOf({ document, lines }: SourceFile, path: Path): number {
  let node: unknown = document.contents
  let offset = 0
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => (isScalar(item.key) ? String(item.key.value) : String(item.key)) === String(key))
      if (pair === undefined) break
      offset = offsetOf(pair.key) ?? offset
      node = pair.value
    } else if (isSeq(node) && typeof key === 'number') {
      const item: unknown = node.items[key]
      if (item === undefined) break
      offset = offsetOf(item) ?? offset
      node = item
    } else break
  }
  return lines.linePos(offset).line
}

function offsetOf(value: unknown): number | undefined {
  return isNode(value) ? value.range?.[0] : undefined
}
