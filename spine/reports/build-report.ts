import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { documentNumber, newId } from '#shared/ids.ts'
import { businessDate } from '#shared/instant.ts'
import { documentModel, type DocumentModel } from '#shared/document-model.ts'
import { actorName, actorUserId, type Actor } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { act, look } from '#platform/context/runtime.ts'
import { currentContract, type CurrentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx, SpineRuntime } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { EvidenceFile } from '#spine/evidence/evidence.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import type { ReportKind, ReportPeriod } from '#spine/service.ts'
import { nextNumber } from '#spine/work-orders/work-orders.store.ts'
import { collectChapters, type CollectedChapters } from './collect-chapters.ts'
import { freezeReport, thawReport, type FrozenReport } from './frozen-report.ts'
import { operatorTerm } from './time/operator-term.ts'
import { reportPeriod } from './time/report-period.ts'
import { reportKindTitle, reportState, type ReportState } from './api.ts'
import { reportCoverTitle, reportErrors, requireTransition } from './report.ts'
import { shownDate, shownInstant } from './report-words.ts'
import { addReportEvent, changeReport, lockReport, type ReportRow } from './reports.store.ts'

export type BuildReport = { readonly kind: ReportKind; readonly periodKey: string; /** Required when the client questioned the report. */ readonly reason?: string }
export type BuiltReport = { readonly reportId: string; readonly number: string; readonly version: number; readonly hash: string; readonly files: { readonly docx: EvidenceFile; readonly pdf: EvidenceFile } }
export type BuildProgress = (step: string, percent: number) => Promise<void>

type Snapshot = { readonly contract: CurrentContract; readonly period: ReportPeriod & { readonly title: string }; readonly collected: CollectedChapters; readonly asOf: Date }

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/**
 * Builds the next version of a period's report: all data are read in one snapshot, frozen with their digest, rendered
 * and kept as evidence. Two builds at once become two versions, one after the other.
 */
export async function buildReport(runtime: SpineRuntime, actor: Actor, request: BuildReport, onProgress: BuildProgress = async () => {}): Promise<BuiltReport> {
  const snapshot = await look(runtime, actor, async (ctx) => {
    requirePermission(ctx, 'report:build')
    const contract = await currentContract(ctx)
    const period = reportPeriod(request.kind, request.periodKey, await operatorTerm(ctx, contract), businessDate(ctx.now))
    const known = await findReport(ctx, contract.contractId, request)
    if (known) requireBuildable(known.state as ReportState, request.reason)
    const collected = await collectChapters(ctx, period, (title, at, of) => onProgress(`汇集数据：${title}`, Math.round(5 + (50 * at) / of)))
    return { contract, period, collected, asOf: ctx.now }
  })
  return act(runtime, actor, (ctx) => keepVersion(ctx, snapshot, request.reason ?? '', onProgress))
}

async function findReport(ctx: SpineCtx, contractId: string, { kind, periodKey }: BuildReport): Promise<ReportRow | undefined> {
  return spineTables(ctx).selectFrom('spine.report').selectAll().where('contractId', '=', contractId).where('kind', '=', kind).where('periodKey', '=', periodKey).executeTakeFirst()
}

function requireBuildable(state: ReportState, reason: string | undefined): void {
  if (state === 'draft' || state === 'revised') return
  if (state === 'questioned') {
    if ((reason ?? '').trim().length < 4) throw reportErrors['needs-reason']({ detail: '至少四个字，例如甲方质疑的内容和改正的做法' })
    return
  }
  throw reportErrors['wrong-state']({ detail: `${reportState.titles[state]}的报告不能重新编制${state === 'reviewed' ? '，请先退回' : ''}` })
}

