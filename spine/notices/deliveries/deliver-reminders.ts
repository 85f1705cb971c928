import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { act } from '#platform/context/runtime.ts'
import type { DeliveryDoor, DeliveryOutcome } from '#platform/delivery/delivery-door.ts'
import type { SpineCtx, SpineRuntime } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'

const system = { kind: 'system', name: '提醒外发' } as const
/** Messages older than this are not sent out anew: switching mail on must not send the past. */
const FRESH_HOURS = 24
/** Attempts before a delivery is given up: with the pauses below about four hours. */
export const MAX_ATTEMPTS = 9
const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 3_600_000
const AT_ONCE = 200

/**
 * Sends out what waits, one door after the other. Each attempt is outside any transaction and its outcome is kept at
 * once; a crash between the two sends again under the same id. When nobody answers at a door, the rest of its messages
 * wait for the next sweep.
 */
export async function deliverReminders(runtime: SpineRuntime): Promise<void> {
  for (const door of runtime.attached.deliveryDoors) {
    await act(runtime, system, (ctx) => openDeliveries(ctx, door))
    for (const waiting of await act(runtime, system, (ctx) => dueDeliveries(ctx, door.channel))) {
      const { deliveryId, attempts, username, displayName, email, ...message } = waiting
      const outcome = await door.deliver({ ...message, id: deliveryId, recipient: { username, name: displayName, email } })
      await act(runtime, system, (ctx) => keepOutcome(ctx, deliveryId, attempts + 1, outcome))
      if (outcome.state === 'unreachable') break
    }
  }
}

/** One delivery for each fresh message that this door can bring to its recipient. */
async function openDeliveries(ctx: SpineCtx, door: DeliveryDoor): Promise<void> {
  const db = spineTables(ctx)
  const rows = await db
    .selectFrom('spine.inboxMessage as m')
    .innerJoin('platform.userAccount as u', 'u.userId', 'm.userId')
    .select(['m.inboxMessageId', 'u.username', 'u.displayName', 'u.email'])
    .where('m.createdAt', '>', new Date(ctx.now.getTime() - FRESH_HOURS * 3_600_000))
    .where('m.doneAt', 'is', null)
    .where(sql<boolean>`not exists (select 1 from spine.delivery d where d.inbox_message_id = m.inbox_message_id and d.channel = ${door.channel})`)
    .orderBy('m.createdAt')
    .execute()
  const deliveries = rows.flatMap(({ inboxMessageId, username, displayName, email }) => {
    const address = door.addressOf({ username, name: displayName, email })
    return address === null ? [] : [{ deliveryId: newId(ctx.now), inboxMessageId, channel: door.channel, address, state: 'waiting', createdAt: ctx.now, nextAttemptAt: ctx.now }]
  })
  if (deliveries.length > 0) await db.insertInto('spine.delivery').values(deliveries).onConflict((conflict) => conflict.columns(['inboxMessageId', 'channel']).doNothing()).execute()
}

async function dueDeliveries(ctx: SpineCtx, channel: string) {
  return spineTables(ctx)
    .selectFrom('spine.delivery as d')
    .innerJoin('spine.inboxMessage as m', 'm.inboxMessageId', 'd.inboxMessageId')
    .innerJoin('platform.userAccount as u', 'u.userId', 'm.userId')
    .select(['d.deliveryId', 'd.attempts', 'm.kind', 'm.createdAt', 'm.title', 'm.content', 'm.link', 'u.username', 'u.displayName', 'u.email'])
    .where('d.channel', '=', channel)
    .where('d.state', '=', 'waiting')
    .where('d.nextAttemptAt', '<=', ctx.now)
    .orderBy('d.nextAttemptAt')
    .limit(AT_ONCE)
    .execute()
}

async function keepOutcome(ctx: SpineCtx, deliveryId: string, attempts: number, { state, answer }: DeliveryOutcome): Promise<void> {
  const isOver = state === 'delivered' || state === 'refused' || attempts >= MAX_ATTEMPTS
  await spineTables(ctx)
    .updateTable('spine.delivery')
    .set({
      attempts,
      answer,
      state: state === 'delivered' ? 'delivered' : isOver ? 'failed' : 'waiting',
      nextAttemptAt: isOver ? null : new Date(ctx.now.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)),
      deliveredAt: state === 'delivered' ? ctx.now : null,
    })
    .where('deliveryId', '=', deliveryId)
    .where('state', '=', 'waiting')
    .execute()
}
