import { setTimeout as sleep } from 'node:timers/promises'

import type { Clock } from '#platform/clock/clock.ts'

import { ConnectorError } from '../connector.ts'
import type { Measured } from '../limit-door.ts'
import { failure } from '../network-failure.ts'
import type { CommandResult, Host, HostCommand, HostFile } from './host.ts'
import { type CpuTimes, type Filesystem, isReachable, parseCounters, parseCpuTimes, parseFilesystems, parseInterfaces, parseListeningPorts, parseMeminfo, parseReadOnlyMounts, parseUid0Accounts } from './parse-proc.ts'
import { proveHostReadOnly } from './prove-read-only.ts'
import type { LinuxHostQuestion } from './questions.ts'

export type HostContext = { readonly host: Host; readonly where: string; readonly clock: Clock; readonly connectMs: number; readonly signal: AbortSignal }

/** Between two readings of a counter that only grows. */
const SAMPLE_MS = 1_000

export async function measureHost(question: LinuxHostQuestion, context: HostContext): Promise<Measured> {
  const { host, where, signal } = context
  const read = (file: HostFile) => host.read(file, signal)
  const run = async (command: HostCommand): Promise<string> => outputOf(await host.run(command, signal), where)
  switch (question.measure) {
    case 'memory-available-ratio': {
      const memory = parseMeminfo(await read('meminfo'))
      const [available, total] = [memory.get('MemAvailable'), memory.get('MemTotal')]
      return { value: ratio(available, total), unit: 'ratio', raw: { available, total } }
    }
    case 'swap-used-ratio': {
      const memory = parseMeminfo(await read('meminfo'))
      const [free = 0, total = 0] = [memory.get('SwapFree'), memory.get('SwapTotal')]
      return { value: total === 0 ? 0 : 1 - free / total, unit: 'ratio', raw: { free, total } }
    }
    case 'load-per-core': {
      const [one, five = NaN, fifteen] = (await read('loadavg')).split(' ').map(Number)
      const { cores } = parseCpuTimes(await read('stat'))
      return { value: ratio(five, cores), raw: { one, five, fifteen, cores } }
    }
    case 'cpu-busy-ratio':
      return cpuShare(context, (before, after) => after.total - before.total - (after.idle - before.idle) - (after.iowait - before.iowait))
    case 'iowait-ratio':
      return cpuShare(context, (before, after) => after.iowait - before.iowait)
    case 'steal-ratio':
      return cpuShare(context, (before, after) => after.steal - before.steal)
    case 'filesystem-free-ratio':
      return worstFree(parseFilesystems(await run('filesystems')))
    case 'inode-free-ratio':
      return worstFree(parseFilesystems(await run('inodes')))
    case 'mount-free-ratio': {
      const found = parseFilesystems(await run('filesystems')).find(({ mount }) => mount === question.mount)
      return { value: found === undefined ? null : freeOf(found), unit: 'ratio', raw: found ?? null }
    }
    case 'read-only-filesystems':
      return counted(parseReadOnlyMounts(await read('mounts')))
    case 'open-files-ratio': {
      const [allocated, , limit] = (await read('openFiles')).trim().split(/\s+/).map(Number)
      return { value: ratio(allocated, limit), unit: 'ratio', raw: { allocated, limit } }
    }
    case 'conntrack-ratio':
      return conntrack(read)
    case 'oom-kills': {
      const kills = parseCounters(await read('vmstat')).get('oom_kill')
      return { value: kills ?? null, raw: { oom_kill: kills ?? null } }
    }
    case 'major-faults-per-s': {
      const [before, after] = [parseCounters(await read('vmstat')), (await sleep(SAMPLE_MS, undefined, { signal }), parseCounters(await read('vmstat')))].map((counters) => counters.get('pgmajfault') ?? NaN)
      return { value: ratio((after ?? NaN) - (before ?? NaN), SAMPLE_MS / 1_000), unit: '/s', raw: { before, after } }
    }
    case 'network-error-ratio': {
      const interfaces = parseInterfaces(await read('interfaces'))
      return { value: Math.max(0, ...interfaces.map(({ errors, packets }) => (packets === 0 ? 0 : errors / packets))), unit: 'ratio', raw: interfaces }
    }
    case 'processes': {
      const states = lines(await run('processes'))
      return { value: states.length, raw: { processes: states.length } }
    }
    case 'zombies': {
      const states = lines(await run('processes'))
      return { value: states.filter((state) => state.startsWith('Z')).length, raw: { processes: states.length } }
    }
    case 'failed-units':
      return counted(lines(await run('failedUnits')).map((line) => line.split(/\s+/)[0] ?? line))
    case 'uid0-accounts':
      return counted(parseUid0Accounts(await read('accounts')).filter((name) => name !== 'root'))
    case 'listening-ports':
      return counted(await reachablePorts(read))
    case 'unexpected-ports':
      return counted((await reachablePorts(read)).filter((port) => !question.expected.includes(port)))
    case 'clock-skew-ms':
      return clockSkew(context, run)
    case 'clock-synchronised': {
      const word = (await run('clockSynchronised')).trim()
      return { value: word === '' ? null : word === 'yes', raw: word }
    }
    case 'uptime-s': {
      const uptime = Number((await read('uptime')).split(' ')[0])
      return { value: Math.round(uptime), unit: 's', raw: { uptime } }
    }
    case 'cores': {
      const { cores } = parseCpuTimes(await read('stat'))
      return { value: cores, raw: { cores } }
    }
    case 'kernel': {
      const kernel = (await read('kernel')).trim()
      return { value: kernel, raw: kernel }
    }
    case 'os': {
      const text = await read('distribution')
      return { value: /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1] ?? null, raw: text }
    }
    case 'connect-ms':
      return { value: Math.round(context.connectMs * 100) / 100, unit: 'ms', raw: { connectMs: context.connectMs } }
    case 'account-read-only': {
      const proof = await proveHostReadOnly(run)
      return { value: proof.isReadOnly, raw: proof }
    }
  }
}

