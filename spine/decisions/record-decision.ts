import type { z } from 'zod'
import { newId } from '#shared/ids.ts'
import { actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { allOpenedOccurrences, assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import { currentContract } from '#spine/contracts/contracts.store.ts'
import { problemsOfDecisions } from '#spine/contracts/settle-defaults.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { EvidenceFile } from '#spine/evidence/evidence.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { replan, type Replanned } from '#spine/obligations/replan.ts'
import { decisionKind, type decisionSubject } from './api.ts'
import { decisionErrors } from './decision.ts'

export type RecordDecision = z.output<typeof decisionSubject> & {
  readonly reason: string
  readonly effectiveOn: string
  /** Who on the client's side decided, and when. */
  readonly decidedByName: string
  readonly decidedOn: string
  readonly proof?: EvidenceFile
}

/**
 * Records a decision of the client as a fact. Verdicts derive from it; a changed default of an ambiguity re-plans from
 * its date of effect. Nothing is overwritten: a decision ends by another one that revokes it.
 */
export async function recordDecision(ctx: SpineCtx, request: RecordDecision): Promise<{ decisionId: string; replanned: Replanned | undefined; changedVerdicts: number }> {
  requirePermission(ctx, 'decision:record')
  const contract = await currentContract(ctx)
  const revoked = request.kind === 'revocation' ? await findRevocable(ctx, request.subject.decision) : undefined
  if (request.kind === 'ambiguity-default') {
    const problems = problemsOfDecisions(contract.document, [{ ...request.subject, effectiveOn: request.effectiveOn }])
    if (problems.length > 0) throw decisionErrors['unknown-option']({ problems })
  }
  const decisionId = newId(ctx.now)
  await recordEvidence(ctx, {
    kind: 'client-decision',
    title: `甲方决定：${decisionKind.titles[request.kind]}`,
    about: { contract: contract.code, decision: decisionId },
    body: { kind: request.kind, subject: request.subject, reason: request.reason, effectiveOn: request.effectiveOn, decidedByName: request.decidedByName, decidedOn: request.decidedOn },
    files: request.proof ? [request.proof] : [],
  })
  await spineTables(ctx)
    .insertInto('spine.decision')
    .values({
      decisionId,
      contractId: contract.contractId,
      kind: request.kind,
      subject: JSON.stringify(request.subject),
      reason: request.reason,
      effectiveOn: request.effectiveOn,
      decidedByName: request.decidedByName,
      decidedOn: request.decidedOn,
      proofSm3: request.proof?.sm3 ?? null,
      revokesDecisionId: revoked?.decisionId ?? null,
      recordedAt: ctx.now,
      recordedBy: actorUserId(ctx.actor),
    })
    .execute()
  const isReplanning = request.kind === 'ambiguity-default' || revoked?.kind === 'ambiguity-default'
  const replanned = isReplanning ? await replan(ctx, `甲方决定 ${decisionId}`) : undefined
  const changedVerdicts = await assessOccurrences(ctx, await allOpenedOccurrences(ctx))
  return { decisionId, replanned, changedVerdicts }
}

async function findRevocable(ctx: SpineCtx, decisionId: string): Promise<{ decisionId: string; kind: string }> {
  const db = spineTables(ctx)
  const found = await db.selectFrom('spine.decision').select(['decisionId', 'kind']).where('decisionId', '=', decisionId).forUpdate().executeTakeFirst()
  if (!found || found.kind === 'revocation') throw decisionErrors['not-found']()
  const revocation = await db.selectFrom('spine.decision').select('decisionId').where('revokesDecisionId', '=', decisionId).executeTakeFirst()
  if (revocation) throw decisionErrors['already-revoked']()
  return found
}
