import { spawn } from 'node:child_process'
import path from 'node:path'
import { programFolder } from '#platform/config/config.ts'

/** Builds the pages when they are missing or older than their sources; a bundle ships them built and never comes here. */
export function ensureWebIsBuilt(say: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(programFolder, 'scripts', 'build-web.ts'), '--if-stale'], { cwd: programFolder, stdio: ['ignore', 'pipe', 'pipe'] })
    let tail = ''
    const listen = (chunk: Buffer) => {
      const text = chunk.toString('utf8')
      tail = (tail + text).slice(-4_000)
      for (const line of text.split('\n')) if (line.trim()) say(line)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`页面构建失败（退出码 ${code}）：\n${tail}`))))
  })
}
