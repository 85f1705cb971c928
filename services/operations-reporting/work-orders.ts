import { z } from 'zod'
import type { WorkOrderKind } from '#spine/service.ts'

/**
 * Written by people from a draft that the system builds; it is closed by the submission of the report with the client's
 * receipt, so it cannot be performed by itself.
 */
export const workOrders: readonly WorkOrderKind[] = [
  {
    kind: 'operations-reporting.write-report',
    title: '编写并提交运维报告',
    obligations: ['M11-02', 'K-02'],
    input: z.object({}).loose(),
    result: z.object({ report: z.string(), version: z.int().min(1) }),
  },
]