function outputOf(result: CommandResult, where: string): string {
  if (result.exitCode === 0) return result.output
  throw failure(/denied|not permitted/i.test(result.problem) ? 'forbidden' : 'unsupported', where, result.problem.trim().slice(0, 300))
}

async function cpuShare({ host, signal }: HostContext, share: (before: CpuTimes, after: CpuTimes) => number): Promise<Measured> {
  const before = parseCpuTimes(await host.read('stat', signal))
  await sleep(SAMPLE_MS, undefined, { signal })
  const after = parseCpuTimes(await host.read('stat', signal))
  return { value: ratio(share(before, after), after.total - before.total), unit: 'ratio', raw: { before, after } }
}

async function conntrack(read: (file: HostFile) => Promise<string>): Promise<Measured> {
  try {
    const [count, limit] = [Number(await read('conntrackCount')), Number(await read('conntrackMax'))]
    return { value: ratio(count, limit), unit: 'ratio', raw: { count, limit } }
  } catch (error) {
    if (error instanceof ConnectorError && error.failure === 'unsupported') return { value: null, unit: 'ratio', raw: null }
    throw error
  }
}

/** Our clock is read before and after; the host's answer belongs to the middle. */
async function clockSkew({ clock }: HostContext, run: (command: HostCommand) => Promise<string>): Promise<Measured> {
  const before = clock.now().getTime()
  const theirs = Number((await run('clock')).trim()) * 1_000
  const after = clock.now().getTime()
  const skew = theirs - (before + after) / 2
  return { value: Number.isFinite(skew) ? Math.round(Math.abs(skew)) : null, unit: 'ms', raw: { host: theirs, before, after, skew } }
}

async function reachablePorts(read: (file: HostFile) => Promise<string>): Promise<readonly number[]> {
  const tcp6 = await read('tcp6').catch((error: unknown) => {
    // A kernel without IPv6 has no such file.
    if (error instanceof ConnectorError && error.failure === 'unsupported') return ''
    throw error
  })
  return [...new Set(parseListeningPorts(await read('tcp'), tcp6).filter(isReachable).map(({ port }) => port))].toSorted((a, b) => a - b)
}

/** What root keeps for itself is not free to those who would need it. */
function freeOf({ used, available }: Filesystem): number {
  return used + available === 0 ? 0 : available / (used + available)
}

function worstFree(filesystems: readonly Filesystem[]): Measured {
  const shares = filesystems.map((each) => ({ mount: each.mount, device: each.device, total: each.total, available: each.available, free: freeOf(each) }))
  return { value: shares.length === 0 ? null : Math.min(...shares.map(({ free }) => free)), unit: 'ratio', raw: shares.toSorted((a, b) => a.free - b.free) }
}

function counted(list: readonly unknown[]): Measured {
  return { value: list.length, raw: list }
}

function lines(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
}

function ratio(value: number | undefined, divisor: number | undefined): number | null {
  const result = (value ?? NaN) / (divisor ?? NaN)
  return Number.isFinite(result) ? result : null
}
