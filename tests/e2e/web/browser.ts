import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core'
import { findTool, type MissingTool } from '#tests/support/servers/missing-tool.ts'
import type { Visitor } from '#tests/support/product/people.ts'

export const DESK = { width: 1280, height: 800 } as const
export const PHONE = { width: 375, height: 812 } as const

/** Installed Chromium without a window; `CHROMIUM` names another one. */
export async function openBrowser(): Promise<Browser | MissingTool> {
  const given = process.env['CHROMIUM']
  const executablePath = given ?? findTool(['chromium', 'chromium-browser', 'google-chrome'])
  if (executablePath === undefined) return { missing: 'Chromium', install: 'apt-get install chromium, or set CHROMIUM' }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--lang=zh-CN'] })
}

/** One browser window of one person, with everything it complained about. */
export type Window = {
  readonly page: Page
  readonly context: BrowserContext
  /** Waits until nothing is loading any more. */
  settle(): Promise<void>
  /** What the console and the network have complained about since the last call. */
  complaints(): string[]
}

export async function openWindow(browser: Browser, url: string, visitor?: Visitor): Promise<Window> {
  const context = await browser.newContext({ baseURL: url, viewport: DESK, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
  const [name, value] = visitor?.cookie.split('=') ?? []
  if (name && value) await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Strict' }])
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  let complaints: string[] = []
  let loading = 0
  page.on('console', (message) => {
    // The browser's own line for a refused request; the refusal itself is told below, with its address.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(`console: ${message.text().slice(0, 400)}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.message.slice(0, 400)}`))
  page.on('response', (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.request().method()} ${answer.url().replace(url, '')}`)
  })
  // An event stream never ends: a page that follows one is not loading.
  page.on('request', (request) => (loading += request.resourceType() === 'eventsource' ? 0 : 1))
  page.on('requestfinished', (request) => (loading -= request.resourceType() === 'eventsource' ? 0 : 1))
  page.on('requestfailed', (request) => (loading -= request.resourceType() === 'eventsource' ? 0 : 1))
  return {
    page,
    context,
    async settle() {
      const deadline = performance.now() + 30_000
      // A page that has nothing to load yet has still to be drawn; one that never gets a heading is told by findFaults.
      await page.locator('h1').first().waitFor({ timeout: 15_000 }).catch(() => undefined)
      for (let quietSince = performance.now(); performance.now() < deadline; await page.waitForTimeout(100)) {
        const isBusy = loading > 0 || (await page.locator('.x-boot, .ant-skeleton-active, .ant-spin-spinning').count()) > 0
        if (isBusy) quietSince = performance.now()
        else if (performance.now() - quietSince > 190) return
      }
      complaints.push(`still loading after 30 s at ${page.url().replace(url, '')}`)
      loading = 0
    },
    complaints() {
      const told = complaints
      complaints = []
      return told
    },
  }
}

/** Roles of which a screen reader has to say what they are. */
const NAMED = new Set(['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox', 'radio', 'switch', 'tab', 'menuitem', 'spinbutton', 'image'])

type AccessibleNode = { ignored: boolean; role?: { value: string }; name?: { value: string }; properties?: Array<{ name: string; value: { value: unknown } }>; backendDOMNodeId?: number }

/** What is wrong with a page that stands still: as seen, as heard, and in its width. */
export async function findFaults({ page, context }: Window): Promise<string[]> {
  const faults: string[] = []
  const seen = await page.evaluate(() => {
    const isVisible = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const root = document.documentElement
    return {
      headings: [...document.querySelectorAll('h1')].filter(isVisible).length,
      words: document.querySelector('main')?.innerText.trim().length ?? 0,
      overflow: root.scrollWidth - root.clientWidth,
      wide: [...document.querySelectorAll('main *')].filter((element) => isVisible(element) && element.getBoundingClientRect().right > root.clientWidth + 1).slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`.slice(0, 80)),
      language: root.lang,
      title: document.title,
    }
  })
  if (seen.headings !== 1) faults.push(`${seen.headings} visible h1`)
  if (seen.words < 10) faults.push('an empty main region')
  if (seen.overflow > 1) faults.push(`scrolls sideways by ${seen.overflow} px (${seen.wide.join(', ')})`)
  if (!seen.language.startsWith('zh')) faults.push(`language is "${seen.language}"`)
  if (seen.title.trim() === '') faults.push('no document title')
  const session = await context.newCDPSession(page)
  faults.push(...(await namelessNodes(session)))
  await session.detach()
  return faults
}

async function namelessNodes(session: CDPSession): Promise<string[]> {
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as { nodes: AccessibleNode[] }
  const nameless = nodes.filter((node) => !node.ignored && NAMED.has(node.role?.value ?? '') && (node.name?.value ?? '').trim() === '')
  const faults: string[] = []
  for (const { role, backendDOMNodeId } of nameless.slice(0, 5)) {
    if (backendDOMNodeId === undefined) continue
    const { outerHTML } = await session.send('DOM.getOuterHTML', { backendNodeId: backendDOMNodeId })
    faults.push(`a ${role?.value} without a name: ${outerHTML.slice(0, 160)}`)
  }
  return faults
}

/** A key that comes while a form is still being made is lost; whoever sees no list presses it again. */
const SEEN_WITHIN_MS = 3_000
const TRIES = 10

/** Opens a list with the keyboard and takes the choice with these words. */
export async function choose(page: Page, label: string, typed: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label })
  const option = page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: typed }).first()
  for (let tries = 1; ; tries += 1) {
    await field.focus()
    await page.keyboard.press('ArrowDown')
    const isSeen = await option.waitFor({ timeout: SEEN_WITHIN_MS }).then(
      () => true,
      (error: unknown) => (tries < TRIES ? false : Promise.reject(error as Error)),
    )
    if (isSeen) break
  }
  await option.dispatchEvent('click')
  await page.keyboard.press('Escape')
}

