import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, formatInstant } from '#shared/instant.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { changeRequestApi } from '#services/change-request/api.ts'
import { sharedProduct } from '#tests/support/product.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { findFaults, openBrowser, openWindow, PHONE, type Window } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})

const today = businessDate(new Date())
const validFrom = addDays(today, 20)
const [asker, reviewer, lead, manager, operator] = [await product.signIn('business-department'), await product.signIn('client-reviewer'), await product.signIn('client-lead'), await product.signIn('project-manager'), await product.signIn('database-administrator')]
const requestId = randomUUID()

/** A change of law enforcement's texts as the business department asks for it and the client approves it. */
async function approvedChange(): Promise<void> {
  const at = (days: number, hours: number) => formatInstant(new Date(Date.now() + days * 86_400_000 + hours * 3_600_000))
  const form = {
    changeKind: 'normal', nature: 'content', subsystem: 'law-enforcement', title: '按新通知调整质量检查单', demand: '检查单增加农民工工资专用账户公示一项', demandUnit: '执法处（示例）', plannedFrom: at(200, 0), plannedTo: at(200, 4), estimateDays: 1,
    impactClause: '无', impactBackup: '无', impactSharing: '无', impactPeriod: '无', plan: '编辑、复核、发布、读回',
  }
  const requests = asker.client(requestsApi)
  const opened = await requests.openRequest({ body: { requestId, kind: 'change-request.change', form } })
  await requests.submitRequest({ params: { requestId }, body: { version: opened.version } })
  for (const [who, step] of [[reviewer, 1], [lead, 2]] as const) {
    const client = who.client(requestsApi)
    const { version } = await client.getRequest({ params: { requestId } })
    await client.decideRequest({ params: { requestId }, body: { version, step, decision: 'approved', note: '同意' } })
  }
}

async function look(window: Window, address: string, name: string): Promise<void> {
  for (const size of [{ width: 1280, height: 800 }, PHONE]) {
    await window.page.setViewportSize(size)
    await window.page.goto(address)
    await window.settle()
    const shots = process.env['SHOTS']
    if (shots) await window.page.screenshot({ path: `${shots}/${name}-${size.width}.png`, fullPage: true })
    assert.deepEqual(await findFaults(window), [], `${address} at ${size.width}`)
    assert.deepEqual(window.complaints(), [], `${address} at ${size.width}`)
  }
}

test('a text of law enforcement goes from the editor through a second person into the live system, and any day can be proven', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  await approvedChange()
  const client = operator.client(requestsApi)
  await client.takeRequest({ params: { requestId }, body: { version: (await client.getRequest({ params: { requestId } })).version } })

  const window = await openWindow(browser, product.url, operator)
  const { page } = window
  await page.goto(`/change-request/change/${requestId}/content/new`)
  await window.settle()
  await page.getByLabel('种类').click()
  await page.locator('.ant-select-item-option', { hasText: '检查单模板' }).dispatchEvent('click')
  await window.settle()
  await page.getByLabel('内容', { exact: true }).click()
  await page.keyboard.type('实名制')
  await page.locator('.ant-select-item-option', { hasText: '实名制与工资支付检查单' }).first().dispatchEvent('click')
  await page.getByRole('button', { name: '在末尾添加' }).click()
  const added = page.locator('.x-edited-rows > li').last()
  await added.getByLabel('检查内容').fill('专用账户公示')
  await added.getByLabel('检查方法').fill('现场查看')
  await page.getByLabel('生效日期').fill(validFrom)
  await page.keyboard.press('Enter')
  const shots = process.env['SHOTS']
  if (shots) await page.screenshot({ path: `${shots}/editor-1280.png`, fullPage: true })
  await page.getByRole('button', { name: '保存' }).click()
  assert.match(await page.locator('.x-form-summary').innerText(), /判定标准/, 'the gap is told')
  await added.getByLabel('判定标准').fill('公示内容完整、位置醒目')
  await page.getByRole('button', { name: '保存' }).click()
  await page.waitForURL('**/change-request/content-drafts/*')
  await window.settle()
  const contentDraftId = page.url().split('/').at(-1) ?? ''
  await page.getByText('专用账户公示').first().waitFor()
  assert.equal(await page.getByRole('button', { name: '复核' }).count(), 0, 'nobody reviews his own text')
  window.complaints()

  const second = await openWindow(browser, product.url, manager)
  await second.page.goto(`/change-request/content-drafts/${contentDraftId}`)
  await second.settle()
  await second.page.getByRole('button', { name: '复核' }).click()
  await second.page.getByRole('button', { name: '提交复核' }).click()
  await second.page.getByText('已复核').first().waitFor()
  await second.context.close()

  await page.reload()
  await window.settle()
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.locator('.ant-modal').getByRole('button', { name: '发布' }).click()
  await page.locator('main').getByText('网页端与移动端均已读回，摘要一致').waitFor({ timeout: 45_000 })
  await look(window, `/change-request/content-drafts/${contentDraftId}`, 'draft')
  await look(window, `/change-request/content-drafts/${contentDraftId}?tab=channels`, 'channels')
  await look(window, `/change-request/content?on=${validFrom}&kind=check-sheet&code=JCD-GZ-01`, 'proof')
  assert.match(await page.locator('main').innerText(), /网页端与移动端一致，且与发布证据的摘要相同/)
  const proof = await operator.client(changeRequestApi).proveContent({ query: { kind: 'check-sheet', code: 'JCD-GZ-01', on: addDays(validFrom, -1) } })
  assert.deepEqual([proof.isEqual, proof.channels.map(({ version }) => version?.version)], [true, [1, 1]], 'the day before, the version before')
  await look(window, `/change-request/change/${requestId}/content/${contentDraftId}`, 'editor-again').catch((error: unknown) => t.diagnostic(String(error)))
  await window.context.close()
})

test('a change is written with its conflicts in sight, and every page of changes stands at both widths', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const window = await openWindow(browser, product.url, manager)
  const { page } = window
  await page.goto('/change-request/change/new')
  await window.settle()
  await page.getByRole('button', { name: '提交' }).click()
  assert.match(await page.locator('.x-form-summary').innerText(), /标题|需求内容/)
  const shots = process.env['SHOTS']
  if (shots) await page.screenshot({ path: `${shots}/new-change-gaps-1280.png`, fullPage: true })
  window.complaints()
  for (const [address, name] of [
    ['/change-request/change/new', 'new-change'], ['/change-request/change', 'changes'], [`/change-request/change/${requestId}`, 'change'], [`/change-request/change/${requestId}?tab=steps`, 'steps'], [`/change-request/change/${requestId}?tab=contents`, 'contents'],
    [`/change-request/change/${requestId}?tab=efforts`, 'change-efforts'], ['/change-request/calendar', 'calendar'], ['/change-request/efforts', 'efforts'], ['/change-request/templates', 'templates'], ['/change-request/content', 'content'],
  ] as const) await look(window, address, name)
  await window.context.close()
})
