import { z } from 'zod'
import type { Ctx } from '#platform/context/context.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { dutyUserIds, holdersOf } from '#spine/notices/duty-user-ids.ts'
import { onDutyAt } from '../rosters/on-duty-at.ts'
import { ladderStep, type EscalationTarget, type LadderStep } from './ladder-step.ts'

export type LadderScope = { readonly service: string; readonly subsystem: string; readonly priority: string | null }
export type Ladder = { readonly ladderId: string; readonly effectiveOn: string; readonly steps: readonly LadderStep[] }

/**
 * The ladder that holds for a case on a day: the latest in effect of the narrowest scope that fits, subsystem before
 * priority. Read by verbs and jobs that have checked their own permission.
 */
export async function ladderFor(ctx: SpineCtx, { service, subsystem, priority }: LadderScope, date: string): Promise<Ladder | undefined> {
  const rows = await spineTables(ctx)
    .selectFrom('spine.escalationLadder')
    .select(['escalationLadderId as ladderId', 'subsystem', 'priority', 'effectiveOn', 'steps'])
    .where('service', '=', service)
    .where((where) => where.or([where('subsystem', 'is', null), where('subsystem', '=', subsystem)]))
    .where((where) => where.or([where('priority', 'is', null), ...(priority === null ? [] : [where('priority', '=', priority)])]))
    .where('effectiveOn', '<=', date)
    .orderBy('effectiveOn', 'desc')
    .execute()
  const latest = Map.groupBy(rows, (row) => `${row.subsystem ?? ''}/${row.priority ?? ''}`)
  const inEffect = [...latest.values()].map(([row]) => row as (typeof rows)[number]).filter(({ steps }) => (steps as unknown[]).length > 0)
  const [narrowest] = inEffect.toSorted((a, b) => narrowness(b) - narrowness(a))
  return narrowest && { ladderId: narrowest.ladderId, effectiveOn: narrowest.effectiveOn, steps: z.array(ladderStep).parse(narrowest.steps) }
}

/** Whom a step means at an instant, as accounts that can be reminded. */
export async function escalationUserIds(ctx: Pick<Ctx, 'tx'>, whom: EscalationTarget, at: Date): Promise<string[]> {
  if (whom === 'on-duty') return dutyUserIds(ctx, at)
  if (whom !== 'leader') return holdersOf(ctx, at, { roles: [whom] })
  const leaders = (await onDutyAt(ctx, undefined, at)).flatMap(({ role, userId }) => (role === 'leader' && userId !== null ? [userId] : []))
  // Without a leader on the roster it is the project manager's shift.
  return leaders.length > 0 ? [...new Set(leaders)] : holdersOf(ctx, at, { roles: ['project-manager'] })
}

function narrowness({ subsystem, priority }: { subsystem: string | null; priority: string | null }): number {
  return (subsystem === null ? 0 : 2) + (priority === null ? 0 : 1)
}