/** Walks by keyboard; every stop has to look different with the focus on it. Answers those that do not. */
export async function invisibleFocusStops(page: Page, stops: number): Promise<string[]> {
  const invisible: string[] = []
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press('Tab')
    const fault = await page.evaluate(() => {
      const active = document.activeElement
      if (!(active instanceof HTMLElement) || active === document.body) return
      const look = () => {
        const looks: string[] = []
        for (let one: Element | null = active, depth = 0; one && depth < 4; one = one.parentElement, depth += 1) {
          const style = getComputedStyle(one)
          looks.push([style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.transform, style.top, style.textDecoration].join())
        }
        return looks.join('|')
      }
      const withFocus = look()
      active.blur()
      const without = look()
      active.focus({ focusVisible: true })
      return withFocus === without ? active.outerHTML.slice(0, 120) : undefined
    })
    if (fault !== undefined) invisible.push(fault)
  }
  return invisible
}

/** Words that stand out less from their ground than people need (WCAG 2.2, 1.4.3), as they are painted now. What is disabled or faded on purpose may. */
export function faintWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
    const seen = new Map<string, readonly number[]>()
    /** Whatever CSS calls it, in red, green, blue and opacity. */
    const rgba = (colour: string) => {
      if (!seen.has(colour)) {
        pixel.clearRect(0, 0, 1, 1)
        pixel.fillStyle = colour
        pixel.fillRect(0, 0, 1, 1)
        seen.set(colour, [...pixel.getImageData(0, 0, 1, 1).data])
      }
      return seen.get(colour)!
    }
    const over = (top: readonly number[], under: readonly number[]) => [0, 1, 2].map((at) => (top[at]! * top[3]!) / 255 + under[at]! * (1 - top[3]! / 255)).concat(255)
    const light = (colour: readonly number[]) => {
      const [red, green, blue] = colour.slice(0, 3).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
    }
    const ground = (element: Element): readonly number[] | undefined => {
      const layers: Array<readonly number[]> = []
      for (let one: Element | null = element; one; one = one.parentElement) {
        const style = getComputedStyle(one)
        if (style.backgroundImage !== 'none' || Number(style.opacity) < 1) return undefined
        const layer = rgba(style.backgroundColor)
        if (layer[3]! > 0) layers.push(layer)
        if (layer[3] === 255) break
      }
      return layers.toReversed().reduce((under, layer) => over(layer, under), [255, 255, 255, 255])
    }
    const faint = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const word = walker.currentNode.textContent?.trim() ?? ''
      const element = walker.currentNode.parentElement
      if (word === '' || !element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest(':disabled, [aria-disabled="true"], .x-hidden, canvas, svg')) continue
      const under = ground(element)
      if (!under) continue
      const style = getComputedStyle(element)
      const [one, other] = [light(over(rgba(style.color), under)), light(under)].toSorted((first, second) => second - first)
      const size = Number.parseFloat(style.fontSize)
      const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
      const ratio = (one! + 0.05) / (other! + 0.05)
      if (ratio < needed - 0.01) faint.add(`“${word.slice(0, 20)}” ${ratio.toFixed(2)}:1 (${element.tagName.toLowerCase()}.${element.className})`)
    }
    return [...faint].slice(0, 8)
  })
}

/** Keeps a picture for people to look at when XINYUN_TEST_SCREENSHOTS names a folder. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['XINYUN_TEST_SCREENSHOTS']
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')}.png`), fullPage: false })
}
