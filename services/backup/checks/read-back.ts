import { readArchive, readArchiveHeader } from '#platform/archives/archive.ts'
import { SealedStreamError } from '#platform/crypto/sealed-stream.ts'
import type { ArchiveStorage } from '#platform/storage/archive-storage.ts'

export type ReadBack = { readonly verdict: 'passed' | 'failed'; readonly lines: readonly string[] }
export type Keys = Parameters<typeof readArchive>[1]
type Wanted = { readonly archive: string; readonly sm3: string; readonly bytes: number; readonly rawBytes: number }

/** Level 1: the file is there, of the size that was written, and begins as an archive does. */
export async function lookAt(storage: ArchiveStorage, name: string, { bytes, archive }: Pick<Wanted, 'bytes' | 'archive'>): Promise<ReadBack> {
  const size = await storage.size(name)
  if (size === undefined) return { verdict: 'failed', lines: [`${storage.title} 中没有 ${name}`] }
  if (size !== bytes) return { verdict: 'failed', lines: [`文件大小 ${size} 字节，备份目录记录为 ${bytes} 字节`] }
  try {
    const header = await readArchiveHeader(await storage.read(name))
    if (header.archive !== archive) return { verdict: 'failed', lines: [`文件里是另一份归档（${header.archive}）`] }
  } catch (error) {
    return { verdict: 'failed', lines: [wordsOf(error)] }
  }
  return { verdict: 'passed', lines: [`文件在位，${size} 字节，文件头可读`] }
}

/** Level 2: every byte read back from the storage; digest, every piece's authentication and decompression hold. */
export async function readBack(storage: ArchiveStorage, name: string, wanted: Wanted, keys: Keys): Promise<ReadBack> {
  const looked = await lookAt(storage, name, wanted)
  if (looked.verdict === 'failed') return looked
  try {
    const { content } = await readArchive(await storage.read(name), keys, wanted)
    const rawBytes = await content.measure()
    if (rawBytes !== wanted.rawBytes) return { verdict: 'failed', lines: [...looked.lines, `解开后 ${rawBytes} 字节，备份时为 ${wanted.rawBytes} 字节`] }
    return { verdict: 'passed', lines: [...looked.lines, `读回全部内容，SM3 ${wanted.sm3.slice(0, 12)}… 一致，解密解压 ${rawBytes} 字节一致`] }
  } catch (error) {
    return { verdict: 'failed', lines: [...looked.lines, wordsOf(error)] }
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof SealedStreamError) return error.message
  return `从存储读不出来：${error instanceof Error ? error.message : String(error)}`
}
