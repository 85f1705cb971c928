import { lockRequest, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { adjustmentErrors } from '../adjustments/adjustment.ts'
import { accessForms } from './api.ts'

/** The request, locked, if it is one of this service's forms: other kinds have nothing to adjust. */
export async function lockAccessForm(ctx: SpineCtx, requestId: string): Promise<RequestRow> {
  const row = await lockRequest(ctx, requestId)
  if (!Object.hasOwn(accessForms, row.kind)) throw adjustmentErrors['not-found']()
  return row
}
