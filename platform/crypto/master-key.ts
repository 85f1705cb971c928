import { randomBytes } from 'node:crypto'
import { appendFile, readFile, stat } from 'node:fs/promises'
import { sm3 } from './sm3.ts'
import { writePrivateFile } from './write-private-file.ts'

type NamedKey = { readonly id: string; readonly key: Buffer }

/** Keys by which secrets at rest are sealed: the newest seals, every one still opens what it sealed. */
export type MasterKey = {
  readonly current: NamedKey
  /** The keys before it, newest first. */
  readonly earlier?: readonly NamedKey[]
  /** The key of an id, undefined when the file does not hold it. */
  find(id: string): Buffer | undefined
}

/** The key file cannot be used; the message says why and what to do. */
export class MasterKeyError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MasterKeyError'
  }
}

const KEY_BYTES = 32
const HEADING = '# 主密钥：丢失后，库中加密的口令与私钥无法恢复。请离线备份本文件，权限须为 0600。每行一把，最后一行为当前密钥。\n'

/**
 * Reads the key file, or makes it on the very first start. `hasSealedData` is asked when there is no file: a new key in
 * place of a lost one would make everything sealed unreadable for good, so the start is refused instead.
 */
export async function loadMasterKey(file: string, hasSealedData: () => Promise<boolean>): Promise<MasterKey> {
  const found = await stat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new MasterKeyError(`读不到主密钥文件 ${file}：${error instanceof Error ? error.message : String(error)}`)
  })
  if (!found) {
    if (await hasSealedData()) {
      throw new MasterKeyError(`找不到主密钥文件 ${file}，而库中已有用它加密的内容。请从备份恢复该文件（权限 0600），或用 XINYUN_MASTER_KEY_FILE 指明其位置`)
    }
    await writePrivateFile(file, HEADING + keyLine())
    return loadMasterKey(file, hasSealedData)
  }
  if (!found.isFile()) throw new MasterKeyError(`主密钥 ${file} 不是普通文件`)
  const mode = found.mode & 0o777
  if ((mode & 0o077) !== 0) {
    throw new MasterKeyError(`主密钥文件 ${file} 的权限是 0${mode.toString(8)}，他人可以读写。请执行 chmod 600 ${file}；若可能已被他人读过，请更换密钥`)
  }
  return parse(await readFile(file, 'utf8'), file)
}

/** Adds a new current key; what the older ones sealed stays readable. */
export async function rotateMasterKey(file: string): Promise<MasterKey> {
  const present = await loadMasterKey(file, () => Promise.resolve(true))
  const text = await readFile(file, 'utf8')
  await appendFile(file, (text.endsWith('\n') ? '' : '\n') + keyLine(), { flush: true })
  const rotated = await loadMasterKey(file, () => Promise.resolve(true))
  if (rotated.current.id === present.current.id) throw new MasterKeyError(`主密钥文件 ${file} 未能追加新密钥`)
  return rotated
}

function keyLine(): string {
  const key = randomBytes(KEY_BYTES)
  return `${keyId(key)} ${key.toString('hex')}\n`
}

/** Derived from the key, so that a mistyped or damaged line is noticed instead of making secrets unreadable. */
function keyId(key: Buffer): string {
  return sm3(Buffer.concat([Buffer.from('xinyun master key id'), key])).slice(0, 8)
}

function parse(text: string, file: string): MasterKey {
  const keys = new Map<string, Buffer>()
  const problems: string[] = []
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [, id, hex] = /^([0-9a-f]{8}) ([0-9a-f]{64})\s*$/.exec(line) ?? []
    const key = Buffer.from(hex ?? '', 'hex')
    if (!id || !hex) problems.push(`第 ${at + 1} 行不是“编号 密钥”的格式`)
    else if (keyId(key) !== id) problems.push(`第 ${at + 1} 行的密钥与其编号 ${id} 不符，内容已损坏`)
    else keys.set(id, key)
  }
  const [current, ...earlier] = [...keys].toReversed().map(([id, key]) => ({ id, key }))
  if (!current) problems.push('没有密钥')
  if (problems.length > 0 || !current) throw new MasterKeyError(`主密钥文件 ${file} 有误，请从备份恢复：${problems.join('；')}`)
  return { current, earlier, find: (id) => keys.get(id) }
}
