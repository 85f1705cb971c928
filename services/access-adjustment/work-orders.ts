import { z } from 'zod'
import type { WorkOrderKind } from '#spine/service.ts'
import { endingInput, executionInput, executionResult } from './adjustments/adjustment.ts'
import { EXECUTE_KIND } from './adjustments/open-execution.ts'
import { performExecution } from './adjustments/perform-execution.ts'
import { CHECK_KIND, lastMorning, performReview, REVIEW_KIND, reviewInput, reviewResult } from './reviews/perform-review.ts'
import { END_KIND, performEnding } from './timed-grants/end-timed-grants.ts'

export const workOrders: readonly WorkOrderKind[] = [
  // Follows its form from submission to execution; the spine takes and closes it with the form.
  { kind: 'access-adjustment.fulfil-form', title: '办理权限单据', obligations: ['M2-01', 'M2-02'], input: z.object({}).loose(), result: z.object({}).loose() },
  { kind: EXECUTE_KIND, title: '执行权限调整', obligations: [], input: executionInput, result: executionResult, perform: performExecution },
  { kind: END_KIND, title: '到期收回权限', obligations: [], input: endingInput, result: executionResult, perform: performEnding },
  { kind: REVIEW_KIND, title: '账户权限复核', obligations: ['M2-03'], input: reviewInput, result: reviewResult, perform: performReview, performsAt: lastMorning },
  { kind: CHECK_KIND, title: '账户权限核对', obligations: [], input: reviewInput, result: reviewResult, perform: performReview },
]
