import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { LockPackages } from './needed-packages.ts'

/**
 * Name, version, licence and licence texts of every package of the product, those included whose code is only in the
 * built pages. Equal texts are printed once.
 */
export async function thirdPartyLicences(root: string, lock: LockPackages): Promise<string> {
  const lines: string[] = []
  const texts = new Map<string, string[]>()
  for (const [folder, entry] of Object.entries(lock).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (folder === '' || entry.dev) continue
    const files = await readdir(path.join(root, folder)).catch(() => undefined)
    // An optional package of another platform.
    if (!files) continue
    const label = `${folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)} ${entry.version}`
    lines.push(`${label}  ${entry.license || '见许可文本'}`)
    for (const file of files.filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).toSorted()) {
      const text = (await readFile(path.join(root, folder, file), 'utf8').catch(() => '')).trim()
      if (text) texts.set(text, [...(texts.get(text) ?? []), label])
    }
  }
  const rule = '-'.repeat(80)
  return [`本产品使用的第三方软件包（${lines.length} 个）`, '', ...lines, '', ...[...texts].map(([text, labels]) => `${rule}\n${labels.join('\n')}\n${rule}\n${text}\n`)].join('\n')
}
