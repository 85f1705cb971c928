import { z } from 'zod'
import type { WorkOrderKind } from '#spine/service.ts'
import { monthEnd, sealMonth } from './seals/seal-month.ts'

export const workOrders: readonly WorkOrderKind[] = [
  // Follows its ticket: opened, proven and closed by it.
  { kind: 'service-desk.answer-ticket', title: '解答热线问题', obligations: ['M1-02'], input: z.object({}).loose(), result: z.object({}).loose() },
  {
    kind: 'service-desk.seal-month',
    title: '热线值守月度汇总',
    obligations: ['M1-01', 'M1-03'],
    input: z.object({}).loose(),
    result: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
    perform: sealMonth,
    performsAt: monthEnd,
  },
]
