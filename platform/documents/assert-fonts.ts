import { statSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const PACKAGE = '@expo-google-fonts/noto-sans-sc'
const FILES = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf']

/** Family name inside the bundled font files (Noto Sans SC, SIL Open Font License 1.1). */
export const PRINT_FONT = 'Noto Sans SC'

/** Paths of the bundled regular and bold font; throws when the package is not installed. */
export function fontFiles(): string[] {
  return FILES.map((file) => require.resolve(`${PACKAGE}/${file}`))
}

/**
 * Called at boot: PDF and charts use the bundled Chinese font and no other, so without it every report would be
 * blank boxes. Throws with the missing file and the cure.
 */
export function assertFonts(files: () => string[] = fontFiles): void {
  const problems: string[] = []
  try {
    for (const file of files()) if (statSync(file).size < 1_000_000) problems.push(`${file} 不完整（小于 1 MB）`)
  } catch (error) {
    problems.push(error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error))
  }
  if (problems.length > 0) {
    throw new Error(`文档字体不可用，无法生成 PDF 和图表：${problems.join('；')}。请在安装目录重新执行 npm ci（需要软件包 ${PACKAGE}）。`)
  }
}
