import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { changeRequestApi } from './api.ts'
import { listBackupHours, setBackupHours } from './calendar/backup-hours.ts'
import { previewConflicts } from './calendar/find-conflicts.ts'
import { readCalendar } from './calendar/read-calendar.ts'
import { listChoices, readChange } from './changes/read-change.ts'
import { recordStep, reviewEmergency } from './changes/record-step.ts'
import { startChecks } from './checks/open-checks.ts'
import { saveContent } from './content/edit-content.ts'
import { publishContent } from './content/publish-content.ts'
import { listContentDrafts, listLiveContent, proveContent, readContentDraft } from './content/read-content.ts'
import { reviewContent } from './content/review-content.ts'
import { withdrawContent } from './content/withdraw-content.ts'
import { updateDocument } from './documents/stale-documents.ts'
import { logEffort } from './efforts/log-effort.ts'
import { listEfforts, readEfforts } from './efforts/read-efforts.ts'
import { approveTemplate, draftTemplate, listTemplates, retireTemplate } from './templates/change-template.ts'

const changeRoutes = implementApi<typeof changeRequestApi.endpoints, SpineCtx>(changeRequestApi, {
  getChange: (ctx, { params }) => readChange(ctx, params.requestId),
  previewConflicts: (ctx, { body }) => previewConflicts(ctx, body),
  listChoices: (ctx) => listChoices(ctx),
  recordStep: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { kind: body.kind, outcome: body.outcome } })
    return recordStep(ctx, params.requestId, body, facts.files)
  },
  reviewEmergency: (ctx, { params, body }) => reviewEmergency(ctx, params.requestId, body),
  openChecks: (ctx, { params, body }) => startChecks(ctx, params.requestId, body.side),
  logEffort: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { days: body.days, workedOn: body.workedOn } })
    return logEffort(ctx, params.requestId, body)
  },
  updateDocument: (ctx, { params, body }, { files }) => updateDocument(ctx, params.requestId, body, files),
  getCalendar: (ctx, { query }) => readCalendar(ctx, query),
  getEfforts: (ctx, { query }) => readEfforts(ctx, query),
  listEfforts: (ctx, { query }) => listEfforts(ctx, query),
  listBackupHours: (ctx) => listBackupHours(ctx),
  setBackupHours: (ctx, { params, body }) => setBackupHours(ctx, params.subsystem, body),
  listTemplates: (ctx) => listTemplates(ctx),
  draftTemplate: (ctx, { body }) => draftTemplate(ctx, body),
  approveTemplate: (ctx, { params, body }) => approveTemplate(ctx, params.templateId, body.version),
  retireTemplate: (ctx, { params, body }) => retireTemplate(ctx, params.templateId, body.version),
  listContentDrafts: (ctx, { query }) => listContentDrafts(ctx, query),
  getContentDraft: (ctx, { params }) => readContentDraft(ctx, params.contentDraftId),
  saveContentDraft: (ctx, { params, body }) => saveContent(ctx, params.requestId, { contentDraftId: params.contentDraftId, ...body }),
  reviewContentDraft: (ctx, { params, body }) => reviewContent(ctx, params.contentDraftId, body),
  publishContentDraft: (ctx, { params, body }) => publishContent(ctx, params.contentDraftId, body.version),
  withdrawContentDraft: (ctx, { params, body }) => withdrawContent(ctx, params.contentDraftId, body.version, body.reason),
  listLiveContent: (ctx, { query }) => listLiveContent(ctx, query),
  proveContent: (ctx, { query }) => proveContent(ctx, query),
})

export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = [changeRoutes]
