import { sql } from 'kysely'
import { z } from 'zod'
import type { EndpointInput } from '#shared/define-api.ts'
import { businessDate } from '#shared/instant.ts'
import { pageOf } from '#platform/database/page-of.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { requestPriority } from '#spine/requests/api.ts'
import type { escalationApi, LadderState } from './api.ts'
import { escalationErrors } from './escalation.ts'
import { ladderStep } from './ladder-step.ts'

type ListInput = EndpointInput<(typeof escalationApi)['endpoints']['listLadders']>['query']

export async function listLadders(ctx: SpineCtx, filter: ListInput) {
  requirePermission(ctx, 'escalation:read')
  let query = ladders(ctx)
  if (filter.service) query = query.where('l.service', '=', filter.service)
  const page = await pageOf(ctx.tx, query, filter, { sortable: { effectiveOn: sql.ref('l.effective_on'), service: sql.ref('l.service') }, order: sql`l.service, l.subsystem nulls first, l.priority nulls first, l.effective_on desc, l.escalation_ladder_id` })
  return { ...page, items: page.items.map((row) => typed(row, businessDate(ctx.now))) }
}

export async function readLadder(ctx: SpineCtx, ladderId: string) {
  requirePermission(ctx, 'escalation:read')
  const row = await ladders(ctx).where('l.escalationLadderId', '=', ladderId).executeTakeFirst()
  if (!row) throw escalationErrors['not-found']()
  return typed(row, businessDate(ctx.now))
}

function ladders(ctx: SpineCtx) {
  return spineTables(ctx)
    .selectFrom('spine.escalationLadder as l')
    .select(['l.escalationLadderId as ladderId', 'l.service', 'l.subsystem', 'l.priority', 'l.effectiveOn', 'l.steps', 'l.reason', 'l.setAt', 'l.setByName'])
    .select(sql<string | null>`(select min(n.effective_on) from spine.escalation_ladder n where n.service = l.service and n.subsystem is not distinct from l.subsystem and n.priority is not distinct from l.priority and n.effective_on > l.effective_on)::text`.as('replacedOn'))
}

function typed<Row extends { priority: string | null; steps: unknown; effectiveOn: string; replacedOn: string | null }>(row: Row, today: string) {
  const steps = z.array(ladderStep).parse(row.steps)
  const state: LadderState = row.replacedOn !== null && row.replacedOn <= today ? 'replaced' : row.effectiveOn > today ? 'coming' : steps.length === 0 ? 'ended' : 'current'
  return { ...row, steps, priority: row.priority === null ? null : requestPriority.schema.parse(row.priority), state }
}
