import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { convertToPdf, missingTools, pdfPages } from '#platform/documents/testing/external-tools.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { attachScan } from '#spine/requests/files/attach-files.ts'
import { printRequest } from '#spine/requests/files/print-request.ts'
import { openWorkOrder } from '#spine/spine.ts'
import { downloadSheet, uploadSheetScan } from '../reviews/review-sheet.ts'
import { accessBed, prepareTarget } from '../testing/access-bed.ts'
import type { AccessLine } from './api.ts'

const bed = await accessBed()
await prepareTarget(bed, 'law-enforcement', 'web_target')
await prepareTarget(bed, 'law-enforcement', 'app_target', 'app-accounts')
await prepareTarget(bed, 'enterprise-qualification', 'first_target')
const reviewed = async (subsystem: string) => {
  const { workOrderId } = await bed.asSystem((ctx) => openWorkOrder(ctx, { kind: 'access-adjustment.check-accounts', service: 'access-adjustment', subsystem, title: '核对', input: { kind: 'on-demand' } }))
  await bed.perform(workOrderId)
  return (await bed.pool.query<{ id: string }>('select review_id as id from access_adjustment.review where work_order_id = $1', [workOrderId])).rows[0]?.id ?? ''
}
const reviews = { law: await reviewed('law-enforcement'), first: await reviewed('enterprise-qualification') }
const line = (account: string, more: Partial<AccessLine> = {}): AccessLine => ({ target: 'accounts', account, displayName: '', unit: '', post: '', grant: [], revoke: [], ...more })
const formSm3 = async (requestId: string, version: number) => (await bed.pool.query<{ sm3: string }>('select form_sm3 as sm3 from spine.request_form where request_id = $1 and form_version = $2', [requestId, version])).rows[0]?.sm3 ?? ''
const asker = bed.people.asker
const printed = (requestId: string, format: 'pdf' | 'docx', version?: number) => bed.as(asker, async (ctx) => Buffer.from((await printRequest(ctx, requestId, format, version)).content as Uint8Array))
const squeezed = (pages: readonly string[]) => pages.join('').replaceAll(/\s+/g, '')
const scanned = async (name: string, mediaType = 'application/pdf') => {
  const content = new PassThrough()
  content.end(`%PDF-1.7 ${name}`)
  return bed.as(asker, async (ctx) => ({ ...(await ctx.files.put(content)), field: 'file', fileName: name, mediaType }))
}
const refusal = (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error)))

const lawOrder = { subsystem: 'law-enforcement' as const, kind: 'temporary' as const, startsOn: '2024-09-10', hours: 72, reason: '专项检查期间代岗', lines: [line('wang', { grant: ['clerk'] }), line('wang', { target: 'app-accounts', grant: ['clerk'] })] }
const firstOrder = { subsystem: 'enterprise-qualification' as const, kind: 'change' as const, lines: [line('zhang', { grant: ['clerk'], revoke: ['reader'] }), line('li', { grant: ['boss'] })] }

for (const [title, form, told] of [
  ['系统权限调整单', lawOrder, ['综合事务中心综合处', '临时授权', '2024-09-10零时', '72小时', 'APP', '授予clerk']],
  ['用户配置调整申请表', firstOrder, ['业务部门综合处', '变更', '批准后立即', '授予clerk，收回reader', '授予boss']],
] as const) {
  test(`${title} prints in Word and PDF: head, every account, each approval, places for seal and signatures, and the digest of its version`, { skip: missingTools('pdftotext', 'soffice') }, async () => {
    const { requestId, number } = await bed.submit({ ...form, lines: [...form.lines] })
    await bed.approve(requestId)
    const sm3 = await formSm3(requestId, 1)
    for (const format of ['pdf', 'docx'] as const) {
      const paper = await printed(requestId, format)
      const text = squeezed(await pdfPages(format === 'pdf' ? paper : await convertToPdf(paper, 'docx')))
      for (const word of [title, number, '综函〔2024〕1号', ...told, ...form.lines.map(({ account }) => account), '审批意见', '项目经理', '同意', '申请单位（盖章）', '负责人（签字）', '办理人（签字）']) assert.ok(text.includes(word), `${format}: ${word} is missing in ${text}`)
      assert.ok(text.includes(sm3), `${format}: the digest of the version`)
    }
  })
}

