import { randomUUID } from 'node:crypto'
import { decideRequest } from '#spine/requests/approvals/decide-approval.ts'
import { openRequest, publishSensitiveColumns, readRequest, submitRequest } from '#spine/spine.ts'
import { DATA_EXPORT_KIND, type DataExportForm } from '../exports/api.ts'
import { downloadExport, revealExportPassword } from '../exports/hand-over.ts'
import { generateExport } from '../exports/open-generation.ts'
import { readDataExport } from '../exports/read-exports.ts'
import { reviewExportRequest } from '../exports/review-export.ts'
import { maintenanceBed } from './maintenance-bed.ts'

/** Beside the enterprises: one row a person, with everything that must not leave in the clear, and cells that a spreadsheet would run. */
export const PEOPLE_TABLE = `
  create table field.worker (id bigint primary key, worker_name text, id_card text, mobile text, card_no text, home_address text, remark text, wage numeric(12, 2), born date, entered timestamptz);
  insert into field.worker values
    (1, '张三丰', '110101199003070134', '13800130001', '6222020200112233445', '北京市海淀区中关村大街 1 号', '=cmd|calc', -12.50, '1990-03-07', '2024-09-01 08:30:00+08'),
    (2, '李四', '110101198001010015', '13800130002', '6222020200112233446', '北京市朝阳区建国路 2 号', '联系 13800130009，卡 6222020200112233447', 8000, '1980-01-01', null),
    (3, '王五', null, null, null, null, E'@SUM(1)\\n"引号"，逗号', 0, null, null)`

export async function exportBed(now?: string) {
  const bed = await maintenanceBed(now)
  await bed.pool.query(PEOPLE_TABLE)
  const { writer, reviewer, security, executor, receiver } = bed.people
  const confirm = (columns: Record<string, string>) =>
    bed.asSystem((ctx) => publishSensitiveColumns(ctx, bed.componentId, Object.entries(columns).map(([column, of]) => ({ schema: 'field', table: 'worker', column, confirmed: { class: of, level: '3', at: ctx.now, byName: '安全员' } }))))
  const formOf = (form: Partial<DataExportForm>): Record<string, unknown> => ({
    subsystem: 'law-enforcement', componentId: bed.componentId, purpose: 'export', department: '业务一处', demandedBy: '需求人', documentNo: '临时〔2024〕1 号', reason: '核对人员信息', script: 'select id, worker_name, mobile from field.worker order by id', format: 'csv', expectedRows: 3, tolerance: 0,
    receiverId: receiver.userId, receiverUnit: '业务一处', keepDays: 30, unmasked: [], unmaskReason: '', ...form,
  })
  const draft = async (form: Partial<DataExportForm>) => {
    const row = await bed.as(writer, (ctx) => openRequest(ctx, { requestId: randomUUID(), kind: DATA_EXPORT_KIND, form: formOf(form) }))
    await bed.attach(row, writer)
    return row
  }
  const submit = async (form: Partial<DataExportForm>) => {
    const row = await draft(form)
    await bed.act(writer, (ctx) => reviewExportRequest(ctx, row.requestId))
    await bed.as(writer, (ctx) => submitRequest(ctx, row.requestId, row.version))
    return row.requestId
  }
  const decide = (who: typeof reviewer, requestId: string, step: number) => bed.as(who, async (ctx) => decideRequest(ctx, requestId, (await readRequest(ctx, requestId)).version, { step, decision: 'approved', note: '核对无误' }))
  const approved = async (form: Partial<DataExportForm>) => {
    const requestId = await submit(form)
    await decide(reviewer, requestId, 1)
    if ((form.unmasked ?? []).length > 0) await decide(security, requestId, 2)
    return requestId
  }
  const detail = (dataExportId: string, who = executor) => bed.as(who, (ctx) => readDataExport(ctx, dataExportId))
  const generate = async (requestId: string) => {
    const { dataExportId } = await bed.as(executor, (ctx) => generateExport(ctx, requestId))
    await bed.perform((await detail(dataExportId)).workOrderId)
    return detail(dataExportId)
  }
  return {
    ...bed, confirm, draft, submit, decide, approved, generate, detail,
    /** As the receiver gets it: the archive's bytes and the password. */
    async fetch(dataExportId: string, who = receiver) {
      const { password } = await bed.as(who, (ctx) => revealExportPassword(ctx, dataExportId, '10.0.0.8'))
      const { content } = await bed.as(who, (ctx) => downloadExport(ctx, dataExportId, '10.0.0.8'))
      const chunks: Uint8Array[] = []
      for await (const chunk of content as AsyncIterable<Uint8Array>) chunks.push(chunk)
      return { zip: Buffer.concat(chunks), password }
    },
  }
}
export type ExportBed = Awaited<ReturnType<typeof exportBed>>
