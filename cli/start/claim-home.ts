import { mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'

/**
 * One start for one data folder: a second one is told so instead of fighting over ports and files. A claim left by a
 * program that was killed is taken over.
 */
export async function claimHome(home: string): Promise<{ release(): Promise<void> } | { problem: string }> {
  const folder = path.join(home, 'run')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'start.pid')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const handle = await open(file, 'wx', 0o600)
      await handle.writeFile(String(process.pid))
      await handle.close()
      return { release: () => rm(file, { force: true }) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const pid = Number(await readFile(file, 'utf8').catch(() => ''))
      if (pid !== process.pid && (await isOurs(pid))) return { problem: `数据目录 ${home} 已由进程 ${pid} 使用。请先停止它，或用 XINYUN_HOME 指定另一个数据目录` }
      await rm(file, { force: true })
    }
  }
  return { problem: `无法占用数据目录 ${home}` }
}

async function isOurs(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.includes('cli/main.ts')
}
