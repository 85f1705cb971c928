import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField, instantInput } from '#shared/instant.ts'
import { serviceTitle } from '#shared/services.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { evidenceAbout, evidenceKind, evidenceOrigin, evidenceTitle } from './evidence.ts'

const evidenceId = z.object({ evidenceId: z.uuid() })
const note = z.string().trim().max(4_000).default('')

/** Form fields are text, so `about` travels as JSON. */
const aboutField = z
  .string()
  .default('{}')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: '所证事项须为 JSON 对象' })
      return z.NEVER
    }
  })
  .pipe(evidenceAbout)

/** What a list or a pack is narrowed to. */
export const evidenceFilter = z.object({
  search: z.string().trim().max(200).optional(),
  kind: z.string().max(80).optional(),
  subsystem: z.string().max(80).optional(),
  service: z.string().max(80).optional(),
  obligation: z.string().max(80).optional(),
  workOrder: z.string().max(80).optional(),
  occurrence: z.string().max(80).optional(),
  origin: evidenceOrigin.schema.optional(),
  /** Business dates of the fact, both included. */
  from: dateField.optional(),
  to: dateField.optional(),
})
export type EvidenceFilter = z.output<typeof evidenceFilter>

export const evidenceSummary = z.object({
  evidenceId: z.string(),
  kind: z.string(),
  title: z.string(),
  about: z.record(z.string(), z.string()),
  origin: evidenceOrigin.schema,
  happenedAt: instantField,
  recordedAt: instantField,
  recordedByName: z.string(),
  fileCount: z.number().int(),
  /** Place in the chain; null while it waits to be sealed. */
  sequence: z.number().int().nullable(),
})

const evidenceDetail = evidenceSummary.extend({
  body: z.unknown(),
  bodyHash: z.string(),
  files: z.array(z.object({ position: z.number().int(), fileName: z.string(), mediaType: z.string(), bytes: z.number(), sm3: z.string() })),
  seal: z.object({ sequence: z.number().int(), previousHash: z.string(), hash: z.string(), sealedAt: instantField, anchor: z.number().int().nullable() }).nullable(),
})

const problem = z.object({ id: z.string(), ledger: z.string(), kind: z.enum(['altered', 'deleted', 'reordered', 'truncated', 'file']), message: z.string() })

/** Result keys `ok`, `count`, `problems[].id/kind/message` are scripted by others and stay. */
export const evidenceVerdict = z.object({
  ok: z.boolean(),
  count: z.number().int(),
  unsealed: z.number().int(),
  problems: z.array(problem),
  problemCount: z.number().int(),
  ledgers: z.array(z.object({ ledger: z.string(), count: z.number().int(), unsealed: z.number().int(), headHash: z.string() })),
  anchors: z.number().int(),
  files: z.number().int(),
})

export const evidenceVerification = z.object({
  verificationId: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  requestedAt: instantField,
  requestedByName: z.string(),
  checked: z.number().int(),
  expected: z.number().int(),
  finishedAt: instantField.nullable(),
  result: evidenceVerdict.nullable(),
  failure: z.string().nullable(),
})

const evidenceAnchor = z.object({ anchor: z.number().int(), anchoredAt: instantField, sequence: z.number().int(), hash: z.string(), keyId: z.string(), statement: z.string(), signature: z.string() })

/** Chinese words for the origins, for pages. */
export const evidenceOriginTitles = evidenceOrigin.titles

