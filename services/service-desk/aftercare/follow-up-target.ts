import { z } from 'zod'
import type { InputProblem } from '#shared/problem.ts'
import { requestPriority } from '#spine/requests/api.ts'

/** Within so many working days after the ticket was drawn. None is contractual unless it quotes a clause. */
export const followUpTarget = z.strictObject({ amount: z.int().min(1, '至少 1 个工作日').max(60, '至多 60 个工作日'), contractual: z.boolean(), clause: z.string().trim().min(1).max(60).optional() })
export type FollowUpTarget = z.output<typeof followUpTarget>

export const followUpTargets = z.strictObject({ p1: followUpTarget, p2: followUpTarget, p3: followUpTarget, p4: followUpTarget })
export type FollowUpTargets = z.output<typeof followUpTargets>

/** A target that is called contractual names its clause. */
export function problemsOfTargets(targets: FollowUpTargets): InputProblem[] {
  return requestPriority.values.flatMap((priority) => (targets[priority].contractual && targets[priority].clause === undefined ? [{ place: `body.targets.${priority}.clause`, message: '标为合同约定的时限须写明条款号' }] : []))
}
