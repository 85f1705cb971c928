import { z } from 'zod'
import { instantOf } from '#shared/instant.ts'
import type { WorkOrderKind } from '#spine/service.ts'
import { performComments, WRITE_COMMENTS_KIND, writeCommentsInput, writeCommentsResult } from './comments/perform-comments.ts'
import { GENERATE_KIND } from './exports/open-generation.ts'
import { generateInput, generateResult, performGeneration } from './exports/perform-generation.ts'
import { EXECUTE_KIND } from './orders/open-execution.ts'
import { executeInput, executeResult, performExecution } from './orders/perform-execution.ts'
import { performRehearsal, REHEARSE_KIND, rehearseInput, rehearseResult } from './orders/rehearse-order.ts'
import { PERIOD_KIND, performPeriod, periodInput, periodResult } from './queries/perform-period.ts'

export const workOrders: readonly WorkOrderKind[] = [
  // Follows its order from submission to execution; the spine takes and closes it with the request.
  { kind: 'data-maintenance.fulfil-order', title: '办理数据调整需求单', obligations: ['M5-01'], input: z.object({}).loose(), result: z.object({}).loose() },
  { kind: 'data-maintenance.fulfil-export', title: '办理数据导出需求单', obligations: ['M5-02', 'M5-05'], input: z.object({}).loose(), result: z.object({}).loose() },
  { kind: GENERATE_KIND, title: '生成导出文件', obligations: [], input: generateInput, result: generateResult, perform: performGeneration },
  // The data of the last whole month or quarter, at six in the morning of the first day; open until its receiver has signed.
  { kind: PERIOD_KIND, title: '定期导出', obligations: ['M5-03', 'M5-04'], input: periodInput, result: periodResult, perform: performPeriod, awaits: '接收人签收', performsAt: ({ opensOn }) => instantOf(opensOn, 6 * 60) },
  { kind: EXECUTE_KIND, title: '执行数据调整', obligations: [], input: executeInput, result: executeResult, perform: performExecution },
  { kind: WRITE_COMMENTS_KIND, title: '写入说明', obligations: [], input: writeCommentsInput, result: writeCommentsResult, perform: performComments },
  { kind: REHEARSE_KIND, title: '副本演练', obligations: [], input: rehearseInput, result: rehearseResult, perform: performRehearsal },
]
