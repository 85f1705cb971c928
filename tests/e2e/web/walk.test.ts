import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { sharedProduct } from '#tests/support/product.ts'
import { roles } from '#tests/support/product/people.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { DESK, findFaults, invisibleFocusStops, keepPicture, openBrowser, openWindow, PHONE, type Window } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})

/** Addresses that some role has already looked at closely, with ids left out. */
const lookedAt = new Set<string>()
/** Links that somebody has already followed, with ids left out. */
const followed = new Set<string>()
/** Roles with the same menu meet the same details and links: the first of them follows these. */
const walkedMenus = new Set<string>()
const shapeOf = (address: string) => address.split(/[?#]/, 1)[0]!.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\/\d+(?=\/|$)/g, (id) => (id.startsWith('/') ? '/:id' : ':id'))

describe('every page of the menu, as every role', () => {
  for (const role of roles) {
    test(`${role} meets no error, no dead end, and nothing too wide for a phone`, async (t) => {
      if (skipWithout(t, browser) || isMissing(browser)) return
      const window = await openWindow(browser, product.url, await product.signIn(role))
      const faults: string[] = []
      const links = new Set<string>()
      try {
        await window.page.goto('/')
        await window.settle()
        const menu = await addressesIn(window, 'nav[aria-label="主菜单"] a[href]')
        assert.ok(menu.length > 0, `${role} has an empty menu`)
        const isKnownMenu = walkedMenus.has(menu.join())
        walkedMenus.add(menu.join())
        for (const address of menu) {
          await look(window, address, faults, links)
          if (isKnownMenu) continue
          const detail = (await addressesIn(window, `main a[href^="${address === '/' ? '/none' : address}/"]`)).find((one) => shapeOf(one) !== one && !menu.includes(one))
          if (detail !== undefined) await look(window, detail, faults, links)
        }
        for (const link of isKnownMenu ? [] : links) {
          // Whether a role may see a page is tried with its menu; a link needs to be followed once.
          if (followed.has(shapeOf(link)) || lookedAt.has(shapeOf(link))) continue
          followed.add(shapeOf(link))
          await follow(window, link, faults)
        }
      } finally {
        await window.context.close()
      }
      assert.deepEqual(faults, [])
    })
  }
})

describe('by keyboard', () => {
  test('the focus can be seen at every stop of the first page', async (t) => {
    if (skipWithout(t, browser) || isMissing(browser)) return
    const window = await openWindow(browser, product.url, await product.signIn('project-manager'))
    await window.page.goto('/')
    await window.settle()
    assert.deepEqual(await invisibleFocusStops(window.page, 15), [])
    await window.context.close()
  })

  test('g and a letter go to a page, / to its search, ? shows what the keys do', async (t) => {
    if (skipWithout(t, browser) || isMissing(browser)) return
    const window = await openWindow(browser, product.url, await product.signIn('project-manager'))
    const { page } = window
    await page.goto('/evidence')
    await window.settle()
    await page.keyboard.press('/')
    assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).type), 'search')
    await page.keyboard.press('Escape')
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    assert.deepEqual(window.complaints(), [])
    await window.context.close()
  })
})

/** Opens a page as a person would come to it; the first who comes looks closely, at both widths. */
async function look(window: Window, address: string, faults: string[], links: Set<string>): Promise<void> {
  const { page } = window
  const tell = (width: string, found: readonly string[]) => faults.push(...found.map((fault) => `${address} (${width}): ${fault}`))
  await page.goto(address)
  await window.settle()
  tell('desk', window.complaints())
  const refusal = await page.getByText(/没有这个页面|您的角色不能查看/).count()
  if (refusal > 0) tell('desk', ['the menu or a list leads to a page that is not there for this role'])
  for (const link of await addressesIn(window, 'main a[href]')) links.add(link)
  if (lookedAt.has(shapeOf(address))) return
  lookedAt.add(shapeOf(address))
  tell('desk', await findFaults(window))
  await keepPicture(page, `${shapeOf(address)} desk`)
  await page.setViewportSize(PHONE)
  await window.settle()
  tell('phone', [...window.complaints(), ...(await findFaults(window))])
  await keepPicture(page, `${shapeOf(address)} phone`)
  await page.setViewportSize(DESK)
}

/** A link has to lead somewhere: a file that answers, or a page that is there for this person. */
async function follow(window: Window, link: string, faults: string[]): Promise<void> {
  if (link.startsWith('/api/')) {
    const answer = await window.context.request.get(link)
    if (answer.status() >= 400) faults.push(`the link ${link} answers ${answer.status()}`)
    return
  }
  await window.page.goto(link)
  await window.settle()
  if ((await window.page.getByText(/没有这个页面|您的角色不能查看/).count()) > 0) faults.push(`the link ${link} is a dead end`)
  faults.push(...window.complaints().map((complaint) => `${link}: ${complaint}`))
}

/** Internal addresses of visible links, each once. */
function addressesIn({ page }: Window, selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const found = [...document.querySelectorAll<HTMLAnchorElement>(wanted)].filter((link) => link.checkVisibility() && link.origin === location.origin && !link.getAttribute('href')?.startsWith('#'))
    return [...new Set(found.map((link) => link.pathname + link.search))]
  }, selector)
}
