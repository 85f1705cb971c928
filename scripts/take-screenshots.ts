/**
 * Takes the pictures of the READMEs from a running product: `node scripts/take-screenshots.ts URL XINYUN_HOME`. Signs in
 * with the demonstration accounts as tests do, so give it a product that nobody works with.
 */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { businessDate } from '#shared/instant.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { programFolder } from '#platform/config/config.ts'
import { evidenceApi } from '#spine/evidence/api.ts'
import { reportsApi } from '#spine/reports/api.ts'
import { DESK, openBrowser, openWindow, PHONE, type Window } from '#tests/e2e/web/browser.ts'
import { signInAs, type Visitor } from '#tests/support/product/people.ts'
import { isMissing } from '#tests/support/servers/missing-tool.ts'

type Shot = {
  /** File below docs/images. */
  readonly name: string
  readonly size: { readonly width: number; readonly height: number }
  /** Entry of the menu. */
  readonly menu: RegExp
  /** Opens the first row of the list. */
  readonly opensFirst?: true
  readonly tab?: string
}

const ROLE = 'project-manager'
const shots: readonly Shot[] = [
  { name: 'home', size: DESK, menu: /^履约总览/ },
  { name: 'inspection-run', size: DESK, menu: /^巡检/, opensFirst: true },
  { name: 'evidence', size: DESK, menu: /^证据核验/ },
  { name: 'report', size: DESK, menu: /^报告/, opensFirst: true, tab: '预览' },
  { name: 'phone', size: PHONE, menu: /^履约总览/ },
]

async function take(window: Window, shot: Shot, folder: string): Promise<string | undefined> {
  const { page } = window
  await page.setViewportSize(DESK)
  await page.goto('/')
  await window.settle()
  const entry = page.locator('nav[aria-label="主菜单"] a[href]').filter({ hasText: shot.menu }).first()
  const address = (await entry.count()) > 0 ? await entry.getAttribute('href') : undefined
  if (!address) return 'the menu has no such entry'
  await page.setViewportSize(shot.size)
  await page.goto(address)
  await window.settle()
  if (shot.opensFirst) {
    const row = page.locator('main tbody a[href]').first()
    if ((await row.count()) === 0) return 'the list is empty'
    await page.goto((await row.getAttribute('href')) ?? address)
    await window.settle()
  }
  if (shot.tab) {
    await page.getByRole('tab', { name: shot.tab }).click()
    await window.settle()
  }
  await page.screenshot({ path: path.join(folder, `${shot.name}.png`) })
  return undefined
}

/** A verified chain and the report of the month so far, so that there is something to look at. */
async function prepare(person: Visitor): Promise<void> {
  await person.client(evidenceApi).requestVerification()
  const api = person.client(reportsApi)
  const { reportBuildId } = await api.buildReport({ body: { kind: 'monthly', periodKey: businessDate(systemClock.now()).slice(0, 7) } })
  for (let waited = 0; waited < 120; waited += 1) {
    const { state, failure } = await api.getReportBuild({ params: { reportBuildId } })
    if (state === 'done') return
    if (state === 'failed') throw new Error(`the report could not be built: ${failure}`)
    await setTimeout(1000)
  }
}

const [url, home] = process.argv.slice(2)
const browser = await openBrowser()
if (!url || !home || isMissing(browser)) {
  process.stderr.write(`${isMissing(browser) ? `${browser.missing} is missing: ${browser.install}` : 'usage: node scripts/take-screenshots.ts URL XINYUN_HOME'}\n`)
  process.exitCode = 2
} else {
  const folder = path.join(programFolder, 'docs', 'images')
  await mkdir(folder, { recursive: true })
  const person = await signInAs(url, home, ROLE)
  await prepare(person)
  const window = await openWindow(browser, url, person)
  for (const shot of shots) {
    const reason = await take(window, shot, folder)
    process.stderr.write(`docs/images/${shot.name}.png ${reason === undefined ? 'taken' : `not taken: ${reason}`}\n`)
    if (reason !== undefined) process.exitCode = 1
  }
}
if (!isMissing(browser)) await browser.close()
