/**
 * `evidence verify`: has the running centre verify its whole ledger and tells what it found.
 */
import type { Command } from 'commander'
import { evidenceApi } from '#spine/evidence/api.ts'
import { printProblems, printResult, type CliIo } from '../cli-io.ts'
import { connectToCentre, withCentre, type ConnectToCentre } from '../online-client.ts'

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 2_000
const KINDS = { altered: '被改动', deleted: '被删除', reordered: '被调换', truncated: '被截去', file: '文件' } as const

export function registerEvidenceCommands(program: Command, io: CliIo, connect: ConnectToCentre = connectToCentre): void {
  const evidence = program.command('evidence').description('证据链')

  evidence
    .command('verify')
    .description('核验全部证据、审计记录、锚点与文件，指出何处被改动、删除、调换、截去')
    .option('--json', '只输出一个 JSON 值')
    .action((_options: unknown, command: Command) =>
      withCentre(io, command, connect, async (client) => {
        const api = client(evidenceApi)
        const { verificationId } = await api.requestVerification()
        let shown = ''
        for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
          const run = await api.getVerification({ params: { verificationId } })
          const progress = run.state === 'waiting' ? '等待执行' : `已核验 ${run.checked} / ${run.expected}`
          if (progress !== shown) io.stderr(progress)
          shown = progress
          if (run.state === 'failed') return printProblems(io, command, [{ place: verificationId, message: `核验未能完成：${run.failure ?? '原因不明'}` }], 3)
          if (run.result) {
            const { result } = run
            printResult(io, command, result, [
              `${result.ok ? '完好' : `发现 ${result.problemCount} 处问题`}：证据 ${result.count} 份，未封存 ${result.unsealed} 份，锚点 ${result.anchors} 个，文件 ${result.files} 个`,
              ...result.problems.map((problem) => `${KINDS[problem.kind]}  ${problem.id}  ${problem.message}`),
            ])
            return io.setExit(result.ok ? 0 : 1)
          }
          await new Promise((resolve) => setTimeout(resolve, wait))
        }
      }),
    )
}
