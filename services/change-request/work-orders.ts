import { z } from 'zod'
import type { WorkOrderKind } from '#spine/service.ts'
import { performPublication } from './content/publish-content.ts'
import { performWithdrawal } from './content/withdraw-content.ts'

const outcome = z.object({ outcome: z.string(), version: z.int().nullable(), hash: z.string() })

export const workOrders: readonly WorkOrderKind[] = [
  // Follows its request: taken, delivered and accepted there.
  { kind: 'change-request.fulfil-change', title: '办理变更', obligations: ['M12-01', 'M12-02'], input: z.object({}).loose(), result: z.object({}).loose() },
  { kind: 'change-request.publish-content', title: '发布执法内容', obligations: [], input: z.strictObject({ contentDraftId: z.uuid() }), result: outcome, perform: performPublication },
  { kind: 'change-request.withdraw-content', title: '撤回执法内容', obligations: [], input: z.strictObject({ contentDraftId: z.uuid(), reason: z.string() }), result: outcome, perform: performWithdrawal },
]
