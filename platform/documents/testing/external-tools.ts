import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** For `test(…, { skip })`: false when all tools are there, else the reason. Under CI=true nothing is skipped, so a missing tool fails. */
export function missingTools(...tools: string[]): string | false {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const missing = tools.filter((tool) => !folders.some((folder) => existsSync(join(folder, tool))))
  return missing.length > 0 && process.env['CI'] !== 'true' ? `未安装 ${missing.join('、')}` : false
}

export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyun-documents-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Text of each page as it is laid out; zero-width spaces and soft word joiners removed. */
export async function pdfPages(pdf: Uint8Array): Promise<string[]> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, 'a.pdf')
    await writeFile(file, pdf)
    const { stdout } = await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 64e6 })
    return stdout.replace(/[\u200B\u2060]/g, '').split('\f').slice(0, -1)
  })
}

/** `Pages`, `Page size`, … as pdfinfo prints them. */
export async function pdfFacts(pdf: Uint8Array): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, 'a.pdf')
    await writeFile(file, pdf)
    return (await run('pdfinfo', [file])).stdout
  })
}

/** What LibreOffice makes of a Word or Excel file: PDF bytes. */
export async function convertToPdf(bytes: Uint8Array, extension: 'docx' | 'xlsx'): Promise<Buffer> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, `a.${extension}`)
    await writeFile(file, bytes)
    await run('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf', '--outdir', folder, file], { timeout: 120_000 })
    return readFile(join(folder, 'a.pdf'))
  })
}

/**
 * Page of each contents entry as printed, and the page its heading is really on, by the entry's text without its leader.
 */
export function contentsAgainstPages(pages: string[], contentsAt: number): Array<{ entry: string; printed: number; actual: number }> {
  const squeeze = (text: string) => text.replace(/\s+/g, '')
  const lines = (pages[contentsAt] ?? '').split('\n')
  return lines.flatMap((line) => {
    const found = /^\s*(\S.*?)\s*\.[\s.]*\.\s*(\d+)\s*$/.exec(line)
    if (!found) return []
    const entry = squeeze(found[1] ?? '')
    const at = pages.findIndex((page, index) => index > contentsAt && page.split('\n').some((text) => squeeze(text) === entry))
    return [{ entry, printed: Number(found[2]), actual: at + 1 }]
  })
}
