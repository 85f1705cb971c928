import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField, instantInput } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystem, subsystemTitle } from '#shared/subsystems.ts'
import { contentChannel, contentKind, contentVersion, maintainedContent } from '#shared/maintenance/maintained-content.ts'

/** 标准 is approved beforehand by its template; 紧急 acts first and is recorded within 24 hours; everything else is 一般. */
export const changeKind = closedSet({ standard: '标准变更', normal: '一般变更', emergency: '紧急变更' })
export type ChangeKind = Member<typeof changeKind>
export const changeNature = closedSet({ functional: '功能调整', adaptive: '适应性调整', permission: '权限体系优化', content: '执法内容维护' })
export type ChangeNature = Member<typeof changeNature>
export const touchedDocument = closedSet({ 'data-dictionary': '数据字典与盘点文档', 'operation-plan': '运维计划', manual: '用户手册', runbook: '运维手册' })
export type TouchedDocument = Member<typeof touchedDocument>
export const stepKind = closedSet({ rehearsal: '回退演练', test: '测试', 'release-begun': '开始发布', release: '发布结果', record: '紧急变更补录', review: '紧急变更复核' })
export type StepKind = Member<typeof stepKind>
export const stepOutcome = closedSet({ passed: '通过', failed: '未通过', begun: '已开始', released: '发布成功', 'rolled-back': '已回退', recorded: '已登记' })
export type StepOutcome = Member<typeof stepOutcome>
export const contentState = closedSet({ editing: '编辑中', reviewed: '已复核', publishing: '发布中', published: '已发布', refused: '被目标拒绝', withdrawing: '撤回中', withdrawn: '已撤回', dropped: '已放弃' })
export type ContentState = Member<typeof contentState>
export const conflictKind = closedSet({ freeze: '封网', 'special-period': '特殊时期', maintenance: '计划维护', component: '同一部件', people: '同一人员', backup: '备份时段' })
export type ConflictKind = Member<typeof conflictKind>

