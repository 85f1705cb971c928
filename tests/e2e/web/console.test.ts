import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, describe, test } from 'node:test'
import exceljs from 'exceljs'
import { sharedProduct } from '#tests/support/product.ts'
import { changedPassword, readAccounts, totpCode } from '#tests/support/product/people.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { faintWords, openBrowser, openWindow } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})

test('a second factor is set up by mouse, its recovery codes stay until they are kept, and it is asked for at the next sign-in', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const visitor = await product.signIn('security-lead')
  const password = changedPassword((await readAccounts(product.home)).get(visitor.username) ?? '')
  const window = await openWindow(browser, product.url, visitor)
  const { page } = window
  try {
    await page.goto('/account')
    await page.getByRole('main').getByRole('button', { name: '启用动态验证码' }).click()
    const dialog = page.getByRole('dialog')
    const secret = /[A-Z2-7]{32}/.exec((await dialog.getByText('手工输入密钥').innerText()).replaceAll(/\s/g, ''))?.[0]
    assert.ok(secret, 'the key can be typed where the picture cannot be scanned')
    assert.equal(await dialog.getByRole('img', { name: '动态验证码二维码' }).evaluate((picture: HTMLImageElement) => picture.naturalWidth > 0), true)
    await dialog.getByLabel('验证码', { exact: true }).fill('000000')
    await dialog.getByRole('button', { name: '启用' }).click()
    await dialog.getByRole('alert').waitFor()
    window.complaints()
    await dialog.getByLabel('验证码', { exact: true }).fill(totpCode(secret))
    await dialog.getByRole('button', { name: '启用' }).click()
    await dialog.getByText('只显示这一次').waitFor()
    await page.keyboard.press('Escape')
    await page.mouse.click(5, 300)
    assert.equal(await dialog.getByRole('listitem').count(), 10)
    const saved = page.waitForEvent('download')
    await dialog.getByRole('button', { name: '保存为文件' }).click()
    assert.equal((await readFile(await (await saved).path(), 'utf8')).trim().split('\n').length, 10)
    await dialog.getByRole('button', { name: '已经妥善保管' }).click()
    await dialog.waitFor({ state: 'detached' })
    assert.deepEqual(window.complaints(), [])

    const next = await openWindow(browser, product.url)
    await next.page.goto('/')
    await next.page.getByLabel('用户名').fill(visitor.username)
    await next.page.getByLabel('密码').fill(password)
    await next.page.getByRole('button', { name: '登录' }).click()
    await next.page.getByLabel('验证码', { exact: true }).fill(totpCode(secret, 1))
    await next.page.getByRole('button', { name: '验证', exact: true }).click()
    await next.page.getByRole('navigation', { name: '主菜单' }).waitFor()
    await next.context.close()
  } finally {
    // The account is shared with other files, which know no second factor of it.
    await visitor.send('POST', '/api/identity/totp/disable', { body: { password } })
    await window.context.close()
  }
})

test('an export brings a workbook of the whole list, with the filter that stands in the address', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const window = await openWindow(browser, product.url, await product.signIn('client-reviewer'))
  const { page } = window
  await page.goto('/obligations?subsystem=law-enforcement')
  await window.settle()
  const counted = Number((/共 ([\d,]+) 条/.exec(await page.locator('.x-list-foot').innerText())?.[1] ?? '').replaceAll(',', ''))
  const offered = page.waitForEvent('download')
  await page.getByRole('button', { name: /Excel/ }).click()
  const download = await offered
  assert.match(download.suggestedFilename(), /^合同义务 \d{4}-\d\d-\d\d\.xlsx$/)
  const book = new exceljs.Workbook()
  await book.xlsx.readFile(await download.path())
  const [sheet] = book.worksheets
  assert.ok(sheet)
  assert.ok(counted > 0)
  assert.equal(sheet.rowCount - 1, counted)
  const subsystems = sheet.getColumn((sheet.getRow(1).values as string[]).indexOf('子系统')).values.slice(2)
  assert.deepEqual([...new Set(subsystems)], ['住房城乡建设系统执法'])
  assert.deepEqual(window.complaints(), [])
  await window.context.close()
})

describe('every word can be read', () => {
  for (const scheme of ['light', 'dark'] as const) {
    test(`on a ${scheme} screen`, async (t) => {
      if (skipWithout(t, browser) || isMissing(browser)) return
      const window = await openWindow(browser, product.url, await product.signIn('project-manager'))
      await window.page.emulateMedia({ colorScheme: scheme })
      const faint: string[] = []
      for (const address of ['/', '/work-orders', '/occurrences', '/calendar', '/inspection/availability', '/inspection/runs', '/findings', '/evidence/verification', '/contract']) {
        await window.page.goto(address)
        await window.settle()
        faint.push(...(await faintWords(window.page)).map((word) => `${address}: ${word}`))
      }
      assert.deepEqual(faint, [])
      await window.context.close()
    })
  }
})