/** The second half: the row is locked, so that version numbers have no gaps and no two builds share one. */
async function keepVersion(ctx: SpineCtx, snapshot: Snapshot, reason: string, onProgress: BuildProgress): Promise<BuiltReport> {
  const { contract, period, asOf } = snapshot
  const row = await ensureReport(ctx, snapshot)
  const before = row.state as ReportState
  requireBuildable(before, reason)
  const after: ReportState = before === 'questioned' ? 'revised' : before
  if (before !== 'draft') requireTransition(before, after)
  const version = row.currentVersion + 1
  const frozen: FrozenReport = {
    document: composeReport(snapshot, row.number, version, reason, actorName(ctx.actor)),
    queries: snapshot.collected.queries,
    asked: snapshot.collected.asked,
    frame: { from: period.from, to: period.to, contractId: contract.contractId, asOf },
  }
  const { text, hash } = freezeReport(frozen)
  // Rendered from what was frozen, never from what it was made of: the order of keys would show.
  const { document } = thawReport(text)
  const name = `${row.title}-第${version}版`
  await onProgress('排版 PDF', 60)
  const pdf = await store(ctx, await ctx.documents.renderPdf(document, hash), `${name}.pdf`, 'application/pdf')
  await onProgress('生成 Word', 80)
  const docx = await store(ctx, await ctx.documents.renderDocx(document, hash), `${name}.docx`, DOCX)
  const data = await store(ctx, Buffer.from(text), `${name}-数据快照.json`, 'application/json')
  await onProgress('存证', 95)
  const about = { contract: contract.code, service: 'operations-reporting', report: row.number, period: `${period.from}/${period.to}` }
  const facts = { report: row.number, version, kind: period.kind, periodKey: period.key, isPartial: period.isPartial, asOf: asOf.toISOString(), dataSm3: hash }
  const proof = await recordEvidence(ctx, { kind: 'operations-report', title: `${row.title} 第 ${version} 版`, about, body: { ...facts, pdfSm3: pdf.sm3, docxSm3: docx.sm3 }, files: [docx, pdf] })
  const snapshotProof = await recordEvidence(ctx, { kind: 'data-snapshot', title: `${row.title} 第 ${version} 版 数据快照`, about, body: { ...facts, figures: document.figures.length }, files: [data] })
  await spineTables(ctx)
    .insertInto('spine.reportVersion')
    .values({
      reportId: row.reportId,
      version,
      frozenText: text,
      dataSm3: hash,
      docxSm3: docx.sm3,
      pdfSm3: pdf.sm3,
      isPartial: period.isPartial,
      asOf,
      reason,
      builtAt: ctx.now,
      builtBy: actorUserId(ctx.actor),
      builtByName: actorName(ctx.actor),
      evidenceId: proof.evidenceId,
      snapshotEvidenceId: snapshotProof.evidenceId,
    })
    .execute()
  await changeReport(ctx, row, { state: after, currentVersion: version, periodFrom: period.from, periodTo: period.to })
  await addReportEvent(ctx, row.reportId, { kind: before === 'questioned' ? 'revised' : 'built', version, note: reason, evidenceId: proof.evidenceId })
  return { reportId: row.reportId, number: row.number, version, hash, files: { docx, pdf } }
}

async function ensureReport(ctx: SpineCtx, { contract, period }: Snapshot): Promise<ReportRow> {
  // Two first builds of one period at once: the second waits here and then finds the first one's report.
  await sql`select pg_advisory_xact_lock(7100030)`.execute(ctx.tx)
  const known = await findReport(ctx, contract.contractId, { kind: period.kind, periodKey: period.key })
  if (known) return lockReport(ctx, known.reportId)
  const day = businessDate(ctx.now)
  const number = documentNumber('BG', day, await nextNumber(ctx, `BG-${day}`))
  const reportId = newId(ctx.now)
  await spineTables(ctx)
    .insertInto('spine.report')
    .values({
      reportId,
      number,
      contractId: contract.contractId,
      kind: period.kind,
      periodKey: period.key,
      periodFrom: period.from,
      periodTo: period.to,
      title: `${period.title}${reportKindTitle[period.kind]}`,
      state: 'draft',
      createdAt: ctx.now,
    })
    .execute()
  return lockReport(ctx, reportId)
}

async function store(ctx: SpineCtx, bytes: Buffer, fileName: string, mediaType: string): Promise<EvidenceFile> {
  return { ...(await ctx.files.put(Readable.from([bytes]))), fileName, mediaType }
}

function composeReport({ contract, period, collected, asOf }: Snapshot, number: string, version: number, reason: string, author: string): DocumentModel {
  const { document } = contract
  const party = (id: string) => document.parties.find((one) => one.id === id)?.title ?? id
  return documentModel.parse({
    kind: reportKindTitle[period.kind],
    form: 'report',
    title: `${document.project} ${reportCoverTitle[period.kind]}`,
    subtitle: period.isPartial ? `${period.title}（草稿，截至 ${shownInstant(asOf)}）` : period.title,
    number,
    version: `第 ${version} 版`,
    classification: document.isDemonstration ? '演示数据，不作履约凭据' : '内部资料',
    cover: {
      organisation: `${party('operator')}（运维服务方）`,
      date: shownDate(businessDate(asOf)),
      lines: [
        { label: '报告期间', value: `${period.from} 至 ${period.to}${period.isPartial ? '（尚未结束）' : ''}` },
        { label: '合同名称', value: document.title },
        { label: '统计截至', value: shownInstant(asOf) },
        { label: '编制', value: author },
        ...(reason ? [{ label: '修订说明', value: reason }] : []),
      ],
    },
    signaturePages: [
      {
        title: '签署页',
        roles: [{ label: '编制（乙方）' }, { label: '复核（乙方项目经理）' }, { label: '评审（甲方审核）' }, { label: '确认（甲方项目负责人）' }],
        note: `本报告的全部数据冻结于 ${shownInstant(asOf)}，每页页脚的校验值为冻结数据的 SM3 摘要。签字盖章后的扫描件须对应同一版次、同一校验值。`,
      },
    ],
    blocks: [...(period.isPartial ? [partialNote(asOf, period)] : []), ...collected.blocks],
    figures: collected.figures,
  })
}

function partialNote(asOf: Date, period: ReportPeriod) {
  return { kind: 'note', tone: 'watch', content: `报告期间至 ${period.to} 结束，本版数据截至 ${shownInstant(asOf)}，是草稿，不能作为本期正式报告提交。` } as const
}
