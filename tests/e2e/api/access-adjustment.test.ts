import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import pg from 'pg'
import { subsystem, type Subsystem } from '#shared/subsystems.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { accessAdjustmentApi } from '#services/access-adjustment/api.ts'
import { accessForms, formKindFor, type AccessLine } from '#services/access-adjustment/forms/api.ts'
import { sharedProduct } from '#tests/support/product.ts'
import type { Visitor } from '#tests/support/product/people.ts'

const product = await sharedProduct()
const WITHIN_MS = 60_000

const [department, centre, reviewer, manager] = await Promise.all(['business-department', 'general-affairs-centre', 'client-reviewer', 'project-manager'].map((role) => product.signIn(role))) as [Visitor, Visitor, Visitor, Visitor]
const { items: targets } = await centre.client(accessAdjustmentApi).listTargets({})

/** What the subsystem's own database says, asked beside everything that the centre claims. */
async function inDatabase(slug: Subsystem, text: string, parameters: readonly unknown[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: await product.databaseUrl(`xinyun_${slug.replaceAll('-', '_')}`) })
  await client.connect()
  try {
    return (await client.query(text, [...parameters])).rows as unknown[]
  } finally {
    await client.end()
  }
}

async function submit(asker: Visitor, slug: Subsystem, kind: string, lines: ReadonlyArray<Partial<AccessLine>>) {
  const requests = asker.client(requestsApi)
  const requestId = randomUUID()
  const { issuer } = accessForms[formKindFor(slug)]
  await requests.openRequest({ body: { requestId, kind: formKindFor(slug), form: { subsystem: slug, issuer, issuerName: '示例处室', documentNo: `综函〔2026〕${slug}`, kind, reason: '岗位需要调整权限', hours: null, lines } } })
  const paper = new FormData()
  paper.append('kind', 'official-document')
  paper.append('files', new File(['公文'], '公文.pdf', { type: 'application/pdf' }))
  assert.equal((await asker.send('POST', `/api/requests/${requestId}/files`, { body: paper })).status, 200)
  const { version } = await requests.getRequest({ params: { requestId } })
  await requests.submitRequest({ params: { requestId }, body: { version } })
  return requestId
}

async function approve(requestId: string): Promise<void> {
  for (const [step, who] of [[1, reviewer], [2, manager]] as const) {
    const requests = who.client(requestsApi)
    const { version } = await requests.getRequest({ params: { requestId } })
    await requests.decideRequest({ params: { requestId }, body: { version, step, decision: 'approved', note: '核对无误' } })
  }
}

async function executed(requestId: string) {
  const deadline = performance.now() + WITHIN_MS
  for (;;) {
    const request = await manager.client(requestsApi).getRequest({ params: { requestId } })
    if (request.state === 'closed') return request
    assert.ok(performance.now() < deadline, `${request.number} is still ${request.state}: ${JSON.stringify(request.events.at(-1))}`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

for (const slug of subsystem.values) {
  test(`${slug}: a permission order is approved, executed on the running system, read back and proven`, async () => {
    const asker = slug === 'enterprise-qualification' ? department : centre
    const web = targets.find((one) => one.subsystem === slug && one.target === 'accounts')
    assert.ok(web, 'the account interface is not registered')
    await asker.client(accessAdjustmentApi).readTargetNow({ params: { componentId: web.componentId } })
    const { items } = await asker.client(accessAdjustmentApi).listTargets({})
    const before = (await asker.client(accessAdjustmentApi).listAccounts({ params: { componentId: web.componentId }, query: { search: 'chaxun' } })).items[0]
    const role = items.find(({ componentId }) => componentId === web.componentId)?.roles.find((one) => !one.isPrivileged && !before?.roles.some((held) => held.role === one.role))?.role
    assert.ok(role, 'no role to give')

    const requestId = await submit(asker, slug, 'change', [{ target: 'accounts', account: 'chaxun', grant: [role], revoke: [] }])
    await approve(requestId)
    const request = await executed(requestId)
    const rows = await inDatabase(slug, `select g.state, g.decided_reference from platform.role_grant g join platform.user_account a using (user_id) where a.username = 'chaxun' and g.role_code = $1 and g.state = 'active'`, [role])
    assert.equal(rows.length, 1)
    assert.match((rows[0] as { decided_reference: string }).decided_reference, new RegExp(`^${request.number} `))
    const { adjustments } = await manager.client(accessAdjustmentApi).getExecution({ params: { requestId }, query: {} })
    assert.deepEqual(adjustments.map(({ state, differences }) => [state, differences.map(({ field, after }) => [field, after])]), [['applied', [[`roles.${role}`, '持有']]]])
    assert.deepEqual(request.clocks.map(({ name, verdict }) => [name, verdict]), [['执行', 'met']])
  })
}

test('law enforcement: rights of the APP are given and taken on a target of their own', async () => {
  const app = targets.find((one) => one.subsystem === 'law-enforcement' && one.target === 'app-accounts')
  assert.ok(app)
  await centre.client(accessAdjustmentApi).readTargetNow({ params: { componentId: app.componentId } })
  for (const [grant, revoke, expected] of [[[], ['sync'], 0], [['sync'], [], 1]] as const) {
    const requestId = await submit(centre, 'law-enforcement', 'change', [{ target: 'app-accounts', account: 'xuncha', grant: [...grant], revoke: [...revoke] }])
    await approve(requestId)
    await executed(requestId)
    assert.equal((await inDatabase('law-enforcement', `select 1 from enforcement.app_right where username = 'xuncha' and app_function = 'sync'`, [])).length, expected)
  }
})

test('the wrong form of the two is refused with the reason', async () => {
  const answer = await centre.send('POST', '/api/requests', { body: { requestId: randomUUID(), kind: 'access-adjustment.permission-order', form: { subsystem: 'enterprise-qualification', issuer: 'general-affairs-centre', issuerName: '综合处', documentNo: '1', kind: 'suspend', reason: '用错了单据', hours: null, lines: [{ account: 'chaxun' }] } } })
  const { requestId, version } = answer.body as { requestId: string; version: number }
  const refused = await centre.send('POST', `/api/requests/${requestId}/submit`, { body: { version } })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /用户配置调整申请表/)
})
