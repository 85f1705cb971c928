import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import exceljs from 'exceljs'
import { AppError } from '#platform/errors/app-error.ts'
import { openRequest, readRequest, submitRequest } from '#spine/spine.ts'
import { matched } from '../assessments.ts'
import { withdrawRequest } from '#spine/requests/submit-request.ts'
import { exportBed } from '../testing/export-bed.ts'
import { openEncryptedZip } from '../testing/open-encrypted-zip.ts'
import { DATA_EXPORT_KIND } from './api.ts'
import { destroyExports } from './destroy-exports.ts'
import { confirmCopiesDestroyed, destroyExport, downloadExport, revealExportPassword, signExport } from './hand-over.ts'
import { generateExport } from './open-generation.ts'
import { listDataExports, readDataExport, readExportRequest } from './read-exports.ts'
import { previewExport } from './review-export.ts'

const bed = await exportBed()
const { writer, reviewer, security, executor, receiver, stranger } = bed.people
const everything = 'select id, worker_name, id_card, mobile, card_no, home_address, remark, wage, born, entered from field.worker order by id'
const folder = path.join(bed.home, 'exports')
const sealedFile = (dataExportId: string) => path.join(folder, `${dataExportId}.sealed`)

test('an export is reviewed, approved, made by a third person, masked, handed over against receipt, destroyed and proven', async () => {
  await bed.confirm({ wage: 'finance' })
  const preview = await bed.act(writer, (ctx) => previewExport(ctx, { componentId: bed.componentId, script: everything, exportQueryId: null, queryVersion: null, parameters: {} }))
  assert.deepEqual(preview.rows[0], ['1', '张**', '110***********0134', '138****0001', '***************3445', '北京市海淀区******', '=cmd|calc', '******', '1990-03-07', '2024-09-01 08:30:00+08'])
  assert.deepEqual(preview.columns.map(({ rule, by }) => `${rule}/${by}`), ['content/content', 'name/name', 'resident-id/name', 'mobile/name', 'bank-card/name', 'address/name', 'content/content', 'finance/confirmed', 'content/content', 'content/content'])

  const requestId = await bed.approved({ script: everything })
  for (const who of [writer, reviewer]) await assert.rejects(bed.as(who, (ctx) => generateExport(ctx, requestId)), { code: 'data-export.not-ready' }, who.displayName)
  const made = await bed.generate(requestId)
  assert.deepEqual([made.state, made.rowCount, made.approvedRows, made.reason], ['generated', 3, 3, ''])
  await assert.rejects(bed.as(executor, (ctx) => generateExport(ctx, requestId)), { code: 'data-export.not-ready' }, 'one order is one file')
  // Nothing of it can be read on the disk.
  assert.match(readFileSync(sealedFile(made.dataExportId)).subarray(0, 8).toString(), /^XYSEAL1/)
  assert.ok(!readFileSync(sealedFile(made.dataExportId)).includes('worker_name'))

  // The named receiver, and nobody else.
  await assert.rejects(bed.as(executor, (ctx) => downloadExport(ctx, made.dataExportId, '::1')), /data-export:receive|权限/)
  await assert.rejects(bed.as(stranger, (ctx) => downloadExport(ctx, made.dataExportId, '::1')), { code: 'data-export.not-found' })
  await assert.rejects(bed.as(stranger, (ctx) => readDataExport(ctx, made.dataExportId)), { code: 'data-export.not-found' })
  // The receiver's page leads to the demand, so he may read it.
  assert.equal((await bed.as(receiver, (ctx) => readRequest(ctx, requestId))).requestId, requestId)
  await assert.rejects(bed.as(stranger, (ctx) => readRequest(ctx, requestId)), { code: 'filed-request.not-found' })
  await assert.rejects(bed.as(receiver, (ctx) => downloadExport(ctx, randomUUID(), '::1')), { code: 'data-export.not-found' })
  await assert.rejects(bed.as(receiver, (ctx) => signExport(ctx, made.dataExportId, { digest: made.fileSm3 ?? '', note: '' })), { code: 'data-export.not-fetched' })
  assert.equal((await bed.as(stranger, (ctx) => listDataExports(ctx, { page: 1, pageSize: 50 }))).total, 0)
  assert.equal((await bed.as(receiver, (ctx) => listDataExports(ctx, { page: 1, pageSize: 50, mine: true }))).total, 1)

  const { zip, password } = await bed.fetch(made.dataExportId)
  assert.throws(() => openEncryptedZip(zip, 'guess'), /wrong password/)
  const entries = openEncryptedZip(zip, password)
  const csv = entries.get(made.fileName ?? '')
  assert.ok(csv)
  assert.deepEqual([createHash('sm3').update(csv).digest('hex'), createHash('sha256').update(csv).digest('hex')], [made.fileSm3, made.fileSha256])
  assert.deepEqual(csv.toString().split('\r\n').slice(0, 4), [
    '\uFEFFid,worker_name,id_card,mobile,card_no,home_address,remark,wage,born,entered',
    "1,张**,110***********0134,138****0001,***************3445,北京市海淀区******,'=cmd|calc,******,1990-03-07,2024-09-01 08:30:00",
    '2,李*,110***********0015,138****0002,***************3446,北京市朝阳区******,联系 138****0009，卡 ***************3447,******,1980-01-01,',
    "3,王*,,,,,\"'@SUM(1)\n\"\"引号\"\"，逗号\",******,,",
  ])
  const manifest = entries.get('说明.txt')?.toString() ?? ''
  for (const told of [made.fileSm3 ?? '?', made.number, '接收人', '3 行']) assert.ok(manifest.includes(told), told)

  await assert.rejects(bed.as(receiver, (ctx) => signExport(ctx, made.dataExportId, { digest: '0'.repeat(64), note: '' })), { code: 'data-export.wrong-digest' })
  await bed.as(receiver, (ctx) => signExport(ctx, made.dataExportId, { digest: made.fileSm3 ?? '', note: '收到' }))
  await assert.rejects(bed.as(receiver, (ctx) => signExport(ctx, made.dataExportId, { digest: made.fileSm3 ?? '', note: '' })), { code: 'data-export.already-received' })
  assert.equal((await bed.read(requestId)).state, 'closed')
  const signed = await bed.detail(made.dataExportId)
  assert.deepEqual([signed.state, signed.downloads.map(({ kind, userName, address }) => `${kind} ${userName} ${address}`).toSorted()], ['received', ['file 接收人 10.0.0.8', 'password 接收人 10.0.0.8']])

  bed.at('2024-10-03T10:00:00+08:00')
  await assert.rejects(bed.as(receiver, (ctx) => downloadExport(ctx, made.dataExportId, '::1')), { code: 'data-export.not-available' }, 'expired before the job has come')
  assert.deepEqual(await destroyExports(bed.runtime), { destroyed: 1, swept: 0 })
  const gone = await bed.detail(made.dataExportId)
  assert.deepEqual([gone.state, existsSync(sealedFile(made.dataExportId)), (await bed.pool.query('select sealed_key from data_maintenance.data_export where data_export_id = $1', [made.dataExportId])).rows], ['destroyed', false, [{ sealed_key: null }]])
  await assert.rejects(bed.as(receiver, (ctx) => revealExportPassword(ctx, made.dataExportId, '::1')), { code: 'data-export.not-available' })
  bed.at('2024-10-12T10:00:00+08:00')
  await destroyExports(bed.runtime)
  assert.equal((await bed.as(executor, (ctx) => listDataExports(ctx, { page: 1, pageSize: 50, overdueCopies: true }))).total, 1)
  await bed.as(receiver, (ctx) => confirmCopiesDestroyed(ctx, made.dataExportId, '本机副本已粉碎删除'))
  assert.equal((await bed.as(executor, (ctx) => listDataExports(ctx, { page: 1, pageSize: 50, overdueCopies: true }))).total, 0)
  const { rows: kinds } = await bed.pool.query<{ kind: string }>("select kind from spine.evidence where about ->> 'export' = $1 order by 1", [made.number])
  assert.deepEqual(kinds.map(({ kind }) => kind), ['data-maintenance.export-destruction', 'demand-form', 'export-file', 'hand-over-receipt'])
  bed.at('2024-09-02T09:00:00+08:00')
})

