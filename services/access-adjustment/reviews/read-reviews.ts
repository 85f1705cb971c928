import { sql } from 'kysely'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { instantOf } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { FINDING_SOURCE, keyOf } from './perform-review.ts'
import { reviewErrors } from './review-sheet.ts'
import type { ReviewSummary } from './review.ts'

type Filter = ListQuery & { kind?: string | undefined; subsystem?: string | undefined; from?: string | undefined; to?: string | undefined }

export async function listReviews(ctx: SpineCtx, filter: Filter) {
  requirePermission(ctx, 'access-review:read')
  let rows = summaries(ctx)
  if (filter.kind) rows = rows.where('r.kind', '=', filter.kind)
  if (filter.subsystem) rows = rows.where('r.subsystem', '=', filter.subsystem)
  if (filter.from) rows = rows.where('r.takenAt', '>=', instantOf(filter.from))
  if (filter.to) rows = rows.where('r.takenAt', '<', instantOf(filter.to, 1_440))
  if (filter.search) rows = rows.where('r.number', 'ilike', containing(filter.search))
  const page = await pageOf(accessTables(ctx), rows, filter, { sortable: { takenAt: sql.ref('r.taken_at'), number: sql.ref('r.number') }, order: sql`r.taken_at desc` })
  return { ...page, items: page.items.map(summaryOf) }
}

export async function readReview(ctx: SpineCtx, reviewId: string) {
  requirePermission(ctx, 'access-review:read')
  const row = await summaries(ctx).select('r.workOrderId').where('r.reviewId', '=', reviewId).executeTakeFirst()
  if (!row) throw reviewErrors['not-found']()
  const db = accessTables(ctx)
  const items = await db.selectFrom('accessAdjustment.reviewItem as i').innerJoin('spine.component as c', 'c.componentId', 'i.componentId').select(['i.position', 'i.componentId', 'c.title as componentTitle', 'i.account', 'i.kind', 'i.title']).where('i.reviewId', '=', reviewId).orderBy('i.position').limit(2_000).execute()
  const findings = items.length === 0 ? [] : await db.selectFrom('spine.finding').select(['findingId', 'state', 'sourceKey']).where('source', '=', FINDING_SOURCE).where('sourceKey', 'in', [...new Set(items.map(keyOf))]).orderBy('number').execute()
  const findingOf = new Map(findings.map((one) => [one.sourceKey, one]))
  const sheet = await db.selectFrom('accessAdjustment.reviewSheet').select(['reviewSheetId', 'version', 'modelSm3']).where('reviewId', '=', reviewId).orderBy('version', 'desc').executeTakeFirst()
  const scans = sheet ? await db.selectFrom('accessAdjustment.reviewScan').select(['fileName', 'uploadedAt', 'uploadedByName', 'evidenceId']).where('reviewSheetId', '=', sheet.reviewSheetId).orderBy('uploadedAt').execute() : []
  const { components, counts } = row.summary as ReviewSummary
  return {
    ...summaryOf(row),
    workOrderId: row.workOrderId,
    components: components.map(({ componentId, title, accounts, roles, hasBaseline }) => ({ componentId, title, accounts, roles, hasBaseline })),
    counts: { ...counts },
    items: items.map(({ componentId, ...item }) => {
      const finding = findingOf.get(keyOf({ componentId, ...item }))
      return { ...item, findingId: finding?.findingId ?? null, findingState: finding?.state ?? null }
    }),
    sheet: sheet ? { ...sheet, scans } : null,
  }
}

function summaries(ctx: SpineCtx) {
  return accessTables(ctx)
    .selectFrom('accessAdjustment.review as r')
    .select(['r.reviewId', 'r.number', 'r.kind', 'r.subsystem', 'r.periodKey', 'r.takenAt', 'r.summary', 'r.evidenceId'])
    .select([sql<boolean>`exists (select from access_adjustment.review_sheet s where s.review_id = r.review_id)`.as('hasSheet'), sql<number>`(select count(*) from access_adjustment.review_scan x join access_adjustment.review_sheet s using (review_sheet_id) where s.review_id = r.review_id)`.as('scans')])
}

function summaryOf<Row extends { summary: unknown }>({ summary, ...row }: Row) {
  const { components, counts, unexplained } = summary as ReviewSummary
  return { ...row, accounts: components.reduce((sum, { accounts }) => sum + accounts, 0), discrepancies: Object.values(counts).reduce((sum, count) => sum + count, 0), unexplained }
}
