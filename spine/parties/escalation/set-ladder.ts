import { businessDate } from '#shared/instant.ts'
import { actorName, actorUserId } from '#platform/context/context.ts'
import { databaseErrorCode } from '#platform/context/runtime.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { requireSubsystem } from '#spine/systems/register-component.ts'
import { escalationErrors } from './escalation.ts'
import { problemsOfLadder, type LadderStep } from './ladder-step.ts'

export type SetLadder = {
  /** Chosen by the sender, so that sending twice sets once. */
  readonly ladderId: string
  readonly service: string
  readonly subsystem: string | null
  readonly priority: string | null
  readonly effectiveOn: string
  /** None ends the ladder of this scope: the next wider one holds again. */
  readonly steps: readonly LadderStep[]
  readonly reason: string
}

/** Sets whom to tell from a day on. What held before stays readable: an escalation is explained by the ladder of its day. */
export async function setLadder(ctx: SpineCtx, { ladderId, steps, ...ladder }: SetLadder): Promise<string> {
  requirePermission(ctx, 'escalation:set')
  const db = spineTables(ctx)
  if (await db.selectFrom('spine.escalationLadder').select('escalationLadderId').where('escalationLadderId', '=', ladderId).executeTakeFirst()) return ladderId
  if (ladder.subsystem !== null) await requireSubsystem(ctx, ladder.subsystem)
  if (ladder.effectiveOn < businessDate(ctx.now)) throw escalationErrors.past({ problems: [{ place: 'body.effectiveOn', message: '须为今天或以后' }] })
  const problems = problemsOfLadder(steps)
  if (problems.length > 0) throw escalationErrors.invalid({ problems })
  await db
    .insertInto('spine.escalationLadder')
    .values({ escalationLadderId: ladderId, ...ladder, steps: JSON.stringify(steps), setAt: ctx.now, setBy: actorUserId(ctx.actor), setByName: actorName(ctx.actor) })
    .execute()
    .catch((error: unknown) => {
      throw databaseErrorCode(error) === '23505' ? escalationErrors.exists({ cause: error }) : error
    })
  return ladderId
}