test('a column is shown as it is only when the form names it, with a reason, and the security lead has agreed', async () => {
  const bare = await bed.draft({ script: everything, unmasked: ['mobile'] })
  const problems = await bed.as(writer, (ctx) => submitRequest(ctx, bare.requestId, bare.version)).then(() => [], (error: unknown) => (error instanceof AppError ? error.problems.map(({ place }) => place) : []))
  assert.deepEqual(problems, ['form.unmaskReason', 'form.script'])
  const requestId = await bed.submit({ script: everything, unmasked: ['mobile'], unmaskReason: '需逐一电话核实' })
  await bed.decide(reviewer, requestId, 1)
  await assert.rejects(bed.as(executor, (ctx) => generateExport(ctx, requestId)), { code: 'data-export.not-ready' }, 'one approval is not enough')
  await bed.decide(security, requestId, 2)
  const made = await bed.generate(requestId)
  const { zip, password } = await bed.fetch(made.dataExportId)
  const [, first] = openEncryptedZip(zip, password).get(made.fileName ?? '')?.toString().split('\r\n') ?? []
  assert.equal(first, "1,张**,110***********0134,13800130001,***************3445,北京市海淀区******,'=cmd|calc,******,1990-03-07,2024-09-01 08:30:00")
  assert.deepEqual(made.columns.find(({ name }) => name === 'mobile'), { name: 'mobile', kind: 'text', rule: null, by: 'approved' })
})

