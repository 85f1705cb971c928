import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import type { ListQuery } from '#shared/define-api.ts'
import { instantOf } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { containing, pageOf } from '#platform/database/page-of.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { EvidenceFilter } from './api.ts'
import { evidenceErrors } from './record-evidence.ts'
import type { EvidenceOrigin } from './evidence.ts'

const ABOUT_FILTERS = ['subsystem', 'service', 'obligation', 'workOrder', 'occurrence'] as const

/** Evidence with its place in the chain, narrowed to a filter. */
export function evidenceMatching(ctx: Pick<Ctx, 'tx'>, filter: EvidenceFilter) {
  let query = spineTables(ctx)
    .selectFrom('spine.evidence as e')
    .leftJoin('platform.ledgerSeal as s', (join) => join.on('s.ledger', '=', 'evidence').on('s.entryId', '=', sql<string>`e.evidence_id::text`))
    .select(['e.evidenceId', 'e.kind', 'e.title', 'e.happenedAt', 'e.recordedAt', 'e.recordedByName', 's.sequence'])
    .select([sql<EvidenceOrigin>`e.origin`.as('origin'), sql<Record<string, string>>`e.about`.as('about')])
    .select(sql<number>`(select count(*) from spine.evidence_file as f where f.evidence_id = e.evidence_id)`.as('fileCount'))
  const about = Object.fromEntries(ABOUT_FILTERS.flatMap((key) => (filter[key] ? [[key, filter[key]]] : [])))
  if (Object.keys(about).length > 0) query = query.where(sql<boolean>`e.about @> ${JSON.stringify(about)}::jsonb`)
  if (filter.kind) query = query.where('e.kind', '=', filter.kind)
  if (filter.origin) query = query.where('e.origin', '=', filter.origin)
  if (filter.from) query = query.where('e.happenedAt', '>=', instantOf(filter.from))
  if (filter.to) query = query.where('e.happenedAt', '<', instantOf(addDays(filter.to, 1)))
  if (filter.search) {
    const pattern = containing(filter.search)
    query = query.where((where) =>
      where.or([where('e.title', 'ilike', pattern), where('e.kind', 'ilike', pattern), where('e.recordedByName', 'ilike', pattern), where(sql<string>`e.about::text`, 'ilike', pattern)]),
    )
  }
  return query
}

export function pageOfEvidence(ctx: Ctx, filter: EvidenceFilter & ListQuery) {
  requirePermission(ctx, 'evidence:read')
  return pageOf(spineTables(ctx), evidenceMatching(ctx, filter), filter, {
    sortable: { happenedAt: sql.ref('e.happened_at'), recordedAt: sql.ref('e.recorded_at'), title: sql.ref('e.title'), kind: sql.ref('e.kind'), sequence: sql.ref('s.sequence') },
    order: sql`e.happened_at desc, e.evidence_id desc`,
  })
}

export async function evidenceById(ctx: Ctx, evidenceId: string) {
  const row = await evidenceMatching(ctx, {})
    .select(['e.body', 'e.bodyHash', 's.previousHash', 's.hash', 's.sealedAt'])
    .where('e.evidenceId', '=', evidenceId)
    .executeTakeFirst()
  if (!row) throw evidenceErrors['not-found']()
  return row
}

export function filesOf(ctx: Ctx, evidenceId: string) {
  return spineTables(ctx).selectFrom('spine.evidenceFile').select(['position', 'fileName', 'mediaType', 'bytes', 'sm3']).where('evidenceId', '=', evidenceId).orderBy('position').execute()
}

/** The first anchor that covers a place in the chain, null while none does. */
export async function anchorOver(ctx: Ctx, sequence: number): Promise<number | null> {
  const { rows } = await sql<{ anchorId: number }>`
    select anchor_id from platform.ledger_anchor where (statement::jsonb #>> '{heads,evidence,sequence}')::bigint >= ${sequence} order by anchor_id limit 1
  `.execute(ctx.tx)
  return rows[0]?.anchorId ?? null
}

export async function standing(ctx: Ctx) {
  requirePermission(ctx, 'evidence:read')
  const { rows } = await sql<{ sealed: number; unsealed: number; headHash: string | null; anchor: number | null; anchoredAt: Date | null }>`
    select coalesce(head.sequence, 0) as sealed, head.hash as head_hash, anchor.anchor_id as anchor, anchor.anchored_at,
      (select count(*) from platform.ledger_unsealed where ledger = 'evidence') as unsealed
    from (select 1) as one
    left join lateral (select sequence, hash from platform.ledger_seal where ledger = 'evidence' order by sequence desc limit 1) as head on true
    left join lateral (select anchor_id, anchored_at from platform.ledger_anchor order by anchor_id desc limit 1) as anchor on true
  `.execute(ctx.tx)
  const row = rows[0]
  return {
    sealed: row?.sealed ?? 0,
    unsealed: row?.unsealed ?? 0,
    headHash: row?.headHash ?? null,
    lastAnchor: row?.anchor && row.anchoredAt ? { anchor: row.anchor, anchoredAt: row.anchoredAt } : null,
  }
}

export function pageOfAnchors(ctx: Ctx, list: ListQuery) {
  requirePermission(ctx, 'evidence:read')
  const query = spineTables(ctx)
    .selectFrom('platform.ledgerAnchor as a')
    .select(['a.anchorId as anchor', 'a.anchoredAt', 'a.keyId', 'a.statement', 'a.signature'])
    .select([sql<number>`(a.statement::jsonb #>> '{heads,evidence,sequence}')::int`.as('sequence'), sql<string>`a.statement::jsonb #>> '{heads,evidence,hash}'`.as('hash')])
  return pageOf(spineTables(ctx), query, list, { sortable: { anchor: sql.ref('a.anchor_id') }, order: sql`a.anchor_id desc` })
}
