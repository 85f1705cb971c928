/**
 * `inspect`: a run on demand by the running centre, watched to its end. Exit 0 when everything checked is in order, 1 when
 * something is not, 3 when the centre or every target of the scope cannot be reached.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { checkVerdict, inspectionApi, type RunDetail } from '#services/inspection/api.ts'
import { systemsApi } from '#spine/systems/api.ts'
import { printProblems, printResult, type CliIo } from '../cli-io.ts'
import { connectToCentre, withCentre, type ConnectToCentre } from '../online-client.ts'

const POLL_MS = 700

export function registerInspectCommand(program: Command, io: CliIo, connect: ConnectToCentre = connectToCentre): void {
  program
    .command('inspect')
    .description('立即巡检：全部子系统、一个子系统或一个部件')
    .option('--subsystem <slug>', '只巡检一个子系统')
    .option('--component <component>', '只巡检一个部件：标识、代号或名称')
    .action((options: { subsystem?: string; component?: string }, command: Command) =>
      withCentre(io, command, connect, async (client) => {
        const inspection = client(inspectionApi)
        let componentId: string | undefined
        if (options.component !== undefined) {
          const { items } = await client(systemsApi).listSubsystems()
          const found = items.filter((one) => !options.subsystem || one.subsystem === options.subsystem).flatMap((one) => one.components.filter((component) => [component.componentId, component.name, component.title].includes(options.component ?? '')))
          if (found.length !== 1) {
            printProblems(io, command, [{ place: '--component', message: found.length === 0 ? `没有部件 ${options.component}` : `有 ${found.length} 个部件符合 ${options.component}，请同时给出 --subsystem：${found.map((one) => `${one.subsystem}/${one.name}`).join('、')}` }], 2)
            return
          }
          componentId = found[0]?.componentId
        }
        const { runId, number } = await inspection.startRun({ body: { ...(options.subsystem ? { subsystem: options.subsystem } : {}), ...(componentId ? { componentId } : {}) } })
        io.stderr(`巡检 ${number} 已开始`)
        const run = await watch(() => inspection.getRun({ params: { runId } }), io)
        const result = resultOf(run)
        printResult(io, command, result, linesOf(run))
        io.setExit(exitOf(run))
      }),
    )
}

async function watch(read: () => Promise<RunDetail>, io: CliIo): Promise<RunDetail> {
  let told = -1
  for (;;) {
    const run = await read()
    if (run.answered !== told) io.stderr(`${run.answered} / ${run.items.filter((item) => !item.isManual).length}${run.inProgress.length > 0 ? `　${run.inProgress.join('、')}` : ''}`)
    told = run.answered
    if (run.state !== 'running') return run
    await sleep(POLL_MS)
  }
}

function resultOf(run: RunDetail) {
  const automatic = run.items.filter((item) => !item.isManual)
  const done = automatic.filter((item) => item.verdict !== null && item.verdict !== 'unchecked').length
  const findings = run.hazards ? [...run.hazards.fresh, ...run.hazards.persisting].map(({ number, title, severity }) => ({ number, title, severity })) : []
  return {
    run: run.number,
    results: automatic.map(({ subsystem, component, check, title, verdict, value, unit, reason }) => ({ subsystem, component, check, title, verdict, value, unit, reason })),
    findings,
    coverage: { planned: automatic.length, done, missing: automatic.length - done },
  }
}

function linesOf(run: RunDetail): string[] {
  const wrong = run.items.filter((item) => item.verdict !== null && item.verdict !== 'normal')
  return [
    `${run.number} ${run.title}：${checkVerdict.values.map((verdict) => `${checkVerdict.titles[verdict]} ${run.counts[verdict]}`).join('，')}`,
    ...wrong.map((item) => `${item.verdict && checkVerdict.has(item.verdict) ? checkVerdict.titles[item.verdict] : ''}　${item.component}　${item.check} ${item.title}　${item.reason}`),
  ]
}

/** Unreached when nothing at all could be checked; what is merely 未检 by its nature (no module yet) is no finding. */
function exitOf(run: RunDetail): 0 | 1 | 3 {
  const { normal, attention, abnormal } = run.counts
  const reached = run.items.some((item) => item.verdict !== null && item.verdict !== 'unchecked' && item.value !== null)
  if (!reached && normal === 0) return 3
  return attention + abnormal > 0 ? 1 : 0
}