test('a workbook tells whose it is, keeps numbers as numbers, and runs nothing', async () => {
  const made = await bed.generate(await bed.approved({ script: 'select id, remark, wage * 1 as 金额, born from field.worker order by id', format: 'xlsx', unmasked: ['金额'], unmaskReason: '核对发放金额' }))
  const { zip, password } = await bed.fetch(made.dataExportId)
  const workbook = new exceljs.Workbook()
  const bytes = openEncryptedZip(zip, password).get(made.fileName ?? '')
  assert.ok(bytes)
  await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer)
  assert.equal(workbook.worksheets[0]?.name, '说明')
  const told = (workbook.worksheets[0]?.getColumn(2).values ?? []).join()
  for (const text of [made.number, '接收人', '业务一处', '核对人员信息']) assert.ok(told.includes(text), text)
  const [sheet] = workbook.worksheets.slice(1)
  assert.deepEqual([sheet?.getCell('B2').value, sheet?.getCell('B2').formula, sheet?.getCell('C2').value, sheet?.getCell('A3').value], ['=cmd|calc', undefined, -12.5, 2])
  assert.match(sheet?.headerFooter.oddFooter ?? '', new RegExp(`${made.number}.*接收人`))
})

test('another number of rows than approved, and a write hidden in a function give no file', async () => {
  await bed.pool.query("create function field.sneaky() returns integer language plpgsql as $$ begin insert into field.worker (id) values (99); return 1; end $$")
  for (const [form, why] of [
    [{ expectedRows: 2 }, /多于批准的行数/],
    [{ expectedRows: 5, tolerance: 1 }, /批准 5 行（±1），读到 3 行/],
  ] as const) {
    const made = await bed.generate(await bed.approved(form))
    assert.deepEqual([made.state, made.rowCount, existsSync(sealedFile(made.dataExportId))], ['refused', null, false])
    assert.match(made.reason, why)
  }
  // The read-only transaction says no already when the draft is reviewed.
  await assert.rejects(bed.submit({ script: 'select id, field.sneaky() as a from field.worker order by id' }), { code: 'filed-request.incomplete' })
  assert.equal((await bed.pool.query('select 1 from field.worker where id = 99')).rowCount, 0)
  for (const script of ["update field.worker set remark = '' where id = 1", 'select 1; select 2', 'select id from field.worker order by id for update', "with x as (delete from field.worker returning id) select id from x order by id", 'select id into field.copy from field.worker']) {
    const preview = await bed.act(writer, (ctx) => previewExport(ctx, { componentId: bed.componentId, script, exportQueryId: null, queryVersion: null, parameters: {} }))
    assert.ok(preview.findings.some(({ severity }) => severity === 'error'), script)
    assert.deepEqual(preview.rows, [], script)
  }
})

