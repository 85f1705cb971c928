import { requirePermission } from '#platform/context/require-permission.ts'
import { businessDate } from '#shared/instant.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { openWorkOrder, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { targetErrors, targetsOf } from '../targets/targets.store.ts'
import { CHECK_KIND } from './perform-review.ts'

/** Somebody wants to know now. */
export async function startReview(ctx: SpineCtx, subsystem: string): Promise<{ workOrderId: string; number: string }> {
  requirePermission(ctx, 'access-review:manage')
  if ((await targetsOf(ctx, subsystem)).length === 0) throw targetErrors['not-found']({ detail: subsystem })
  return open(ctx, subsystem, 'on-demand')
}

/** Every subsystem whose accounts can be reached, once a week. */
export async function openWeeklyReviews(ctx: SpineCtx): Promise<number> {
  const slugs = [...new Set((await targetsOf(ctx)).map(({ subsystem }) => subsystem))]
  const since = new Date(ctx.now.getTime() - 3 * 86_400_000)
  let opened = 0
  for (const slug of slugs) {
    const recent = await accessTables(ctx).selectFrom('spine.workOrder').select('workOrderId').where('kind', '=', CHECK_KIND).where('subsystem', '=', slug).where('openedAt', '>', since).where('title', 'like', '每周%').executeTakeFirst()
    if (recent) continue
    await open(ctx, slug, 'weekly')
    opened += 1
  }
  return opened
}

function open(ctx: SpineCtx, subsystem: string, kind: 'weekly' | 'on-demand') {
  const title = `${kind === 'weekly' ? '每周' : '临时'}账户权限核对 ${subsystems.titles[subsystem as keyof typeof subsystems.titles] ?? subsystem} ${businessDate(ctx.now)}`
  return openWorkOrder(ctx, { kind: CHECK_KIND, service: 'access-adjustment', subsystem, title, input: { kind } })
}
