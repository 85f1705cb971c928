import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/spine.ts'
import type { ChangeNature } from '../api.ts'
import { changeTemplateErrors } from '../changes/change.ts'
import { changeTables } from '../database/change-tables.ts'

export type NewTemplate = { /** Chosen by the sender. */ readonly templateId: string; readonly title: string; readonly nature: ChangeNature; readonly plan: string; readonly backOut: string; readonly testPlan: string; readonly reason: string }

export async function listTemplates(ctx: SpineCtx) {
  requirePermission(ctx, 'change:read')
  const rows = await changeTables(ctx).selectFrom('changeRequest.template').selectAll().orderBy('title').execute()
  const items = rows.map(({ form, nature, ...row }) => {
    const { plan, backOut, testPlan } = form as Pick<NewTemplate, 'plan' | 'backOut' | 'testPlan'>
    const state = row.retiredAt !== null ? ('retired' as const) : row.approvedAt === null ? ('drafted' as const) : ('approved' as const)
    return { ...row, nature: nature as ChangeNature, plan, backOut, testPlan, state }
  })
  return { items }
}

/** What may be done again and again without asking each time, once somebody else has approved it. */
export async function draftTemplate(ctx: SpineCtx, { templateId, title, nature, reason, ...form }: NewTemplate): Promise<void> {
  requirePermission(ctx, 'change:configure')
  await changeTables(ctx)
    .insertInto('changeRequest.template')
    .values({ templateId, title, nature, reason, form: JSON.stringify(form), draftedBy: actorUserId(ctx.actor) ?? '', draftedByName: actorName(ctx.actor), draftedAt: ctx.now })
    .onConflict((conflict) => conflict.column('templateId').doNothing())
    .execute()
}

export async function approveTemplate(ctx: SpineCtx, templateId: string, version: number): Promise<void> {
  requirePermission(ctx, 'change-template:approve')
  const row = await lockTemplate(ctx, templateId, version)
  if (row.approvedAt !== null || row.retiredAt !== null) throw changeTemplateErrors['wrong-state']()
  if (row.draftedBy === actorUserId(ctx.actor)) throw changeTemplateErrors['own-approval']()
  await changeTables(ctx).updateTable('changeRequest.template').set({ approvedBy: actorUserId(ctx.actor), approvedByName: actorName(ctx.actor), approvedAt: ctx.now, version: version + 1 }).where('templateId', '=', templateId).execute()
}

export async function retireTemplate(ctx: SpineCtx, templateId: string, version: number): Promise<void> {
  requirePermission(ctx, 'change-template:approve')
  const row = await lockTemplate(ctx, templateId, version)
  if (row.retiredAt !== null) throw changeTemplateErrors['wrong-state']()
  await changeTables(ctx).updateTable('changeRequest.template').set({ retiredAt: ctx.now, version: version + 1 }).where('templateId', '=', templateId).execute()
}

async function lockTemplate(ctx: SpineCtx, templateId: string, version: number) {
  const row = await changeTables(ctx).selectFrom('changeRequest.template').selectAll().where('templateId', '=', templateId).forUpdate().executeTakeFirst()
  if (!row) throw changeTemplateErrors['not-found']()
  if (row.version !== version) throw changeTemplateErrors.changed()
  return row
}