test('sent twice it is one order; ordered twice it is one file; a changed form has to be reviewed and approved again', async () => {
  const requestId = randomUUID()
  const form = { subsystem: 'law-enforcement', reason: '重复提交' }
  const rows = await Promise.all([1, 2].map(() => bed.as(writer, (ctx) => openRequest(ctx, { requestId, kind: DATA_EXPORT_KIND, form }))))
  assert.equal(rows[0]?.number, rows[1]?.number)
  const approved = await bed.approved({})
  const told = await Promise.allSettled([1, 2].map(() => bed.as(executor, (ctx) => generateExport(ctx, approved))))
  assert.deepEqual(told.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  assert.equal((await bed.as(executor, (ctx) => readExportRequest(ctx, approved))).exports.length, 1)
})

test('a file that nobody fetched is destroyed and may be made again; that of a withdrawn order is destroyed at once', async () => {
  const requestId = await bed.approved({ keepDays: 1 })
  const first = await bed.generate(requestId)
  bed.at('2024-09-04T09:00:00+08:00')
  await destroyExports(bed.runtime)
  assert.equal((await bed.detail(first.dataExportId)).state, 'destroyed')
  const again = await bed.generate(requestId)
  assert.deepEqual([again.state, again.dataExportId === first.dataExportId], ['generated', false])
  const { version } = await bed.read(requestId)
  await bed.as(writer, (ctx) => withdrawRequest(ctx, requestId, version, '业务部门不再需要'))
  await destroyExports(bed.runtime)
  assert.deepEqual([(await bed.detail(again.dataExportId)).state, existsSync(sealedFile(again.dataExportId))], ['destroyed', false])
  bed.at('2024-09-02T09:00:00+08:00')
})

test('a receiver who needs the file no longer has it destroyed before its day, once he has signed for it', async () => {
  const made = await bed.generate(await bed.approved({}))
  const end = (who = receiver) => bed.as(who, (ctx) => destroyExport(ctx, made.dataExportId))
  await bed.fetch(made.dataExportId)
  await assert.rejects(end(), { code: 'data-export.not-received' })
  await bed.as(receiver, (ctx) => signExport(ctx, made.dataExportId, { digest: made.fileSm3 ?? '', note: '' }))
  await assert.rejects(end(executor), /data-export:receive|权限/)
  await assert.rejects(end(stranger), { code: 'data-export.not-found' })
  await end()
  await assert.rejects(bed.fetch(made.dataExportId), { code: 'data-export.not-available' }, 'over from this moment')
  await destroyExports(bed.runtime)
  assert.deepEqual([(await bed.detail(made.dataExportId)).state, existsSync(sealedFile(made.dataExportId))], ['destroyed', false])
  await assert.rejects(end(), { code: 'data-export.not-received' })
})

test('what lies on the disk without belonging to anything is taken away, and a stored file that was altered is never delivered', async () => {
  const made = await bed.generate(await bed.approved({}))
  const bytes = readFileSync(sealedFile(made.dataExportId))
  bytes[bytes.length - 40] = (bytes[bytes.length - 40] as number) ^ 1
  writeFileSync(sealedFile(made.dataExportId), bytes)
  await assert.rejects(bed.fetch(made.dataExportId), /校验不符/)
  writeFileSync(path.join(folder, `${randomUUID()}.part`), 'left')
  assert.equal((await destroyExports(bed.runtime)).swept, 1)
  assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.part')), [])
})

test('the clause is met by form, file and receipt, and not before', async () => {
  const componentId = await bed.register('market-supervision')
  const verdicts = async (requestId: string) => (await bed.pool.query<{ state: string; kinds: string[] }>("select w.state, array(select e.kind from spine.work_order_evidence l join spine.evidence e using (evidence_id) where l.work_order_id = w.work_order_id order by 1) as kinds from spine.work_order w where w.request_id = $1 and w.kind = 'data-maintenance.fulfil-export'", [requestId])).rows
  const requestId = await bed.approved({ subsystem: 'market-supervision', componentId })
  const made = await bed.generate(requestId)
  assert.deepEqual((await verdicts(requestId))[0]?.kinds, [])
  await bed.fetch(made.dataExportId)
  await bed.as(receiver, (ctx) => signExport(ctx, made.dataExportId, { digest: made.fileSm3 ?? '', note: '' }))
  const [duty] = await verdicts(requestId)
  assert.deepEqual(duty, { state: 'closed', kinds: ['demand-form', 'export-file', 'hand-over-receipt'] })
  const { rows } = await bed.pool.query<{ kind: string; body: unknown }>("select e.kind, e.body from spine.work_order_evidence l join spine.evidence e using (evidence_id) join spine.work_order w using (work_order_id) where w.request_id = $1 and w.kind = 'data-maintenance.fulfil-export'", [requestId])
  const judged = rows.map((row) => ({ evidenceId: randomUUID(), happenedAt: new Date(), ...row }))
  assert.deepEqual(matched.judge(judged, {}), { isComplete: true, lines: [] })
  assert.deepEqual(matched.judge(judged.filter(({ kind }) => kind !== 'hand-over-receipt'), {}).lines, ['没有签收'])
})
