/**
 * `backup`: runs, checks, drills and restores by the running centre, watched to their end. Exit 0 when everything succeeded, 1 when
 * something failed, was 未检 or still waits for approval, 3 when the centre cannot be reached.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { readConfig } from '#platform/config/config.ts'
import { backupApi, checkState, levelTitles, runState } from '#services/backup/api.ts'
import { printProblems, printResult, type CliIo } from '../cli-io.ts'
import { connectToCentre, withCentre, type ConnectToCentre, type OnlineClient } from '../online-client.ts'
import { registerOpenArchive } from './register-open-archive.ts'

const POLL_MS = 700

type Run = { title: string; verdict: string; bytes: number | null; sm3: string | null; seconds: number; problem?: string; lines?: string[]; level?: number; rtoSeconds?: number | null; rpoSeconds?: number | null }

export function registerBackupCommands(program: Command, io: CliIo, connect: ConnectToCentre = connectToCentre): void {
  const backup = program.command('backup').description('备份：立即备份、检查、恢复演练、恢复到新库')

  backup
    .command('run')
    .description('立即备份全部子系统与运维中心，或其中一个')
    .option('--subsystem <slug>', '只备份一个子系统；centre 为运维中心自身')
    .action((options: { subsystem?: string }, command: Command) =>
      withCentre(io, command, connect, async (client) => {
        const { workOrderId } = await client(backupApi).startRun({ body: options.subsystem ? { subsystem: options.subsystem } : {} })
        await finish(io, command, client, workOrderId)
      }),
    )

  const check = (name: string, description: string, fixed?: 4) => {
    const command = backup.command(name).description(description).option('--subsystem <slug>', '只检查一个子系统；centre 为运维中心自身').option('--archive <id>', '只检查一份归档')
    if (!fixed) command.option('--level <level>', '1 在位、2 可读、3 恢复、4 计时演练', '2')
    command.action((options: { subsystem?: string; archive?: string; level?: string }, own: Command) =>
      withCentre(io, own, connect, async (client) => {
        const level = fixed ?? Number(options.level)
        if (![1, 2, 3, 4].includes(level)) return printProblems(io, own, [{ place: '--level', message: '级别是 1 至 4' }], 2)
        const { workOrderId } = await client(backupApi).startCheck({ body: { level, ...(options.subsystem ? { subsystem: options.subsystem } : {}), ...(options.archive ? { archiveId: options.archive } : {}) } })
        await finish(io, own, client, workOrderId)
      }),
    )
  }
  check('verify', '检查最近的备份：从存储读回，必要时恢复到临时实例逐表核对')
  check('drill', '恢复演练：从零恢复最近的备份并计时', 4)

  backup
    .command('restore')
    .description('申请把备份恢复到一个新库；甲方批准后自动执行，口令取自 XINYUN_PASSWORD')
    .requiredOption('--to <url>', '新库的地址，postgres:// 或 mysql://；已有同名库时拒绝')
    .option('--subsystem <slug>', '恢复该子系统最近的备份；centre 为运维中心自身')
    .option('--archive <id>', '恢复这一份归档')
    .option('--reason <text>', '理由', '命令行申请恢复')
    .action((options: { to: string; subsystem?: string; archive?: string; reason: string }, command: Command) => {
      if (!options.subsystem && !options.archive) return printProblems(io, command, [{ place: '--subsystem', message: '请用 --subsystem 或 --archive 指明恢复哪一份' }], 2)
      return withCentre(io, command, connect, async (client) => {
        const { urlPassword } = readConfig()
        const asked = await client(backupApi).orderRestore({ body: { url: options.to, reason: options.reason, ...(options.subsystem ? { subsystem: options.subsystem } : {}), ...(options.archive ? { archiveId: options.archive } : {}), ...(urlPassword ? { password: urlPassword } : {}) } })
        printResult(io, command, { runs: [{ verdict: 'waiting-approval', request: asked.number, requestId: asked.requestId, archive: asked.archive, bytes: null, sm3: null, seconds: 0 }] }, [`已提出恢复申请 ${asked.number}，待甲方批准；批准后自动执行，结果见该申请`])
        io.setExit(1)
      })
    })

  registerOpenArchive(backup, io)
}

/** Waits for the order and prints its typed result. */
async function finish(io: CliIo, command: Command, client: OnlineClient, workOrderId: string): Promise<void> {
  let told = ''
  for (;;) {
    const order = await client(backupApi).getOrder({ params: { workOrderId } })
    const now = order.running.map((one) => `${one.title} ${(one.rawBytes / 1_000_000).toFixed(1)} MB`).join('、')
    if (now !== '' && now !== told) io.stderr(now)
    told = now
    if (order.state === 'closed') {
      const { runs } = order.result as { runs: Run[] }
      printResult(io, command, { order: order.number, runs }, runs.map(lineOf))
      io.setExit(runs.length > 0 && runs.every((run) => run.verdict === 'done' || run.verdict === 'passed') ? 0 : 1)
      return
    }
    if (order.state === 'cancelled') return printProblems(io, command, [{ place: order.number, message: '工单已取消' }], 1)
    await sleep(POLL_MS)
  }
}

function lineOf(run: Run): string {
  const words = runState.has(run.verdict) ? runState.titles[run.verdict] : checkState.has(run.verdict) ? checkState.titles[run.verdict] : run.verdict
  const size = run.bytes === null ? '' : `　${(run.bytes / 1_000_000).toFixed(2)} MB`
  const drill = run.rtoSeconds == null ? '' : `　恢复用时 ${run.rtoSeconds.toFixed(1)} 秒　数据丢失窗口 ${((run.rpoSeconds ?? 0) / 3_600).toFixed(1)} 小时`
  return `${words}　${run.title}${run.level ? `　${levelTitles[run.level] ?? ''}` : ''}${size}　${run.seconds.toFixed(1)} 秒${drill}${run.sm3 ? `　SM3 ${run.sm3.slice(0, 16)}…` : ''}${run.problem ? `　${run.problem}` : ''}${run.lines && run.verdict !== 'passed' ? `　${run.lines.join('；')}` : ''}`
}
