/** Reads a UTF-8 file that a person named on the command line; not being able to is a problem to report, not a crash. */
import { readFile } from 'node:fs/promises'
import type { Parsed } from '#shared/parsed.ts'

const MAX_MEGABYTES = 16

export async function readTextFile(file: string, maxMegabytes = MAX_MEGABYTES): Promise<Parsed<string>> {
  const refused = (message: string): Parsed<string> => ({ ok: false, problems: [{ place: file, message }] })
  try {
    const bytes = await readFile(file)
    if (bytes.length > maxMegabytes * 1024 * 1024) return refused(`文件超过 ${maxMegabytes} MB，请核对是否给错了文件`)
    return { ok: true, value: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    if (error instanceof TypeError) return refused('文件不是 UTF-8 编码，请转换后再试')
    const reasons: Record<string, string> = { ENOENT: '文件不存在', EACCES: '没有读取权限', EISDIR: '这是文件夹，不是文件' }
    const code = (error as NodeJS.ErrnoException).code ?? ''
    return refused(`${reasons[code] ?? `无法读取（${code}）`}，请核对路径`)
  }
}
