import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sharedProduct } from '#tests/support/product.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { findFaults, openBrowser, openWindow, PHONE } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})

test('a title of one word of three hundred letters pushes no page sideways', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const visitor = await product.signIn('inspector')
  const body = new FormData()
  body.set('kind', 'training-record')
  body.set('title', 'x'.repeat(300))
  body.set('about', '{}')
  body.set('file', new Blob(['proof']), `${'y'.repeat(150)}.txt`)
  const answer = await visitor.send('POST', '/api/evidence', { body })
  assert.equal(answer.status, 200, answer.text)
  const { evidenceId } = JSON.parse(answer.text) as { evidenceId: string }
  const window = await openWindow(browser, product.url, visitor)
  for (const size of [undefined, PHONE]) {
    if (size) await window.page.setViewportSize(size)
    for (const address of [`/evidence/${evidenceId}`, '/evidence']) {
      await window.page.goto(address)
      await window.settle()
      assert.deepEqual((await findFaults(window)).filter((fault) => /sideways/.test(fault)), [], address)
    }
  }
  await window.context.close()
})
