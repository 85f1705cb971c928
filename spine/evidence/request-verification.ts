import { sql } from 'kysely'
import type { z } from 'zod'
import type { ListQuery } from '#shared/define-api.ts'
import { newId } from '#shared/ids.ts'
import { actorName, actorUserId, type Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { Runtime } from '#platform/context/runtime.ts'
import { pageOf } from '#platform/database/page-of.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { evidenceVerdict } from './api.ts'
import type { EvidenceKeeping } from './evidence-keeping.ts'
import { verifyEvidenceQueue } from './evidence-queues.ts'
import { evidenceErrors } from './record-evidence.ts'
import { verifyEvidence, type EvidenceVerdict } from './verify-evidence.ts'

/** Asks for a verification of everything; a job does it, its progress can be read meanwhile. */
export async function requestVerification(ctx: Ctx): Promise<{ verificationId: string }> {
  requirePermission(ctx, 'evidence:verify')
  const verificationId = newId(ctx.now)
  await spineTables(ctx)
    .insertInto('spine.evidenceVerification')
    .values({ evidenceVerificationId: verificationId, requestedAt: ctx.now, requestedBy: actorUserId(ctx.actor), requestedByName: actorName(ctx.actor), state: 'waiting' })
    .execute()
  await ctx.jobs.send(verifyEvidenceQueue, { verificationId })
  return { verificationId }
}

/** Does a requested verification; interrupted, it begins anew, because only a whole walk proves anything. */
export async function performVerification(runtime: Runtime, keeping: EvidenceKeeping, verificationId: string, signal?: AbortSignal): Promise<EvidenceVerdict> {
  const tables = spineTables({ tx: runtime.database })
  const update = (values: { state?: string; checked?: number; expected?: number; finishedAt?: Date; result?: string; failure?: string }) =>
    tables.updateTable('spine.evidenceVerification').set(values).where('evidenceVerificationId', '=', verificationId).execute()
  await update({ state: 'running' })
  try {
    const verdict = await verifyEvidence(runtime, keeping, {
      ...(signal ? { signal } : {}),
      onProgress: async (checked, expected) => {
        await update({ checked, expected })
      },
    })
    const checked = verdict.files + verdict.ledgers.reduce((sum, ledger) => sum + ledger.count, 0)
    await update({ state: 'done', checked, expected: checked, finishedAt: runtime.clock.now(), result: JSON.stringify(verdict) })
    if (!verdict.ok) runtime.log.error({ verificationId, problems: verdict.problemCount }, 'evidence does not verify')
    return verdict
  } catch (error) {
    await update({ state: 'failed', finishedAt: runtime.clock.now(), failure: error instanceof Error ? error.message : String(error) })
    throw error
  }
}

function verifications(ctx: Ctx) {
  return spineTables(ctx)
    .selectFrom('spine.evidenceVerification as v')
    .select(['v.evidenceVerificationId as verificationId', 'v.requestedAt', 'v.requestedByName', 'v.checked', 'v.expected', 'v.finishedAt', 'v.failure'])
    .select([sql<'waiting' | 'running' | 'done' | 'failed'>`v.state`.as('state'), sql<z.output<typeof evidenceVerdict> | null>`v.result`.as('result')])
}

export function listVerifications(ctx: Ctx, list: ListQuery) {
  requirePermission(ctx, 'evidence:read')
  return pageOf(spineTables(ctx), verifications(ctx), list, { sortable: { requestedAt: sql.ref('v.requested_at') }, order: sql`v.requested_at desc, v.evidence_verification_id desc` })
}

export async function readVerification(ctx: Ctx, verificationId: string) {
  requirePermission(ctx, 'evidence:read')
  const row = await verifications(ctx).where('v.evidenceVerificationId', '=', verificationId).executeTakeFirst()
  if (!row) throw evidenceErrors['no-verification']()
  return row
}
