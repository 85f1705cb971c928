import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { signatureHeaders } from '#platform/crypto/signed-body.ts'
import { telephoneCallsApi, telephoneSourcesApi } from '#services/service-desk/telephony/api.ts'
import { sharedProduct } from '#tests/support/product.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { findFaults, openBrowser, openWindow, PHONE } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})

const administrator = await product.signIn('system-administrator')
const source = `test-${randomUUID().slice(0, 8)}`
const { secret } = await administrator.client(telephoneSourcesApi).addSource({ body: { source, title: '测试总机' } })
const callId = randomUUID()

async function report(kind: string, more: object = {}): Promise<string> {
  const body = JSON.stringify({ eventId: randomUUID(), callId, kind, at: new Date(Date.now() - 1_000).toISOString(), line: '7726', caller: '010-55550166', ...more })
  const answer = await product.nobody.send('POST', `/api/telephone-sources/${source}/events`, { body, headers: { 'content-type': 'application/json', ...signatureHeaders(secret, body, new Date()) } })
  assert.equal(answer.status, 200, answer.text)
  return (answer.body as { telephoneCallId: string }).telephoneCallId
}

test('a ringing call stands over whatever page is open, opens by one key, and goes when somebody takes it', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const window = await openWindow(browser, product.url, await product.signIn('duty-officer'))
  const { page } = window
  await page.goto('/work-orders')
  await window.settle()
  const telephoneCallId = await report('ringing')
  const popUp = page.locator('.x-ringing-call')
  await popUp.waitFor({ timeout: 5_000 })
  const text = await popUp.innerText()
  assert.match(text, /7726 来电/)
  assert.match(text, /010\*+0166/)
  assert.doesNotMatch(text, /55550166/)
  await page.setViewportSize(PHONE)
  assert.deepEqual(await findFaults(window), [])
  await page.keyboard.press('t')
  await page.waitForURL(`**/telephone-calls/${telephoneCallId}`)
  await report('answered', { agent: '801' })
  await popUp.waitFor({ state: 'detached', timeout: 5_000 })
  await report('ended')
  await page.reload()
  await window.settle()
  assert.match(await page.locator('main').innerText(), /已结束/)
  assert.deepEqual(window.complaints(), [])
  await window.context.close()
})

test('who may not take calls is shown none, and the pages of calls and mail stand still at both widths', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const calls = await (await product.signIn('duty-officer')).client(telephoneCallsApi).listCalls({ query: {} })
  for (const role of ['client-reviewer', 'system-administrator']) {
    const window = await openWindow(browser, product.url, await product.signIn(role))
    for (const address of ['/telephone-calls', `/telephone-calls/${calls.items[0]?.telephoneCallId}`, '/telephone-sources', '/mail/threads', '/mail/inbound', '/mail/mailboxes']) {
      for (const size of [{ width: 1280, height: 800 }, PHONE]) {
        await window.page.setViewportSize(size)
        await window.page.goto(address)
        await window.settle()
        const shots = process.env['SHOTS']
        if (shots) await window.page.screenshot({ path: `${shots}/${role}${address.replaceAll('/', '-')}-${size.width}.png` })
        assert.deepEqual(await findFaults(window), [], `${address} at ${size.width} as ${role}`)
        assert.deepEqual(window.complaints(), [], `${address} as ${role}`)
      }
    }
    await window.context.close()
  }
})
