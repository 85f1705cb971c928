import { formatInstant } from '#shared/instant.ts'
import { documentModel, type Block } from '#shared/document-model.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import type { FileAnswer } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { approvalState } from '../api.ts'
import { describeForm } from '../describe-form.ts'
import { requireVisible } from '../read-requests.ts'
import { filedRequestErrors } from '../request.ts'
import { findRequest, findRequestKind, formOf, plainRequest } from '../requests.store.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** One version of the form on paper, in the client's layout, with its digest in the footer: what is signed is that text. */
export async function printRequest(ctx: SpineCtx, requestId: string, format: 'pdf' | 'docx', wanted?: number): Promise<FileAnswer> {
  const db = spineTables(ctx)
  const row = await findRequest(ctx, requestId)
  await requireVisible(ctx, row)
  const formVersion = wanted ?? row.formVersion
  if (formVersion === 0) throw filedRequestErrors['wrong-state']({ detail: '草稿提交后才能打印' })
  const kind = findRequestKind(ctx, row.kind)
  const version = await db.selectFrom('spine.requestForm').selectAll().where('requestId', '=', requestId).where('formVersion', '=', formVersion).executeTakeFirst()
  if (!version) throw filedRequestErrors['not-found']({ detail: `第 ${formVersion} 版` })
  const form = kind.form.parse(await formOf(ctx, requestId, formVersion))
  const approvals = await db.selectFrom('spine.requestApproval').select(['title', 'state', 'decidedByName', 'decidedAt', 'note']).where('requestId', '=', requestId).where('formVersion', '=', formVersion).orderBy('step').execute()
  const blocks: Block[] = [
    ...(kind.print?.(form, { ...plainRequest(row), form }) ?? [formTable(kind.title, await describeForm(ctx, row, formVersion))]),
    {
      kind: 'table',
      caption: '审批意见',
      columns: [column('步骤', 2), column('意见', 4), column('审批人', 2), column('时间', 3)],
      rows: approvals.map((step) => [step.title, `${approvalState.titles[step.state as 'approved']}${step.note ? `：${step.note}` : ''}`, step.decidedByName ?? '', step.decidedAt ? formatInstant(step.decidedAt).slice(0, 16).replace('T', ' ') : '']),
      zeroRows: '本申请不需审批。',
    },
    ...(row.solution === '' ? [] : [{ kind: 'table' as const, caption: '办理结果', columns: [column('办理人', 2), column('结果', 7), column('交付时间', 3)], rows: [[await nameOf(ctx, row.assigneeId), row.solution, row.deliveredAt ? formatInstant(row.deliveredAt).slice(0, 16).replace('T', ' ') : '']], zeroRows: '' }]),
    // In groups of eight: people copy the first of them, and a line can break between them.
    { kind: 'note', tone: 'quiet', content: `签字盖章件须与第 ${formVersion} 版一致。内容校验值（SM3）：${version.formSm3.match(/.{8}/g)?.join(' ') ?? ''}` },
  ]
  const model = documentModel.parse({
    kind: '申请单据',
    form: 'record',
    title: kind.title,
    number: row.number,
    version: `第 ${formVersion} 版`,
    cover: { lines: [{ label: '申请人', value: row.requesterName }, { label: '子系统', value: subsystemTitle(row.subsystem) }], organisation: row.requesterUnit || '—', date: formatInstant(version.submittedAt).slice(0, 10) },
    signaturePages: [{ title: '签字盖章', roles: [{ label: '申请单位（盖章）' }, { label: '负责人（签字）' }, { label: '办理人（签字）' }], note: '' }],
    blocks,
  })
  const fileName = `${row.number} 第${formVersion}版.${format}`
  if (format === 'pdf') return { content: await ctx.documents.renderPdf(model, version.formSm3), fileName, mediaType: 'application/pdf', disposition: 'inline' }
  return { content: await ctx.documents.renderDocx(model, version.formSm3), fileName, mediaType: DOCX }
}

function formTable(title: string, lines: ReadonlyArray<{ label: string; value: string }>): Block {
  return { kind: 'table', caption: title, columns: [column('项目', 3), column('内容', 9)], rows: lines.map(({ label, value }) => [label, value]), zeroRows: '表单为空。' }
}

function column(title: string, width: number) {
  return { title, unit: '', align: 'left' as const, width }
}

async function nameOf(ctx: SpineCtx, userId: string | null): Promise<string> {
  if (userId === null) return '系统'
  const row = await spineTables(ctx).selectFrom('platform.userAccount').select('displayName').where('userId', '=', userId).executeTakeFirst()
  return row?.displayName ?? ''
}
