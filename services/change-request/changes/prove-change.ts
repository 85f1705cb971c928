import { formatInstant } from '#shared/instant.ts'
import { currentContract, recordEvidence, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { changeTables } from '../database/change-tables.ts'
import type { ChangeForm } from './change-form.ts'
import { stepsOf } from './changes.store.ts'

/** What the contract asks of a change that is done: the demand, what was tested and released, and who accepted it. */
export async function proveChange(ctx: SpineCtx, request: KindRequest<ChangeForm>): Promise<readonly string[]> {
  const { requestId, number, form } = request
  const about = { contract: (await currentContract(ctx)).code, service: 'change-request', subsystem: request.subsystem, request: number }
  const db = changeTables(ctx)
  const submitted = await db.selectFrom('spine.requestForm').select(['formSm3', 'submittedAt', 'submittedByName']).where('requestId', '=', requestId).where('formVersion', '=', request.formVersion).executeTakeFirstOrThrow()
  const demand = await recordEvidence(ctx, {
    kind: 'demand-form', title: `${number} 需求单`, about, happenedAt: submitted.submittedAt,
    body: { request: number, formVersion: request.formVersion, formSm3: submitted.formSm3, demandNo: form.demandNo, demandUnit: form.demandUnit, demand: form.demand, submittedBy: submitted.submittedByName },
  })
  const accepted = await db.selectFrom('spine.requestEvent').select(['kind', 'actorName', 'at', 'note']).where('requestId', '=', requestId).where('kind', 'in', ['accepted', 'silently-accepted']).orderBy('requestEventId', 'desc').executeTakeFirst()
  const acceptance = await recordEvidence(ctx, {
    kind: 'acceptance-record', title: `${number} 验收记录`, about, ...(accepted ? { happenedAt: accepted.at } : {}),
    body: { request: number, acceptedBy: accepted?.actorName ?? '', isSilent: accepted?.kind === 'silently-accepted', at: formatInstant(accepted?.at ?? ctx.now), note: accepted?.note ?? '' },
  })
  const done = form.nature === 'content' ? await contentProof(ctx, request, about) : await releaseProof(ctx, requestId)
  return [demand.evidenceId, ...done, acceptance.evidenceId]
}

/** The last test and release that went well, and whatever else was written down on the way. */
async function releaseProof(ctx: SpineCtx, requestId: string): Promise<string[]> {
  const steps = await stepsOf(ctx, requestId)
  return [...new Set(steps.filter(({ outcome }) => outcome === 'passed' || outcome === 'released' || outcome === 'recorded').map(({ evidenceId }) => evidenceId))]
}

async function contentProof(ctx: SpineCtx, { requestId, number }: KindRequest<ChangeForm>, about: Readonly<Record<string, string>>): Promise<string[]> {
  const drafts = await changeTables(ctx).selectFrom('changeRequest.contentDraft').select(['kind', 'code', 'title', 'contentSm3', 'publishedVersion', 'publishedAt', 'validFrom', 'evidenceId']).where('requestId', '=', requestId).where('state', '=', 'published').orderBy('code').execute()
  const release = await recordEvidence(ctx, {
    kind: 'release-record', title: `${number} 执法内容发布`, about,
    body: { request: number, outcome: 'released', channels: ['web', 'app'], contents: drafts.map(({ kind, code, title, contentSm3, publishedVersion, publishedAt, validFrom }) => ({ kind, code, title, hash: contentSm3, version: publishedVersion, publishedAt: publishedAt && formatInstant(publishedAt), validFrom })) },
  })
  return [...drafts.flatMap(({ evidenceId }) => evidenceId ?? []), release.evidenceId]
}
