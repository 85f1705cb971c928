import { dueText } from '#shared/instant.ts'
import { activeWindows, type SpineCtx } from '#spine/spine.ts'
import { changeErrors } from './change.ts'
import type { Change } from './changes.store.ts'
import { missingForRelease } from './missing-steps.ts'

/** Every gate at once; within a freeze only an emergency passes, and it has its own form. */
export async function requireReleasable(ctx: SpineCtx, { row, form }: Change): Promise<void> {
  if (form.changeKind === 'emergency') return
  const [freeze] = await activeWindows(ctx, ctx.now, 'freeze', row.subsystem)
  if (freeze) throw changeErrors.frozen({ detail: `「${freeze.title}」至 ${dueText(freeze.endsAt)}` })
  const missing = await missingForRelease(ctx, { requestId: row.requestId, form })
  if (missing.length > 0) throw changeErrors['not-releasable']({ problems: missing.map((message) => ({ place: 'change', message })) })
}
