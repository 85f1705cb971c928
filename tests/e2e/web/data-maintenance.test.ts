import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { withConnection } from '#platform/database/connect.ts'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { backupApi } from '#services/backup/api.ts'
import { dataExportsApi } from '#services/data-maintenance/exports/api.ts'
import { dataOrdersApi } from '#services/data-maintenance/orders/api.ts'
import { openEncryptedZip } from '#services/data-maintenance/testing/open-encrypted-zip.ts'
import { sharedProduct } from '#tests/support/product.ts'
import type { Visitor } from '#tests/support/product/people.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { choose, DESK, findFaults, openBrowser, openWindow, PHONE, type Window } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})

const [writer, reviewer, security, executor, receiver] = await Promise.all(['inspector', 'client-reviewer', 'security-lead', 'database-administrator', 'business-department'].map((role) => product.signIn(role))) as [Visitor, Visitor, Visitor, Visitor, Visitor]
const subsystem = 'cost-information'
const today = businessDate(new Date())

/** The field itself, as its own engine tells it. */
async function inTarget<Row extends object>(statement: string): Promise<Row[]> {
  return withConnection(await product.databaseUrl('xinyun_cost_information'), async (connection) => (await connection.query<Row>(statement)).rows)
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 180_000; !(await isSo()); ) {
    if (Date.now() > deadline) assert.fail(`${what}: not within three minutes`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

const hasBackup = async () => (await executor.client(backupApi).listArchives({ query: { subsystem } })).total > 0

/** Fills a tag field: each word a tag. */
async function tags({ page }: Window, label: string, ...words: string[]): Promise<void> {
  const field = page.getByRole('combobox', { name: label })
  for (const word of words) {
    await field.fill(word)
    await field.press('Enter')
  }
}

async function fillDemand({ page }: Window): Promise<void> {
  await choose(page, '子系统', '工程造价')
  await choose(page, '目标数据库', '数据维护接口')
  await page.getByLabel('提出需求的业务部门').fill('造价处（示例）')
  await page.getByLabel('需求提出人').fill('王某（示例）')
  await page.getByLabel('需求单编号').fill('造价函〔2026〕7 号')
}

/** The paper, then the review that counts and the submission; answers the id of the order. */
async function attachAndSubmit({ page, settle }: Window): Promise<string> {
  await page.waitForURL('**/edit')
  await settle()
  await page.getByRole('button', { name: '上传需求单' }).click()
  await page.locator('.ant-drawer input[type=file]').setInputFiles({ name: '需求单.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 需求单') })
  await page.locator('.ant-drawer').getByRole('button', { name: '上传', exact: true }).click()
  await page.locator('main').getByText('需求单.pdf').waitFor()
  await page.getByRole('button', { name: '审查并提交审批' }).click()
  await page.waitForURL(/\/data-maintenance\/(orders|export-requests)\/[0-9a-f-]+$/)
  await settle()
  return page.url().split('/').at(-1) ?? ''
}

async function approve(who: Visitor, address: string): Promise<void> {
  assert.ok(!isMissing(browser))
  const window = await openWindow(browser, product.url, who)
  const { page, settle } = window
  await page.goto(address)
  await settle()
  await page.getByRole('button', { name: '审批', exact: true }).click()
  await page.getByRole('radio', { name: '同意', exact: true }).check()
  await page.getByRole('button', { name: '提交意见' }).click()
  await page.getByRole('button', { name: '审批', exact: true }).waitFor({ state: 'detached' })
  assert.deepEqual(window.complaints(), [], address)
  await window.context.close()
}

async function shoot({ page }: Window, name: string): Promise<void> {
  const shots = process.env['SHOTS']
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

async function look(window: Window, address: string, name: string): Promise<void> {
  for (const size of [DESK, PHONE]) {
    await window.page.setViewportSize(size)
    await window.page.goto(address)
    await window.settle()
    await shoot(window, `${name}-${size.width}`)
    assert.deepEqual(await findFaults(window), [], `${address} at ${size.width}`)
    assert.deepEqual(window.complaints(), [], `${address} at ${size.width}`)
  }
  await window.page.setViewportSize(DESK)
}

test('a change of live rows is written, reviewed, approved twice, rehearsed on a restored copy, executed, proven and taken back', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  if (!(await hasBackup())) await executor.client(backupApi).startRun({ body: { subsystem } })
  const [firm] = await inTarget<{ id: number; grade: string }>("select cost_firm_id::int as id, credit_grade as grade from cost.cost_firm where credit_grade <> 'B' order by 1 limit 1")
  assert.ok(firm)
  const gradeNow = async () => (await inTarget<{ grade: string }>(`select credit_grade as grade from cost.cost_firm where cost_firm_id = ${firm.id}`))[0]?.grade

  const writing = await openWindow(browser, product.url, writer)
  const { page } = writing
  await page.goto('/data-maintenance')
  await writing.settle()
  await page.getByRole('button', { name: '新数据调整需求单' }).click()
  await writing.settle()
  await fillDemand(writing)
  await page.getByLabel('事由').fill('按公文调整企业信用等级')
  await tags(writing, '要改动的表', 'cost.cost_firm')
  await tags(writing, '各语句的批准行数', '1')
  const editor = page.getByLabel('SQL 脚本')
  await editor.click()
  await page.keyboard.type("update cost.cost_firm\nset credit_grade = 'B'")
  await page.getByRole('button', { name: '审查脚本' }).click()
  await page.getByText('须改正').first().waitFor()
  await shoot(writing, 'order-refused-1280')
  await editor.press('Control+End')
  await page.keyboard.type(`\nwhere cost_firm_id = ${firm.id}`)
  await page.getByRole('button', { name: '审查脚本' }).click()
  await page.getByText('1. update cost.cost_firm 1 行').waitFor()
  await page.getByText('须改正').first().waitFor({ state: 'detached' })
  for (const [label, at] of [['执行时段自', `${today} 00:00`], ['执行时段至', `${addDays(today, 2)} 23:00`]] as const) {
    await page.getByLabel(label).fill(at)
    const calendar = page.locator('.ant-picker-dropdown:visible')
    await calendar.getByRole('button', { name: '确定' }).click()
    await calendar.waitFor({ state: 'hidden' })
  }
  await shoot(writing, 'order-written-1280')
  await page.getByRole('button', { name: '存为草稿' }).click()
  const requestId = await attachAndSubmit(writing)
  const address = `/data-maintenance/orders/${requestId}`
  assert.deepEqual(writing.complaints(), [])

  await approve(reviewer, address)
  await approve(security, address)

  await until('the first backup', hasBackup)
  const doing = await openWindow(browser, product.url, executor)
  await doing.page.goto(`${address}?tab=rehearsal`)
  await doing.settle()
  assert.equal(await doing.page.getByRole('button', { name: '执行', exact: true }).count(), 0, 'nothing is executed before its rehearsal')
  await doing.page.getByRole('button', { name: '在副本上演练' }).click()
  await doing.page.getByText('在恢复的副本上正向、反向各执行一次').waitFor({ timeout: 120_000 })
  await doing.page.getByText('反向还原 1 行，逐行与改动前一致').waitFor()
  assert.equal(await gradeNow(), firm.grade, 'a rehearsal leaves the field alone')
  await look(doing, `${address}?tab=rehearsal`, 'order-rehearsed')

  await doing.page.getByRole('button', { name: '执行', exact: true }).click()
  await doing.page.locator('.ant-modal').getByRole('button', { name: '执行', exact: true }).click()
  await doing.page.goto(`${address}?tab=execution`)
  await doing.page.getByText('1 行全部一致').waitFor({ timeout: 60_000 })
  assert.equal(await gradeNow(), 'B')
  await doing.page.getByRole('button', { name: '改动前后' }).click()
  const image = doing.page.locator('.ant-drawer')
  await image.getByRole('cell', { name: 'credit_grade' }).waitFor()
  assert.match(await image.innerText(), new RegExp(`${firm.id}\\s+credit_grade\\s+${firm.grade}\\s+B`))
  await shoot(doing, 'order-image-1280')
  await look(doing, `${address}?tab=review`, 'order-script')

  await page.goto(`${address}?tab=execution`)
  await writing.settle()
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await page.getByLabel('撤销理由').fill('公文撤回，恢复原状')
  await page.getByRole('button', { name: '建立撤销单' }).click()
  const undoId = await attachAndSubmit(writing)
  for (const [who, step] of [[reviewer, 1], [security, 2]] as const) {
    const client = who.client(requestsApi)
    const { version } = await client.getRequest({ params: { requestId: undoId } })
    await client.decideRequest({ params: { requestId: undoId }, body: { version, step, decision: 'approved', note: '同意' } })
  }
  await doing.page.goto(`/data-maintenance/orders/${undoId}?tab=execution`)
  await doing.settle()
  await doing.page.getByRole('button', { name: '执行', exact: true }).click()
  await doing.page.locator('.ant-modal').getByRole('button', { name: '执行', exact: true }).click()
  await doing.page.getByText('1 行全部一致').waitFor({ timeout: 60_000 })
  assert.equal(await gradeNow(), firm.grade, 'as it was')
  const { number } = await executor.client(requestsApi).getRequest({ params: { requestId: undoId } })
  await look(doing, `${address}?tab=execution`, 'order-undone')
  assert.match(await doing.page.locator('main').innerText(), new RegExp(`已由 ${number} 撤销`))
  const [done] = (await executor.client(dataOrdersApi).getDataOrder({ params: { requestId } })).executions
  assert.deepEqual([done?.state, done?.readBack, done?.undoneBy?.requestId], ['applied', { rows: 1, differing: [] }, undoId])
  await look(doing, '/data-maintenance/rules', 'rules')
  await doing.page.emulateMedia({ colorScheme: 'dark' })
  await look(doing, `${address}?tab=review`, 'order-script-dark')
  await doing.context.close()
  await writing.context.close()
})

test('an export is previewed, approved, made by a third person, received against its digest, and destroyed before the eyes of its receiver', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const rows = await inTarget<{ person_name: string }>('select p.person_name from cost.cost_engineer e join master.person p using (person_id) where e.cost_engineer_id <= 20 order by e.cost_engineer_id')
  const writing = await openWindow(browser, product.url, writer)
  const { page } = writing
  await page.goto('/data-maintenance/exports')
  await writing.settle()
  await page.getByRole('button', { name: '新数据导出需求单' }).click()
  await writing.settle()
  await fillDemand(writing)
  await page.getByLabel('用途').fill('核对造价工程师名录')
  await page.getByLabel('SQL 脚本').click()
  await page.keyboard.type('select e.cost_engineer_id as 编号, p.person_name as 姓名, e.level as 级别, e.speciality as 专业\nfrom cost.cost_engineer e join master.person p on p.person_id = e.person_id\nwhere e.cost_engineer_id <= 20 order by e.cost_engineer_id')
  await page.getByRole('button', { name: '审查并预览' }).click()
  await page.getByRole('heading', { name: /预览：脱敏后的前/ }).waitFor()
  const shown = await page.locator('main').innerText()
  assert.ok(!rows.some(({ person_name }) => shown.includes(person_name)), 'no name in the clear')
  await page.getByLabel('预计行数').fill(String(rows.length))
  await page.getByRole('radio', { name: 'CSV' }).check()
  await choose(page, '接收人', '业务部门（示例）')
  await page.getByLabel('接收人单位').fill('业务处室（示例）')
  await page.getByLabel('保留').fill('1')
  await shoot(writing, 'export-written-1280')
  await page.getByRole('button', { name: '存为草稿' }).click()
  const requestId = await attachAndSubmit(writing)
  const request = `/data-maintenance/export-requests/${requestId}`
  assert.deepEqual(writing.complaints(), [])
  await approve(reviewer, request)

  const doing = await openWindow(browser, product.url, executor)
  await doing.page.goto(`${request}?tab=exports`)
  await doing.settle()
  await doing.page.getByRole('button', { name: '生成文件' }).click()
  await doing.page.locator('.ant-modal').getByRole('button', { name: '生成', exact: true }).click()
  await doing.page.getByText('已生成').first().waitFor({ timeout: 60_000 })
  await look(doing, `${request}?tab=exports`, 'export-made')
  await look(doing, `${request}?tab=review`, 'export-query')
  await look(doing, '/data-maintenance/exports', 'exports')
  const [made] = (await executor.client(dataExportsApi).getExportRequest({ params: { requestId } })).exports
  assert.equal(made?.rowCount, rows.length)
  const address = `/data-maintenance/exports/${made?.dataExportId}`
  await doing.page.goto(address)
  await doing.settle()
  assert.equal(await doing.page.getByRole('link', { name: '下载加密包' }).count(), 0, 'who made it does not get it')
  await doing.context.close()

  const receiving = await openWindow(browser, product.url, receiver)
  await receiving.page.goto(address)
  await receiving.settle()
  const [download] = await Promise.all([receiving.page.waitForEvent('download'), receiving.page.getByRole('link', { name: '下载加密包' }).click()])
  await receiving.page.getByRole('button', { name: '查看打开口令' }).click()
  const password = await receiving.page.locator('.ant-alert code').innerText()
  const entries = openEncryptedZip(await readFile(await download.path()), password)
  const file = [...entries].find(([name]) => name.endsWith('.csv'))?.[1] ?? assert.fail('no table in the archive')
  assert.equal(file.toString().trim().split('\r\n').length, rows.length + 1)
  await receiving.page.getByRole('button', { name: '核对摘要并签收' }).click()
  await receiving.page.getByLabel('文件的 SM3 或 SHA-256 摘要').fill(createHash('sha256').update(file).digest('hex'))
  await receiving.page.getByRole('button', { name: '签收', exact: true }).click()
  await receiving.page.getByText('已签收', { exact: true }).waitFor()
  await look(receiving, address, 'export-received')

  await receiving.page.getByRole('button', { name: '提前销毁' }).click()
  await receiving.page.locator('.ant-modal').getByRole('button', { name: '提前销毁', exact: true }).click()
  await receiving.page.getByText('已销毁', { exact: true }).waitFor({ timeout: 60_000 })
  assert.equal(await receiving.page.getByRole('link', { name: '下载加密包' }).count(), 0)
  await receiving.page.getByRole('button', { name: '确认自留副本已销毁' }).click()
  await receiving.page.getByLabel('副本在哪里、怎样销毁').fill('办公电脑上的副本已粉碎删除')
  await receiving.page.getByRole('button', { name: '确认', exact: true }).click()
  await receiving.page.getByText('办公电脑上的副本已粉碎删除').waitFor()
  await look(receiving, address, 'export-destroyed')
  await look(receiving, `${address}?tab=records`, 'export-records')
  const gone = await receiver.client(dataExportsApi).getDataExport({ params: { dataExportId: made?.dataExportId ?? '' } })
  assert.equal(gone.state, 'destroyed')
  await receiving.context.close()
  await writing.context.close()
})
