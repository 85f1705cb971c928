import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { evidenceApi } from './api.ts'
import { checkEvidence } from './check-evidence.ts'
import { pageOfAnchors, pageOfEvidence, standing } from './evidence.store.ts'
import { listEvidenceKinds } from './list-evidence-kinds.ts'
import { packEvidence } from './pack-evidence.ts'
import { readEvidence, readEvidenceFile } from './read-evidence.ts'
import { listVerifications, readVerification, requestVerification } from './request-verification.ts'
import { importEvidence, submitEvidence } from './submit-evidence.ts'

export const evidenceRoutes = implementApi<typeof evidenceApi.endpoints, SpineCtx>(evidenceApi, {
  listEvidenceKinds: (ctx) => listEvidenceKinds(ctx),
  listEvidence: (ctx, { query }) => pageOfEvidence(ctx, query),
  getEvidence: (ctx, { params }) => readEvidence(ctx, params.evidenceId),
  checkEvidence: (ctx, { params }) => checkEvidence(ctx, params.evidenceId),
  downloadEvidenceFile: (ctx, { params }) => readEvidenceFile(ctx, params.evidenceId, params.position),
  downloadEvidencePack: (ctx, { query }) => packEvidence(ctx, query),
  uploadEvidence: (ctx, { body }, facts) => submitEvidence(ctx, { ...body, files: facts.files }),
  importEvidence: (ctx, { body }, facts) => importEvidence(ctx, { ...body, files: facts.files }),
  getStanding: (ctx) => standing(ctx),
  listAnchors: (ctx, { query }) => pageOfAnchors(ctx, query),
  requestVerification: (ctx) => requestVerification(ctx),
  listVerifications: (ctx, { query }) => listVerifications(ctx, query),
  getVerification: (ctx, { params }) => readVerification(ctx, params.verificationId),
})