export const evidenceApi = defineApi({
  prefix: '/api/evidence',
  title: '证据',
  endpoints: {
    listEvidenceKinds: { method: 'GET', path: '/kinds', summary: '证据类别', permission: 'evidence:read', audit: 'none', response: z.object({ items: z.array(z.object({ kind: z.string(), title: z.string() })) }) },
    listEvidence: {
      method: 'GET',
      path: '',
      summary: '查询证据',
      permission: 'evidence:read',
      audit: 'none',
      query: listQuery.extend(evidenceFilter.shape),
      response: listOf(evidenceSummary),
      sheet: sheetOf('证据', evidenceSummary, {
        sequence: '封存序号', title: '名称', kind: '类别代码', about: ['所证事项', (about) => [about['subsystem'] && subsystemTitle(about['subsystem']), about['service'] && serviceTitle(about['service']), about['obligation'], about['clause']].filter(Boolean).join(' · ')],
        origin: ['来源', evidenceOrigin.titles], fileCount: '附件', happenedAt: '发生', recordedAt: '记录', recordedByName: '记录人', evidenceId: '证据号',
      }),
    },
    getEvidence: { method: 'GET', path: '/:evidenceId', summary: '查看一份证据', permission: 'evidence:read', audit: 'none', params: evidenceId, response: evidenceDetail },
    checkEvidence: {
      method: 'GET',
      path: '/:evidenceId/check',
      summary: '核验一份证据：内容、封存与文件',
      permission: 'evidence:read',
      audit: 'none',
      params: evidenceId,
      response: z.object({ state: z.enum(['intact', 'unsealed', 'broken']), lines: z.array(z.object({ isGood: z.boolean(), text: z.string() })) }),
    },
    downloadEvidenceFile: {
      method: 'GET',
      path: '/:evidenceId/files/:position',
      summary: '下载证据所附的文件',
      permission: 'evidence:read',
      audit: 'none',
      params: evidenceId.extend({ position: z.coerce.number().int().min(1) }),
      answer: 'file',
    },
    downloadEvidencePack: {
      method: 'GET',
      path: '/pack',
      summary: '下载证据包：目录、记录、文件、摘要与核验说明',
      permission: 'evidence:read',
      audit: 'evidence.pack-downloaded',
      query: evidenceFilter,
      answer: 'file',
    },
    uploadEvidence: {
      method: 'POST',
      path: '',
      summary: '提交证据',
      permission: 'evidence:record',
      audit: 'evidence.recorded',
      accepts: 'upload',
      body: z.object({ kind: evidenceKind, title: evidenceTitle, about: aboutField, note, happenedAt: instantInput.optional() }),
      response: z.object({ evidenceId: z.string(), bodyHash: z.string() }),
    },
    importEvidence: {
      method: 'POST',
      path: '/imports',
      summary: '导入上一家运维单位移交的证据',
      permission: 'evidence:import',
      audit: 'evidence.imported',
      accepts: 'upload',
      body: z.object({
        kind: evidenceKind,
        title: evidenceTitle,
        about: aboutField,
        note,
        periodFrom: dateField,
        periodTo: dateField,
        statement: z.string().trim().min(10, '请说明来源：由谁、何时、以何种方式移交，至少十个字').max(4_000),
      }),
      response: z.object({ evidenceId: z.string(), bodyHash: z.string() }),
    },
    getStanding: {
      method: 'GET',
      path: '/standing',
      summary: '证据链现状：已封存、未封存、链头与最近锚点',
      permission: 'evidence:read',
      audit: 'none',
      response: z.object({
        sealed: z.number().int(),
        unsealed: z.number().int(),
        headHash: z.string().nullable(),
        lastAnchor: z.object({ anchor: z.number().int(), anchoredAt: instantField }).nullable(),
      }),
    },
    listAnchors: {
      method: 'GET',
      path: '/anchors',
      summary: '查询锚点',
      permission: 'evidence:read',
      audit: 'none',
      query: listQuery,
      response: listOf(evidenceAnchor),
      sheet: sheetOf('锚点', evidenceAnchor, { anchor: '锚点', anchoredAt: '时间', sequence: '证据链头', hash: '链头摘要（SM3）', keyId: '签名密钥', signature: '签名（SM2）' }),
    },
    requestVerification: {
      method: 'POST',
      path: '/verifications',
      summary: '发起整链核验',
      permission: 'evidence:verify',
      audit: 'evidence.verification-requested',
      response: z.object({ verificationId: z.string() }),
    },
    listVerifications: { method: 'GET', path: '/verifications', summary: '查询核验记录，最近的在前', permission: 'evidence:read', audit: 'none', query: listQuery, response: listOf(evidenceVerification), sheet: sheetOf('核验记录', evidenceVerification, { requestedAt: '发起', requestedByName: '发起人', state: ['状态', { waiting: '待核验', running: '核验中', done: '已完成', failed: '未完成' }], checked: '已核验', expected: '应核验', finishedAt: '结束', result: ['结果', ({ ok, problemCount }) => (ok ? '完好' : `${problemCount} 处问题`)], failure: '失败原因' }) },
    getVerification: { method: 'GET', path: '/verifications/:verificationId', summary: '查看核验进度与结果', permission: 'evidence:read', audit: 'none', params: z.object({ verificationId: z.uuid() }), response: evidenceVerification },
  },
})
