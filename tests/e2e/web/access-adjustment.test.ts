import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { accessAdjustmentApi } from '#services/access-adjustment/api.ts'
import { sharedProduct } from '#tests/support/product.ts'
import type { Visitor } from '#tests/support/product/people.ts'
import { isMissing, skipWithout } from '#tests/support/servers/missing-tool.ts'
import { choose, findFaults, openBrowser, openWindow, PHONE, type Window } from './browser.ts'

const product = await sharedProduct()
const browser = await openBrowser()
after(async () => {
  if (!isMissing(browser)) await browser.close()
})
const [centre, reviewer, manager] = await Promise.all(['general-affairs-centre', 'client-reviewer', 'project-manager'].map((role) => product.signIn(role))) as [Visitor, Visitor, Visitor]

/** An account of the running system and an ordinary role that it lacks, as the system itself tells them now. */
async function somebody() {
  const access = centre.client(accessAdjustmentApi)
  const component = (await access.listTargets({})).items.find(({ subsystem, target }) => subsystem === 'cost-information' && target === 'accounts')
  assert.ok(component, 'the account interface is not registered')
  await access.readTargetNow({ params: component })
  const { roles = [] } = (await access.listTargets({})).items.find(({ componentId }) => componentId === component.componentId) ?? {}
  const { items } = await access.listAccounts({ params: component, query: { pageSize: 200 } })
  for (const { account, state, isService, roles: held } of items) {
    const role = roles.find((one) => !one.isPrivileged && one.exclusionGroup === null && !held.some((has) => has.role === one.role))
    if (state === 'active' && !isService && account !== 'chaxun' && role) return { account, role, readRole: async () => (await access.listAccounts({ params: component, query: { search: account } })).items[0]?.roles.map((one) => one.role) ?? [] }
  }
  return assert.fail('nobody lacks a role')
}

async function decide({ page, settle }: Window, number: string): Promise<void> {
  await page.goto('/access-adjustment?view=to-approve')
  await settle()
  await page.getByRole('link', { name: number }).first().click()
  await settle()
  await page.getByRole('button', { name: '审批', exact: true }).click()
  await page.getByRole('radio', { name: '同意', exact: true }).check()
  await page.getByRole('button', { name: '提交意见' }).click()
  await page.getByRole('button', { name: '审批', exact: true }).waitFor({ state: 'detached' })
  await settle()
}

test('a permission order goes from the form through two approvals to the running system and back, each role at its own page', async (t) => {
  if (skipWithout(t, browser) || isMissing(browser)) return
  const { account, role, readRole } = await somebody()

  const asking = await openWindow(browser, product.url, centre)
  const { page } = asking
  await page.goto('/access-adjustment')
  await asking.settle()
  await page.getByRole('button', { name: '新系统权限调整单' }).click()
  await choose(page, '子系统', '工程造价')
  await page.getByLabel('综合事务中心（处室）').fill('综合处（示例）')
  await page.getByLabel('公文或单据编号').fill('综函〔2026〕18 号')
  await choose(page, '类别', '变更')
  await page.getByLabel('事由').fill('岗位调整，需要增加权限')
  await page.getByRole('button', { name: '添加账号' }).click()
  await page.getByLabel('账号', { exact: true }).fill(account)
  await choose(page, '授予角色', role.role)
  await page.getByRole('button', { name: '存为草稿' }).click()
  await page.waitForURL('**/edit')
  await asking.settle()
  await page.getByRole('button', { name: '提交审批' }).click()
  assert.match(await page.locator('.x-form-summary').innerText(), /请先上传提出部门的公文/, 'without its paper it is not submitted')
  asking.complaints()
  await page.getByRole('button', { name: '上传公文' }).click()
  await page.locator('.ant-drawer input[type=file]').setInputFiles({ name: '公文.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 公文') })
  await page.locator('.ant-drawer').getByRole('button', { name: '上传', exact: true }).click()
  await page.locator('main').getByText('公文.pdf').waitFor()
  await page.getByRole('button', { name: '提交审批' }).click()
  await page.waitForURL('**/access-adjustment/forms/*')
  await asking.settle()
  await page.locator('main').getByText(/QX-\d{8}-\d{4}/).first().waitFor()
  const address = new URL(page.url()).pathname
  const number = /QX-\d{8}-\d{4}/.exec(await page.locator('main').innerText())?.[0] ?? assert.fail('no number')
  assert.match(await page.locator('main').innerText(), /第 1 步“甲方审核”等待/)
  assert.equal(await page.getByRole('button', { name: '审批', exact: true }).count(), 0, 'nobody is offered to approve his own')

  const first = await openWindow(browser, product.url, reviewer)
  await decide(first, number)
  assert.match(await first.page.locator('main').innerText(), /第 2 步“乙方核对（职责分离、必要性、期限）”等待/)
  await first.page.goto('/access-adjustment?view=to-approve')
  await first.settle()
  assert.equal(await first.page.getByRole('link', { name: number }).count(), 0, 'decided, it waits for somebody else')
  await first.context.close()
  const second = await openWindow(browser, product.url, manager)
  await decide(second, number)
  await second.context.close()

  await page.goto(`${address}?tab=execution`)
  await page.locator('main').getByText('已办结').first().waitFor({ timeout: 60_000 })
  await asking.settle()
  assert.match(await page.locator('main').innerText(), new RegExp(`已执行 1，未执行 0[^]*角色 ${role.role}`))
  assert.ok((await readRole()).includes(role.role), 'read back from the running system')
  for (const size of [{ width: 1280, height: 800 }, PHONE]) {
    await page.setViewportSize(size)
    await asking.settle()
    assert.deepEqual(await findFaults(asking), [], `at ${size.width}`)
  }
  assert.deepEqual(asking.complaints(), [])
  await asking.context.close()
})
