import { z } from 'zod'
import type { WorkOrderKind } from '#spine/service.ts'
import { monthEnd, sealMonth } from './availability/seal-availability.ts'
import { afterPeriod, performReport } from './documents/make-report.ts'
import { performRun } from './runs/perform-run.ts'
import { runRequest, runResult, type RunKind } from './runs/run.ts'

function runOrders(kind: string, title: string, run: RunKind, obligations: readonly string[]): WorkOrderKind {
  return { kind, title, obligations, input: runRequest, result: runResult, perform: (runtime, order) => performRun(runtime, order, order.input && (order.input as { recheckOf?: string }).recheckOf ? 're-check' : run) }
}

export const workOrders: readonly WorkOrderKind[] = [
  runOrders('inspection.run-weekly', '每周巡检', 'weekly', ['M3-02']),
  runOrders('inspection.run-daily', '每日系统巡检', 'daily', ['M3-04']),
  runOrders('inspection.run-sections', '每周专项巡检', 'sections', ['M3-05']),
  runOrders('inspection.run-on-demand', '临时巡检', 'on-demand', []),
  {
    kind: 'inspection.seal-availability',
    title: '系统可用性月度汇总',
    obligations: ['G-01'],
    input: z.object({}).loose(),
    result: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
    perform: sealMonth,
    performsAt: monthEnd,
  },
  { kind: 'inspection.make-report', title: '编制巡检报告', obligations: ['M3-03'], input: z.object({}).loose(), result: z.strictObject({ report: z.string() }), perform: performReport, performsAt: afterPeriod },
  { kind: 'inspection.handle-finding', title: '隐患排除', obligations: ['M3-06'], input: z.object({}).loose(), result: z.object({}).loose() },
]
