import { actorName, actorUserId } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import type { FileAnswer, ReceivedFile } from '#platform/http/implement-api.ts'
import { documentModel, type DocumentInput, type DocumentModel } from '#shared/document-model.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import { newId } from '#shared/ids.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { targetAccountState, type TargetAccount } from '#shared/maintenance/target-account.ts'
import { recordEvidence, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { discrepancyKind } from '../api.ts'
import type { ReviewSummary } from './review.ts'

export const reviewErrors = defineErrors('access-review', {
  'not-found': [404, '没有这次核对'],
  'no-sheet': [404, '没有复核表：每周核对不出表，请做一次临时核对'],
  'no-file': [400, '请选择一份盖章的扫描件（PDF 或图片）'],
})

type StoredSheet = { readonly reviewSheetId: string; readonly version: number; readonly model: DocumentModel; readonly modelSm3: string }

/** 账户权限复核表 for the owner's seal: every account with what it may do, and what does not agree. The same facts give the same version. */
export async function downloadSheet(ctx: SpineCtx, reviewId: string, format: 'docx' | 'pdf'): Promise<FileAnswer> {
  requirePermission(ctx, 'access-review:read')
  const { model, modelSm3, version } = await currentSheet(ctx, reviewId)
  const fileName = `${model.title} ${model.number} ${version}.${format}`
  if (format === 'pdf') return { content: await ctx.documents.renderPdf(model, modelSm3), fileName, mediaType: 'application/pdf', disposition: 'inline' }
  return { content: await ctx.documents.renderDocx(model, modelSm3), fileName, mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }
}

/** The sealed paper, filed under exactly the version that was sealed. */
export async function uploadSheetScan(ctx: SpineCtx, reviewSheetId: string, files: readonly ReceivedFile[]): Promise<{ evidenceId: string }> {
  requirePermission(ctx, 'access-review:manage')
  const db = accessTables(ctx)
  const sheet = await db.selectFrom('accessAdjustment.reviewSheet as s').innerJoin('accessAdjustment.review as r', 'r.reviewId', 's.reviewId').select(['s.version', 's.modelSm3', 'r.number', 'r.subsystem']).where('s.reviewSheetId', '=', reviewSheetId).executeTakeFirst()
  if (!sheet) throw reviewErrors['no-sheet']()
  const [file] = files
  if (!file || files.length !== 1 || !/^(application\/pdf|image\/)/.test(file.mediaType)) throw reviewErrors['no-file']()
  const { evidenceId } = await recordEvidence(ctx, {
    kind: 'signed-scan',
    title: `账户权限复核表 ${sheet.number} 第 ${sheet.version} 版盖章扫描件`,
    about: { service: 'access-adjustment', subsystem: sheet.subsystem, document: sheet.number },
    body: { document: sheet.number, version: sheet.version, sm3: sheet.modelSm3 },
    files: [{ sm3: file.sm3, fileName: file.fileName, mediaType: file.mediaType, bytes: file.bytes }],
  })
  await db.insertInto('accessAdjustment.reviewScan').values({ reviewScanId: newId(ctx.now), reviewSheetId, sm3: file.sm3, fileName: file.fileName, uploadedAt: ctx.now, uploadedBy: actorUserId(ctx.actor), uploadedByName: actorName(ctx.actor), evidenceId }).execute()
  return { evidenceId }
}

/** Made with the review, of the accounts that it read: a later reading does not change what was reviewed. */
export async function makeSheet(ctx: SpineCtx, reviewId: string): Promise<void> {
  const db = accessTables(ctx)
  const review = await db.selectFrom('accessAdjustment.review').selectAll().where('reviewId', '=', reviewId).executeTakeFirstOrThrow()
  const text = canonicalJson(JSON.parse(JSON.stringify(documentModel.parse(await compose(ctx, review)))))
  await db.insertInto('accessAdjustment.reviewSheet').values({ reviewSheetId: newId(ctx.now), reviewId, version: 1, model: text, modelSm3: sm3(text), madeAt: ctx.now }).execute()
}

async function currentSheet(ctx: SpineCtx, reviewId: string): Promise<StoredSheet> {
  const stored = await accessTables(ctx).selectFrom('accessAdjustment.reviewSheet').selectAll().where('reviewId', '=', reviewId).orderBy('version', 'desc').executeTakeFirst()
  if (!stored) throw reviewErrors['no-sheet']()
  return { ...stored, model: stored.model as DocumentModel }
}

type Review = { reviewId: string; number: string; subsystem: string; takenAt: Date; periodKey: string | null; summary: unknown; evidenceId: string }

async function compose(ctx: SpineCtx, review: Review): Promise<DocumentInput> {
  const db = accessTables(ctx)
  const summary = review.summary as ReviewSummary
  const items = await db.selectFrom('accessAdjustment.reviewItem').selectAll().where('reviewId', '=', review.reviewId).orderBy('position').execute()
  const title = `${subsystems.titles[review.subsystem as keyof typeof subsystems.titles] ?? ''}账户权限复核表`
  const blocks: DocumentInput['blocks'] = [
    {
      kind: 'table', caption: '复核情况', columns: [{ title: '项目', width: 1 }, { title: '内容', width: 3 }],
      rows: [
        ['复核编号', review.number], ['所属期间', review.periodKey ?? '临时'], ['核对时间', formatInstant(review.takenAt).slice(0, 16).replace('T', ' ')],
        ['依据条款', '合同 M2、九（八）'], ['证据编号', review.evidenceId],
        ['核对结论', items.length === 0 ? '在用账户与单据全部相符' : `${discrepancyKind.values.flatMap((kind) => ((summary.counts[kind] ?? 0) > 0 ? [`${discrepancyKind.titles[kind]} ${summary.counts[kind]} 项`] : [])).join('，')}，其中已说明 ${summary.accepted} 项`],
      ],
    },
    { kind: 'table', caption: '不符情况', columns: [{ title: '序号', width: 0.65, align: 'right' }, { title: '类别', width: 1 }, { title: '内容', width: 4 }, { title: '处理意见', width: 2 }], rows: items.map(({ title: text, kind }, index) => [String(index + 1), discrepancyKind.titles[kind as keyof typeof discrepancyKind.titles], text, '']), zeroRows: '没有不符。' },
  ]
  for (const component of summary.components) {
    const accounts = await db.selectFrom('accessAdjustment.liveAccount').select('facts').where('componentId', '=', component.componentId).orderBy('account').execute()
    blocks.push({
      kind: 'table', caption: `${component.title}：在用账户`,
      columns: [{ title: '序号', width: 0.65, align: 'right' }, { title: '账号', width: 1.3 }, { title: '姓名', width: 1 }, { title: '单位、岗位', width: 1.6 }, { title: '状态', width: 0.7 }, { title: '角色', width: 2.4 }, { title: '保留（是/否）', width: 0.9 }],
      rows: accounts.map(({ facts }) => facts as TargetAccount).filter(({ state }) => state !== 'closed').map((one, index) => [String(index + 1), one.account, one.displayName, [one.unit, one.post].filter(Boolean).join(' ') || '—', targetAccountState.titles[one.state], one.roles.map(({ role, validTo }) => (validTo === null ? role : `${role}（至 ${businessDate(new Date(validTo))}）`)).join('、') || '—', one.isService ? '程序' : '']),
      zeroRows: '没有在用账户。',
    })
  }
  return {
    kind: '账户权限复核表', form: 'record', title, number: review.number, version: '第 1 版', classification: '内部资料',
    cover: { lines: [], organisation: '运维单位', date: businessDate(review.takenAt) },
    signaturePages: [{ title: '复核确认', roles: [{ label: '甲方（盖章）' }, { label: '甲方复核人' }, { label: '乙方经办人' }], note: '请逐一确认账户是否保留，盖章后扫描上传。' }],
    blocks,
  }
}
