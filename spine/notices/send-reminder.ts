import { newId } from '#shared/ids.ts'
import type { Ctx } from '#platform/context/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { deliverRemindersQueue } from './deliveries/delivery-queue.ts'
import { holdersOf } from './duty-user-ids.ts'
import type { ReminderKind } from './api.ts'

export type SendReminder = {
  readonly userIds?: readonly string[]
  /** Everybody who holds one of these roles today. */
  readonly roles?: readonly string[]
  /** Everybody whose roles give this permission today: those who could act. */
  readonly permission?: string
  readonly kind: ReminderKind
  /** A person gets at most one reminder with this key, however often it is sent. */
  readonly dedupeKey: string
  readonly title: string
  readonly content?: string
  /** Page of the console that the reminder opens, `/work-orders/…`. */
  readonly link: string
}

/**
 * Puts a reminder into people's inboxes; mail and webhook follow after the commit. Part of a verb that has checked its
 * own permission. Returns how many were new.
 */
export async function sendReminder(ctx: Ctx, request: SendReminder): Promise<number> {
  const { roles, permission, kind, dedupeKey, title, content = '', link } = request
  const userIds = [...new Set([...(request.userIds ?? []), ...(await holdersOf(ctx, ctx.now, { roles, permission }))])].toSorted()
  if (userIds.length === 0) return 0
  const written = await spineTables(ctx)
    .insertInto('spine.inboxMessage')
    .values(userIds.map((userId) => ({ inboxMessageId: newId(ctx.now), userId, kind, dedupeKey, title: title.slice(0, 300), content: content.slice(0, 4_000), link, createdAt: ctx.now })))
    .onConflict((conflict) => conflict.columns(['userId', 'dedupeKey']).doNothing())
    .returning('inboxMessageId')
    .execute()
  if (written.length > 0) await ctx.jobs.send(deliverRemindersQueue, {}, { key: 'sweep' })
  return written.length
}