const requestId = z.object({ requestId: z.uuid() })
const draftId = z.object({ contentDraftId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const text = (what: string, max = 10_000) => z.string().trim().min(4, `请写明${what}，至少四个字`).max(max)
const reason = text('理由', 1_000)

export const conflictView = z.object({ kind: conflictKind.schema, title: z.string(), from: instantField, to: instantField, requestId: z.string().nullable(), isBlocking: z.boolean() })
export type ConflictView = z.output<typeof conflictView>

export const checkDifference = z.object({ component: z.string(), check: z.string(), title: z.string(), before: z.string(), after: z.string(), verdictBefore: z.string().nullable(), verdictAfter: z.string().nullable(), isWorse: z.boolean() })
export type CheckDifference = z.output<typeof checkDifference>

export const stepView = z.object({ stepId: z.string(), kind: stepKind.schema, outcome: stepOutcome.schema, happenedAt: instantField, releaseVersion: z.string(), note: z.string(), deliverables: z.string(), evidenceId: z.string(), recordedByName: z.string(), recordedAt: instantField })
export type StepView = z.output<typeof stepView>

const readBack = z.object({ channel: contentChannel.schema, version: z.int().nullable(), hash: z.string().nullable(), validFrom: z.string().nullable(), readAt: instantField })

/** One change with what it took within the days asked for. */
const effortRow = z.object({ requestId: z.string(), number: z.string(), title: z.string(), subsystem: z.string(), estimateDays: z.number(), spentDays: z.number() })

export const contentDraftView = z.object({
  contentDraftId: z.string(), requestId: z.string(), requestNumber: z.string(), requestTitle: z.string(), kind: contentKind.schema, code: z.string(), title: z.string(), hash: z.string(), basis: z.int(), validFrom: dateField, state: contentState.schema,
  editedByName: z.string(), editedAt: instantField, reviewedByName: z.string().nullable(), reviewedAt: instantField.nullable(), reviewNote: z.string(), publishedVersion: z.int().nullable(), publishedAt: instantField.nullable(),
  readBack: z.array(readBack), lastNote: z.string(), evidenceId: z.string().nullable(), version: z.int(),
})
export type ContentDraftView = z.output<typeof contentDraftView>

export const contentDraftDetail = contentDraftView.extend({
  body: z.unknown(),
  changes: z.array(z.object({ place: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  actions: z.array(z.enum(['edit', 'review', 'publish', 'withdraw'])),
})
export type ContentDraftDetail = z.output<typeof contentDraftDetail>

export const changeDetail = z.object({
  requestId: z.string(),
  changeKind: changeKind.schema,
  nature: changeNature.schema,
  plannedFrom: instantField,
  plannedTo: instantField,
  estimateDays: z.number(),
  spentDays: z.number(),
  components: z.array(z.object({ componentId: z.string(), title: z.string(), subsystem: z.string() })),
  people: z.array(z.object({ userId: z.string(), name: z.string() })),
  steps: z.array(stepView),
  checks: z.array(z.object({ side: z.enum(['before', 'after']), componentTitle: z.string(), workOrderId: z.string(), run: z.string(), openedAt: instantField, closedAt: instantField.nullable(), evidenceId: z.string().nullable(), checked: z.int() })),
  differences: z.array(checkDifference),
  efforts: z.array(z.object({ effortEntryId: z.string(), workedOn: dateField, workerName: z.string(), days: z.number(), note: z.string(), recordedAt: instantField })),
  documents: z.array(z.object({ document: touchedDocument.schema, markedAt: instantField, updatedAt: instantField.nullable(), updatedByName: z.string().nullable(), evidenceId: z.string().nullable() })),
  contents: z.array(contentDraftView),
  conflicts: z.array(conflictView),
  /** What still stands in the way of beginning the release, and of delivery, in words. */
  missingForRelease: z.array(z.string()),
  missingForDelivery: z.array(z.string()),
  actions: z.array(z.enum(['rehearse', 'test', 'begin-release', 'release', 'record', 'review', 'check-before', 'check-after', 'log-effort', 'update-document', 'edit-content'])),
})
export type ChangeDetail = z.output<typeof changeDetail>

export const calendarEntry = z.object({
  key: z.string(), kind: z.enum(['change', 'freeze', 'special-period', 'maintenance']), title: z.string(), number: z.string(), subsystem: z.string().nullable(), from: instantField, to: instantField,
  changeKind: changeKind.schema.nullable(), state: z.string(), requestId: z.string().nullable(), conflicts: z.int(),
})

export const templateView = z.object({
  templateId: z.string(), title: z.string(), nature: changeNature.schema, plan: z.string(), backOut: z.string(), testPlan: z.string(), reason: z.string(), state: z.enum(['drafted', 'approved', 'retired']),
  draftedByName: z.string(), draftedAt: instantField, approvedByName: z.string().nullable(), approvedAt: instantField.nullable(), version: z.int(),
})
const templateForm = z.object({ templateId: z.uuid(), title: z.string().trim().min(4, '请填写名称').max(100), nature: changeNature.schema, plan: text('实施步骤'), backOut: text('回退方案'), testPlan: text('测试方案'), reason })

export const changeRequestApi = defineApi({
  prefix: '/api/change-request',
  title: '其它工作（变更）',
  endpoints: {
    getChange: { method: 'GET', path: '/changes/:requestId', summary: '变更的实施情况：步骤、检查对照、工作量、文档、内容与冲突', permission: 'change:read', audit: 'none', params: requestId, response: changeDetail },
    previewConflicts: {
      method: 'POST', path: '/conflicts', summary: '一次计划的全部冲突：封网、特殊时期、同一部件、同一人员、备份时段', permission: 'change:read', audit: 'change.conflicts-read',
      body: z.object({ requestId: z.uuid().optional(), subsystem: z.string(), componentIds: z.array(z.uuid()).max(30), peopleIds: z.array(z.uuid()).max(30), plannedFrom: instantInput, plannedTo: instantInput }), response: z.object({ items: z.array(conflictView) }),
    },
    listChoices: {
      method: 'GET', path: '/choices', summary: '填写变更单可选的部件、人员与模板', permission: 'change:read', audit: 'none',
      response: z.object({ components: z.array(z.object({ componentId: z.string(), title: z.string(), subsystem: z.string() })), people: z.array(z.object({ userId: z.string(), name: z.string(), post: z.string() })), templates: z.array(templateView) }),
    },
    recordStep: {
      method: 'POST', path: '/changes/:requestId/steps', summary: '登记实施步骤并附证明', permission: 'change:handle', audit: 'change.step-recorded', accepts: 'upload', params: requestId,
      body: z.object({
        stepId: z.uuid(), kind: z.enum(['rehearsal', 'test', 'release-begun', 'release', 'record']), outcome: z.enum(['passed', 'failed', 'begun', 'released', 'rolled-back', 'recorded']), happenedAt: instantInput,
        releaseVersion: z.string().trim().max(40).default(''), note: text('说明'), deliverables: z.string().trim().max(4_000).default(''),
      }),
      response: z.object({ evidenceId: z.string() }),
    },
    reviewEmergency: { method: 'POST', path: '/changes/:requestId/review', summary: '事后复核紧急变更', permission: 'change:review', audit: 'change.emergency-reviewed', params: requestId, body: z.object({ stepId: z.uuid(), outcome: z.enum(['passed', 'failed']), note: text('复核意见') }), response: z.object({ evidenceId: z.string() }) },
    openChecks: { method: 'POST', path: '/changes/:requestId/checks', summary: '对所涉部件做变更前或变更后检查', permission: 'change:handle', audit: 'change.checks-opened', params: requestId, body: z.object({ side: z.enum(['before', 'after']) }), response: z.object({ workOrderIds: z.array(z.string()) }) },
    logEffort: {
      method: 'POST', path: '/changes/:requestId/efforts', summary: '登记工作量（人日），更正以负数另记', permission: 'change:handle', audit: 'change.effort-logged', params: requestId,
      body: z.object({ effortEntryId: z.uuid(), workedOn: dateField, workerId: z.uuid(), days: z.number().min(-60).max(60).multipleOf(0.25, '以四分之一人日为单位'), note: text('工作内容', 1_000) }),
    },
    updateDocument: { method: 'POST', path: '/changes/:requestId/documents', summary: '登记文档已更新并附证明', permission: 'change:handle', audit: 'change.document-updated', accepts: 'upload', params: requestId, body: z.object({ document: touchedDocument.schema, note: text('更新说明', 2_000) }), response: z.object({ evidenceId: z.string() }) },
    getCalendar: {
      method: 'GET', path: '/calendar', summary: '变更日历：计划的变更与时间窗', permission: 'change:read', audit: 'none', query: z.object({ from: dateField, to: dateField, subsystem: z.string().optional() }),
      response: z.object({ items: z.array(calendarEntry) }),
    },
    getEfforts: {
      method: 'GET', path: '/efforts', summary: '工作量趋势：按月与子系统', permission: 'change:read', audit: 'none', query: z.object({ from: dateField, to: dateField }),
      response: z.object({ months: z.array(z.object({ month: z.string(), subsystem: z.string(), days: z.number(), changes: z.int() })) }),
    },
    listEfforts: {
      method: 'GET', path: '/efforts/changes', summary: '一段时间内各变更的工作量与估算', permission: 'change:read', audit: 'none', query: listQuery.extend({ from: dateField, to: dateField, subsystem: z.string().max(80).optional() }), response: listOf(effortRow),
      sheet: sheetOf('变更工作量', effortRow, { number: '编号', title: '变更', subsystem: ['子系统', subsystemTitle], estimateDays: '估算（人日）', spentDays: '期内实际（人日）' }),
    },
    listBackupHours: { method: 'GET', path: '/backup-hours', summary: '各子系统每日备份时段', permission: 'change:read', audit: 'none', response: z.object({ items: z.array(z.object({ subsystem: z.string(), startsMinute: z.int(), endsMinute: z.int(), changedAt: instantField, version: z.int() })) }) },
    setBackupHours: {
      method: 'PUT', path: '/backup-hours/:subsystem', summary: '设置备份时段', permission: 'change:configure', audit: 'change.backup-hours-set', params: z.object({ subsystem: subsystem.schema }),
      body: z.object({ startsMinute: z.int().min(0).max(1439), endsMinute: z.int().min(0).max(1439), version: z.int().min(0) }).refine(({ startsMinute, endsMinute }) => startsMinute !== endsMinute, { path: ['endsMinute'], message: '结束不能与开始相同' }),
    },
    listTemplates: { method: 'GET', path: '/templates', summary: '标准变更模板', permission: 'change:read', audit: 'none', response: z.object({ items: z.array(templateView) }) },
    draftTemplate: { method: 'POST', path: '/templates', summary: '起草标准变更模板', permission: 'change:configure', audit: 'change-template.drafted', body: templateForm },
    approveTemplate: { method: 'POST', path: '/templates/:templateId/approve', summary: '批准标准变更模板（起草人以外的人）', permission: 'change-template:approve', audit: 'change-template.approved', params: z.object({ templateId: z.uuid() }), body: seen },
    retireTemplate: { method: 'POST', path: '/templates/:templateId/retire', summary: '停用标准变更模板', permission: 'change-template:approve', audit: 'change-template.retired', params: z.object({ templateId: z.uuid() }), body: seen },
    listContentDrafts: {
      method: 'GET', path: '/content-drafts', summary: '查询执法内容稿', permission: 'change:read', audit: 'none', query: listQuery.extend({ kind: contentKind.schema.optional(), state: contentState.schema.optional(), code: z.string().max(40).optional() }), response: listOf(contentDraftView),
      sheet: sheetOf('执法内容稿', contentDraftView, { title: '名称', kind: ['种类', contentKind.titles], code: '代码', requestNumber: '变更单', basis: '依据版本', validFrom: '生效', state: ['状态', contentState.titles], editedByName: '编辑', editedAt: '编辑时间', reviewedByName: '复核', reviewedAt: '复核时间', publishedVersion: '发布版本', publishedAt: '发布时间', hash: '摘要（SM3）' }),
    },
    getContentDraft: { method: 'GET', path: '/content-drafts/:contentDraftId', summary: '内容稿正文，及与依据版本的差异', permission: 'change:read', audit: 'none', params: draftId, response: contentDraftDetail },
    saveContentDraft: {
      method: 'PUT', path: '/changes/:requestId/content-drafts/:contentDraftId', summary: '编辑内容稿；编辑后须重新复核', permission: 'change:handle', audit: 'content-draft.saved', params: requestId.extend({ contentDraftId: z.uuid() }),
      body: z.object({ content: maintainedContent, validFrom: dateField, version: z.int().min(0) }), response: z.object({ version: z.int() }),
    },
    reviewContentDraft: { method: 'POST', path: '/content-drafts/:contentDraftId/review', summary: '复核内容稿（编辑人以外的人）', permission: 'content:review', audit: 'content-draft.reviewed', params: draftId, body: seen.extend({ isAgreed: z.boolean(), hash: z.string(), note: z.string().trim().max(2_000).default('') }) },
    publishContentDraft: { method: 'POST', path: '/content-drafts/:contentDraftId/publish', summary: '发布到执法系统，并从网页端与移动端读回', permission: 'change:handle', audit: 'content-draft.publishing', params: draftId, body: seen, response: z.object({ workOrderId: z.string() }) },
    withdrawContentDraft: { method: 'POST', path: '/content-drafts/:contentDraftId/withdraw', summary: '撤回已发布但尚未生效的版本', permission: 'change:handle', audit: 'content-draft.withdrawing', params: draftId, body: seen.extend({ reason }), response: z.object({ workOrderId: z.string() }) },
    listLiveContent: {
      method: 'GET', path: '/content', summary: '执法系统中某日有效的内容（即时读取）', permission: 'change:read', audit: 'none', query: z.object({ on: dateField, kind: contentKind.schema.optional(), code: z.string().max(40).optional() }),
      response: z.object({ on: dateField, readAt: instantField, items: z.array(contentVersion), versions: z.array(contentVersion) }),
      sheet: sheetOf('执法内容', contentVersion, { title: '名称', kind: ['种类', contentKind.titles], code: '代码', version: '版本', validFrom: '生效', validTo: '失效', orderNo: '变更单', publisher: '发布人', publishedAt: '发布时间', hash: '摘要（SM3）' }),
    },
    proveContent: {
      method: 'GET', path: '/in-force', summary: '一项内容某日在网页端与移动端有效的版本：即时读取并自行计算摘要，与发布证据对照', permission: 'change:read', audit: 'none',
      query: z.object({ kind: contentKind.schema, code: z.string().trim().min(1, '请选择内容').max(40), on: dateField }),
      response: z.object({
        on: dateField, readAt: instantField, isEqual: z.boolean(), isProven: z.boolean(), explanation: z.string(), body: z.unknown(),
        channels: z.array(z.object({ channel: contentChannel.schema, version: contentVersion.nullable(), receivedHash: z.string().nullable() })),
        published: z.object({ contentDraftId: z.string(), requestId: z.string(), requestNumber: z.string(), hash: z.string(), evidenceId: z.string().nullable() }).nullable(),
      }),
    },
  },
})
