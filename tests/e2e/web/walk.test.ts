import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { centreRoles } from '#centre/roles.ts'
import { sharedProduct } from '#tests/support/product.ts'
import { roles } from '#tests/support/product/people.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { DESK, findFaults, invisibleFocusStops, keepPicture, openBrowser, openWindow, PHONE, type Window } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})

const MENU = 'nav[aria-label="主菜单"] a'
/** Addresses that some role has already looked at closely, with ids left out. */
const lookedAt = new Set<string>()
/** Links that somebody has already followed, with ids left out. */
const followed = new Set<string>()
/** Page and what the visitor may do there: whoever may do the same sees the same. */
const seen = new Set<string>()
const shapeOf = (address: string) => address.split(/[?#]/, 1)[0]!.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\/\d+(?=\/|$)/g, (id) => (id.startsWith('/') ? '/:id' : ':id'))

// Three at once: a page mostly waits for its own animation, and the server has more than one visitor in life too.
describe('every page of the menu, as every role', { concurrency: 3 }, () => {
  for (const role of roles) {
    test(`${role} meets no error, no dead end, and nothing too wide for a phone`, async (t) => {
      if (skipWithout(t, browser) || isMissing(browser)) return
      const window = await openWindow(browser, product.url, await product.signIn(role))
      const faults: string[] = []
      const links = new Set<string>()
      const seesAll = permissionsOf(role).includes('request:read-all')
      const followedByMe = new Set<string>()
      try {
        await window.page.goto('/')
        await window.settle()
        const frame = await scriptsOf(window)
        const menu = await addressesIn(window, `${MENU}[href]`)
        assert.ok(menu.length > 0, `${role} has an empty menu`)
        for (const address of menu) {
          const mayDo = async () => `${address} ${(await permissionsAskedFor(window, address, frame)).filter((permission) => permissionsOf(role).includes(permission)).join()}`
          if (lookedAt.has(shapeOf(address)) && seen.has(await mayDo())) continue
          await look(window, address, faults, links, 'by address')
          seen.add(await mayDo())
          const detail = (await addressesIn(window, `main a[href^="${address === '/' ? '/none' : address}/"]`)).find((one) => shapeOf(one) !== one && !menu.includes(one))
          if (detail !== undefined) await look(window, detail, faults, links, 'within')
        }
        for (const link of links) {
          // Whether a role may see a page is tried with its menu; a link needs to be followed once, but by each who sees only what is his.
          const already = seesAll ? followed : followedByMe
          const shape = seesAll ? shapeOf(link) : shapeOf(link).replace(/^\/cells\/.*/, '/cells/:cell')
          if (already.has(shape) || (seesAll && lookedAt.has(shape))) continue
          already.add(shape)
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

/** Opens a page, and the first who comes looks closely, at both widths; menu pages by their address at first, as from a bookmark. */
async function look(window: Window, address: string, faults: string[], links: Set<string>, first: 'by address' | 'within'): Promise<void> {
  const { page } = window
  const tell = (width: string, found: readonly string[]) => faults.push(...found.map((fault) => `${address} (${width}): ${fault}`))
  const isKnown = lookedAt.has(shapeOf(address))
  if (isKnown || first === 'within') await goWithin(page, address)
  else await page.goto(address)
  await window.settle()
  tell('desk', window.complaints())
  const refusal = await page.getByText(/没有这个页面|您的角色不能查看/).count()
  if (refusal > 0) tell('desk', ['the menu or a list leads to a page that is not there for this role'])
  for (const link of await addressesIn(window, 'main a[href]')) links.add(link)
  if (isKnown || lookedAt.has(shapeOf(address))) return
  lookedAt.add(shapeOf(address))
  if (first === 'by address') scriptsOfPage.set(address, await scriptsOf(window))
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
  await goWithin(window.page, link)
  await window.settle()
  if ((await window.page.getByText(/没有这个页面|您的角色不能查看/).count()) > 0) faults.push(`the link ${link} is a dead end`)
  faults.push(...window.complaints().map((complaint) => `${link}: ${complaint}`))
}

/** As a click on a link does: the console stays, and shows another page once that is there. */
async function goWithin(page: Window['page'], address: string): Promise<void> {
  await page.evaluate((next) => {
    document.querySelector('h1')?.setAttribute('data-left', '')
    history.pushState({}, '', next)
  }, address)
  // A link to the same page about something else keeps the heading; a page that is still being fetched is waited for by who settles.
  await page.locator('h1[data-left]').waitFor({ state: 'detached', timeout: 500 }).catch(() => page.evaluate(() => document.querySelector('h1[data-left]')?.removeAttribute('data-left')))
}

/** Scripts that each menu page loaded when it was opened by its address. */
const scriptsOfPage = new Map<string, readonly string[]>()
const textOfScript = new Map<string, string>()
const permissionsOf = (role: string) => centreRoles.find(({ code }) => code === role)?.permissions ?? []
const everyPermission = new Set(centreRoles.flatMap(({ permissions }) => permissions))

function scriptsOf({ page }: Window): Promise<string[]> {
  return page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => new URL(name).pathname.endsWith('.js')))
}

/** What the scripts of a page beside those of the frame ask a visitor for: nothing else can make it another page for him. */
async function permissionsAskedFor(window: Window, address: string, frame: readonly string[]): Promise<string[]> {
  const asked = new Set<string>()
  for (const script of scriptsOfPage.get(address) ?? []) {
    if (frame.includes(script)) continue
    if (!textOfScript.has(script)) textOfScript.set(script, await (await window.context.request.get(script)).text())
    for (const [, permission] of textOfScript.get(script)!.matchAll(/["'`]([a-z-]+:[a-z-]+)["'`]/g)) if (everyPermission.has(permission!)) asked.add(permission!)
  }
  return [...asked].toSorted()
}

/** Internal addresses of visible links, each once. */
function addressesIn({ page }: Window, selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const found = [...document.querySelectorAll<HTMLAnchorElement>(wanted)].filter((link) => link.checkVisibility() && link.origin === location.origin && !link.getAttribute('href')?.startsWith('#'))
    return [...new Set(found.map((link) => link.pathname + link.search))]
  }, selector)
}