test('A signed scan belongs to the one version whose digest it carries; of another version, of another form or half typed it is refused in words', async () => {
  const { requestId } = await bed.submit(firstOrder)
  await bed.edit(requestId, { ...firstOrder, reason: '补充说明后重新提交' })
  const [first, second] = [await formSm3(requestId, 1), await formSm3(requestId, 2)]
  const attach = async (formVersion: number, hash: string) => {
    const file = await scanned(`扫描 ${formVersion} ${hash.slice(0, 9)}.pdf`)
    return bed.as(asker, (ctx) => attachScan(ctx, requestId, file, { formVersion, hash, note: '' }))
  }
  assert.match((await refusal(attach(2, first.slice(0, 8)))).message, /该校验值属于第 1 版，不是第 2 版/)
  assert.match((await refusal(attach(2, '0123456789abcdef'))).message, /不属于这份申请的任何版次/)
  assert.equal((await refusal(attach(2, second.slice(0, 7)))).code, 'filed-request.scan-mismatch')
  assert.equal((await refusal(attach(3, second))).code, 'filed-request.scan-mismatch')
  assert.equal((await bed.read(requestId)).files.filter(({ kind }) => kind === 'signed-scan').length, 0, 'nothing was kept of what was refused')
  const evidenceId = await attach(2, ` ${second.slice(0, 4)} ${second.slice(4, 12).toUpperCase()} `)
  await attach(1, first)
  const scans = (await bed.read(requestId)).files.filter(({ kind }) => kind === 'signed-scan')
  assert.deepEqual(scans.map(({ formVersion }) => formVersion), [2, 1])
  const { rows } = await bed.pool.query('select body from spine.evidence where evidence_id = $1', [evidenceId])
  assert.deepEqual([rows[0].body.formVersion, rows[0].body.formSm3], [2, second])
})

test('An old version prints as it was, and a draft does not print', { skip: missingTools('pdftotext') }, async () => {
  const { requestId } = await bed.submit(firstOrder)
  await bed.edit(requestId, { ...firstOrder, lines: [line('wang', { grant: ['clerk'] })] })
  const [old, now] = [squeezed(await pdfPages(await printed(requestId, 'pdf', 1))), squeezed(await pdfPages(await printed(requestId, 'pdf')))]
  assert.ok(old.includes('授予boss') && old.includes(await formSm3(requestId, 1)) && !now.includes('授予boss') && now.includes('wang'))
  const draft = await bed.draft(firstOrder)
  assert.equal((await refusal(printed(draft.requestId, 'pdf'))).code, 'filed-request.wrong-state')
})

test('The review sheet for the seal lists every account that it read, in Word and PDF alike; its scan belongs to that sheet and is a PDF or a picture', { skip: missingTools('pdftotext', 'soffice') }, async () => {
  const sheet = (format: 'docx' | 'pdf') => bed.as(asker, async (ctx) => Buffer.from((await downloadSheet(ctx, reviews.law, format)).content as Uint8Array))
  const before = squeezed(await pdfPages(await sheet('pdf')))
  for (const word of ['住房城乡建设系统执法', '账户权限复核表', '网页端账号：在用账户', 'APP账号：在用账户', '张三', '李四', '王五', 'reader', '程序', '处理意见', '甲方（盖章）', '甲方复核人']) assert.ok(before.includes(word), `${word} is missing in ${before}`)
  const word = squeezed(await pdfPages(await convertToPdf(await sheet('docx'), 'docx')))
  for (const account of ['zhang', 'li', 'wang', 'robot']) assert.ok(word.split(account).length > 2, `${account} is on the web and in the APP`)
  await bed.pool.query(`insert into web_target.app_user (login, real_name, status) values ('late', '后来者', '1')`)
  await reviewed('law-enforcement')
  assert.ok(!squeezed(await pdfPages(await sheet('pdf'))).includes('后来者'), 'what was reviewed stays what was reviewed')
  const { rows } = await bed.pool.query('select review_sheet_id as id, model_sm3 as sm3 from access_adjustment.review_sheet where review_id = $1', [reviews.law])
  const [sealed, text] = [await scanned('盖章.pdf'), await scanned('盖章.txt', 'text/plain')]
  assert.equal((await refusal(bed.as(asker, (ctx) => uploadSheetScan(ctx, rows[0].id, [text])))).code, 'access-review.no-file')
  const { evidenceId } = await bed.as(asker, (ctx) => uploadSheetScan(ctx, rows[0].id, [sealed]))
  const evidence = await bed.pool.query('select body from spine.evidence where evidence_id = $1', [evidenceId])
  assert.equal(evidence.rows[0].body.sm3, rows[0].sm3)
})
