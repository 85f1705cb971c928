import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { Route } from 'playwright-core'
import { ticketsApi } from '#services/service-desk/tickets/api.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { sharedProduct } from '#tests/support/product.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { openBrowser, openWindow, type Window } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})

/** Other runs on the same product are none of ours. */
const MARK = randomUUID().slice(0, 6)

/** A hand that types writes about five keys a second. */
const KEYS_A_SECOND = 5
const SECONDS = 20
/** What is kept is tried again every quarter of a minute; a loaded machine must not turn slowness into a fault. */
const SLOWNESS_MS = 60_000

/** Types one call with the keyboard alone and says how many keys it took. Arrow keys choose within a group, Tab goes on. */
async function typeCall({ page }: Window, call: { number: string; title: string }): Promise<number> {
  let keys = 0
  const type = async (text: string) => {
    keys += text.length
    await page.keyboard.type(text)
  }
  const press = async (key: string, times = 1) => {
    keys += times
    for (let time = 0; time < times; time += 1) await page.keyboard.press(key)
  }
  await page.getByLabel('主叫号码').focus()
  await type(call.number)
  await press('Tab', 4)
  await type(call.title)
  await press('Tab')
  await press('Space')
  await press('ArrowRight')
  await press('Tab')
  await press('Space')
  await press('ArrowRight')
  await press('Control+Enter', 1)
  return keys
}

const count = async (officer: Awaited<ReturnType<typeof product.signIn>>, title: string) => {
  const answer = await officer.send('GET', `/api/service-desk/tickets?search=${encodeURIComponent(title)}`)
  return (JSON.parse(answer.text) as { items: Array<{ state: string; subsystem: string; category: string | null }> }).items
}

test('a call is a ticket after a hundred keys, without the mouse', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const officer = await product.signIn('duty-officer')
  const window = await openWindow(browser, product.url, officer)
  window.page.setDefaultTimeout(SLOWNESS_MS)
  await window.page.goto('/service-desk')
  await window.settle()
  const title = `证书打印空白${MARK}`
  const keys = await typeCall(window, { number: '01055550123', title })
  await window.page.getByText('已录单').waitFor()
  assert.ok(keys <= KEYS_A_SECOND * SECONDS, `${keys} keys`)
  const found = await count(officer, title)
  assert.deepEqual(found.map(({ state, subsystem, category }) => [state, subsystem, category]), [['ready', 'market-supervision', 'fault']])
  assert.deepEqual(window.complaints(), [])
  await window.context.close()
})

test('two agents open one ticket: the second is told who did what meanwhile, sees it behind, and loses nothing that was typed', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const [officer, manager] = [await product.signIn('duty-officer'), await product.signIn('project-manager')]
  const ticketId = randomUUID()
  await officer.client(ticketsApi).enterTicket({ body: { ticketId, form: { title: `两人同办${MARK}`, subsystem: 'market-supervision', category: 'fault', line: '7726' }, caller: { name: '来电人' } } })
  const window = await openWindow(browser, product.url, manager)
  const { page } = window
  page.setDefaultTimeout(SLOWNESS_MS)
  await page.goto(`/tickets/${ticketId}`)
  await window.settle()
  await page.getByRole('button', { name: '首次答复' }).click()
  await page.getByLabel('答复内容').fill('我来处理')
  const { version } = await officer.client(requestsApi).getRequest({ params: { requestId: ticketId } })
  await officer.client(ticketsApi).answerTicket({ params: { ticketId }, body: { version, answer: '已收到，正在查看' } })
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: '首次答复（已收到，正在查看）' }).first().waitFor()
  assert.equal(await page.getByLabel('答复内容').inputValue(), '我来处理')
  await page.locator('main').getByText('已收到，正在查看').first().waitFor()
  assert.deepEqual(window.complaints(), [`409 POST /api/service-desk/tickets/${ticketId}/answer`])
  await window.context.close()
})

test('a ticket written without a network is kept, goes out when it is back, and an answer that was lost makes no second one', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const officer = await product.signIn('duty-officer')
  const window = await openWindow(browser, product.url, officer)
  const { page, context } = window
  page.setDefaultTimeout(SLOWNESS_MS)
  await page.goto('/service-desk')
  await window.settle()
  const [offline, lost] = [`断网登录故障${MARK}`, `应答丢失故障${MARK}`]
  await context.setOffline(true)
  await typeCall(window, { number: '01055550124', title: offline })
  await page.getByText('待发 1 件').waitFor()
  assert.deepEqual(await count(officer, offline), [])
  await context.setOffline(false)
  await page.getByText('待发 1 件').waitFor({ state: 'detached' })
  assert.equal((await count(officer, offline)).length, 1)

  // The server takes it, the answer never arrives.
  const losesAnswer = async (route: Route) => {
    await route.fetch()
    await route.abort('connectionreset')
  }
  await page.route('**/api/service-desk/tickets', losesAnswer, { times: 1 })
  await typeCall(window, { number: '01055550125', title: lost })
  await page.getByText('待发 1 件').waitFor()
  await page.getByRole('button', { name: '立即补发' }).click()
  await page.getByText('待发 1 件').waitFor({ state: 'detached' })
  assert.equal((await count(officer, lost)).length, 1)
  await context.close()
})
