import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Every process that works on a data folder: those that were told of it by their environment or command line, and what
 * descends from them (a PostgreSQL backend says neither). The caller itself never counts.
 */
export async function processesUsing(home: string): Promise<number[]> {
  const parents = new Map<number, number>()
  const found = new Set<number>()
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const [environment, command, stat] = await Promise.all(['environ', 'cmdline', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')))
    const [state, parent] = /\) (\S) (\d+)/.exec(stat ?? '')?.slice(1) ?? []
    if (state === undefined || state === 'Z') continue
    parents.set(pid, Number(parent))
    const words = (command ?? '').split('\0')
    if (words.some((word) => word.includes('product/guard.ts'))) continue
    if ((environment ?? '').split('\0').includes(`XINYUN_HOME=${home}`) || words.some((word) => word === home || word.startsWith(`${home}/`))) found.add(pid)
  }
  for (let grown = true; grown; ) {
    grown = false
    for (const [pid, parent] of parents) {
      if (found.has(pid) || !found.has(parent)) continue
      found.add(pid)
      grown = true
    }
  }
  return [...found]
}

/** Kills everything that works on a data folder, at once and without a word, as a power cut would. */
export async function killProcessesUsing(home: string): Promise<void> {
  const deadline = performance.now() + 15_000
  for (let left = await processesUsing(home); left.length > 0; left = await processesUsing(home)) {
    if (performance.now() > deadline) throw new Error(`processes ${left.join(', ')} of ${home} can not be killed`)
    for (const pid of left) sendSignal(pid, 'SIGKILL')
    await sleep(50)
  }
}

/** Waits until nothing works on the folder any more; what is still there in the end is returned. */
export async function waitUntilUnused(home: string, withinMs: number): Promise<number[]> {
  const deadline = performance.now() + withinMs
  let left = await processesUsing(home)
  while (left.length > 0 && performance.now() < deadline) {
    await sleep(100)
    left = await processesUsing(home)
  }
  return left
}

/** A process that has ended meanwhile is not an error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
