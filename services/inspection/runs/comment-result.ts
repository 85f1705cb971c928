import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { newId } from '#shared/ids.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import { runErrors } from './run.ts'

/** A person's word beside a captured value. The value itself stays what it is. */
export async function commentResult(ctx: SpineCtx, runItemId: string, text: string): Promise<void> {
  requirePermission(ctx, 'inspection:comment')
  const db = inspectionTables(ctx)
  const result = await db.selectFrom('inspection.result').select('runItemId').where('runItemId', '=', runItemId).executeTakeFirst()
  if (!result) throw runErrors['result-not-found']()
  await db.insertInto('inspection.resultComment').values({ resultCommentId: newId(ctx.now), runItemId, at: ctx.now, authorId: actorUserId(ctx.actor), authorName: actorName(ctx.actor), text }).execute()
}
