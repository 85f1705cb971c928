/**
 * `report build`: has the running centre build the next version of a period's report and brings its files here.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Option, type Command } from 'commander'
import { reportKind, reportsApi } from '#spine/reports/api.ts'
import type { z } from 'zod'
import { printProblems, printResult, type CliIo } from '../cli-io.ts'
import { connectToCentre, withCentre, type ConnectToCentre } from '../online-client.ts'

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 1_000

type Options = { kind: z.output<typeof reportKind>; period: string; reason?: string; out?: string }

export function registerReportCommand(program: Command, io: CliIo, connect: ConnectToCentre = connectToCentre): void {
  const report = program.command('report').description('报告')

  report
    .command('build')
    .description('编制一个周期的报告：冻结数据，生成 Word 与 PDF，存证')
    .addOption(new Option('--kind <kind>', '种类').choices(reportKind.options).makeOptionMandatory())
    .requiredOption('--period <period>', '周期，如 2026-11、2026-Q4、2026-H2、2026')
    .option('--reason <reason>', '修订原因（甲方质疑后重编时必填）')
    .option('--out <folder>', '把文件存到这个目录')
    .option('--json', '只输出一个 JSON 值')
    .action((options: Options, command: Command) =>
      withCentre(io, command, connect, async (client) => {
        const api = client(reportsApi)
        const { reportBuildId } = await api.buildReport({ body: { kind: options.kind, periodKey: options.period, ...(options.reason ? { reason: options.reason } : {}) } })
        let shown = ''
        for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
          const run = await api.getReportBuild({ params: { reportBuildId } })
          const progress = `${run.percent}% ${run.step}`
          if (progress !== shown) io.stderr(progress)
          shown = progress
          if (run.state === 'failed') return printProblems(io, command, [{ place: `${options.kind} ${options.period}`, message: run.failure }], 1)
          if (run.result) {
            const { reportId, report: number, version, hash, files } = run.result
            const names: string[] = []
            for (const { format, fileName } of files) {
              if (options.out === undefined) names.push(fileName)
              else names.push(await save(options.out, fileName, await api.downloadReport({ params: { reportId, version, format } })))
            }
            return printResult(io, command, { report: number, version, hash, files: names }, [`${number} 第 ${version} 版`, `校验值 ${hash}`, ...names])
          }
          await new Promise((resolve) => setTimeout(resolve, wait))
        }
      }),
    )
}

async function save(folder: string, fileName: string, content: Blob): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, path.basename(fileName))
  await writeFile(file, Buffer.from(await content.arrayBuffer()))
  return file
}
