/**
 * Outlives the test that started a product: when the test ends in whatever way, its end of our standard input closes,
 * and everything on the data folder is stopped and the folder removed. `node guard.ts HOME FOLDER`.
 */
import { rm } from 'node:fs/promises'
import { killProcessesUsing } from './processes.ts'

const [home, folder] = process.argv.slice(2)
if (home === undefined || folder === undefined) throw new Error('usage: guard.ts HOME FOLDER')
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.stdin.resume()
process.stdin.on('close', () => {
  void killProcessesUsing(home).then(() => rm(folder, { recursive: true, force: true }))
})
