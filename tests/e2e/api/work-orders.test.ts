import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { auditApi } from '#platform/audit/api.ts'
import { ApiError } from '#shared/api-client.ts'
import { evidenceApi } from '#spine/evidence/api.ts'
import { obligationsApi } from '#spine/obligations/api.ts'
import { workOrdersApi } from '#spine/work-orders/api.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { services } from '#services/index.ts'
import { sharedProduct } from '#tests/support/product.ts'
import type { Visitor } from '#tests/support/product/people.ts'

const product = await sharedProduct()
let manager: Visitor
let officer: Visitor
let inspector: Visitor
let security: Visitor

before(async () => {
  manager = await product.signIn('project-manager')
  officer = await product.signIn('duty-officer')
  inspector = await product.signIn('inspector')
  security = await product.signIn('security-lead')
})

const conflict = (error: unknown) => error instanceof ApiError && error.problem.status === 409 && /\p{Script=Han}/u.test(error.problem.title)

async function openOrder(about: { occurrenceId?: string; service?: string; subsystem?: string } = {}): Promise<string> {
  const { occurrenceId, service = 'service-desk', subsystem = 'market-supervision' } = about
  const { workOrderId } = await manager.client(workOrdersApi).openManualWorkOrder({ body: { service, subsystem, title: '整理服务热线月度台账', ...(occurrenceId ? { occurrenceId } : {}) } })
  return workOrderId
}

async function attach(person: Visitor, workOrderId: string, kind: string): Promise<string> {
  const form = new FormData()
  form.set('kind', kind)
  form.set('title', '热线台账')
  form.set('file', new Blob(['日期,来电,处理\n']), '热线台账.csv')
  const answer = await person.send('POST', `/api/work-orders/${workOrderId}/evidence`, { body: form })
  assert.equal(answer.status, 200, answer.text)
  return (answer.body as { evidenceId: string }).evidenceId
}

describe('a manual work order', () => {
  test('taken by two at once belongs to one; the other is told', async () => {
    const workOrderId = await openOrder()
    const takes = await Promise.allSettled([officer, inspector].map((person) => person.client(workOrdersApi).takeWorkOrder({ params: { workOrderId }, body: { version: 1 } })))
    assert.deepEqual(takes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    const refused = takes.find((take) => take.status === 'rejected')
    assert.ok(conflict(refused?.reason))
    const { assigneeName } = await manager.client(workOrdersApi).getWorkOrder({ params: { workOrderId } })
    assert.ok(['值班员（示例）', '巡检工程师（示例）'].includes(assigneeName ?? ''))
  })

  test('is taken, proven, submitted and reviewed by another person, and the matrix shows it', async () => {
    const lead = await product.signIn('client-lead')
    const occurrence = await openOccurrence()
    const before = await cell(lead, occurrence.subsystem, occurrence.service)
    const workOrderId = occurrence.workOrderId ?? (await openOrder(occurrence))
    const orders = officer.client(workOrdersApi)
    const version = async () => (await orders.getWorkOrder({ params: { workOrderId } })).version
    await orders.takeWorkOrder({ params: { workOrderId }, body: { version: await version() } })
    const { occurrence: owed } = await orders.getWorkOrder({ params: { workOrderId } })
    for (const { kind } of owed?.evidenceKinds ?? []) await attach(officer, workOrderId, kind)
    await orders.submitWorkOrder({ params: { workOrderId }, body: { version: await version(), note: '台账已整理' } })

    await assert.rejects(officer.client(workOrdersApi).acceptWorkOrder({ params: { workOrderId }, body: { version: await version() } }), (error: unknown) => error instanceof ApiError && error.problem.status === 403, 'the one who did it has no right to review')
    await security.client(workOrdersApi).acceptWorkOrder({ params: { workOrderId }, body: { version: await version() } })
    const done = await orders.getWorkOrder({ params: { workOrderId } })
    assert.equal(done.state, 'closed')
    assert.equal(done.evidence.length, owed?.evidenceKinds.length)

    const after = await until(() => cell(lead, occurrence.subsystem, occurrence.service), (now) => now.done > before.done)
    assert.equal(after.done, before.done + 1)
    assert.equal(after.lastEvidence?.title, '热线台账')
    const judged = await lead.client(obligationsApi).getOccurrence({ params: { occurrenceId: occurrence.occurrenceId } })
    assert.equal(judged.verdict, 'met')
    assert.ok(judged.lines.length > 0, 'the verdict explains itself')

    const auditor = await product.signIn('audit-administrator')
    const { items } = await auditor.client(auditApi).list({ query: { objectId: workOrderId, pageSize: 100 } })
    const actions = items.filter(({ outcome }) => outcome === 'done').map(({ action }) => action)
    for (const action of ['work-order.taken', 'work-order.evidence-attached', 'work-order.submitted', 'work-order.closed']) assert.ok(actions.includes(action), `${action} in ${actions.join()}`)
    assert.ok(items.some(({ action, outcome }) => action === 'work-order.closed' && outcome === 'refused'))
  })

  test('returned with a reason goes back to who did it, and evidence once given stays', async () => {
    const workOrderId = await openOrder()
    const orders = inspector.client(workOrdersApi)
    const version = async () => (await orders.getWorkOrder({ params: { workOrderId } })).version
    await orders.takeWorkOrder({ params: { workOrderId }, body: { version: await version() } })
    const evidenceId = await attach(inspector, workOrderId, 'service-record')
    await orders.submitWorkOrder({ params: { workOrderId }, body: { version: await version() } })
    await assert.rejects(manager.client(workOrdersApi).returnWorkOrder({ params: { workOrderId }, body: { version: await version(), reason: '短' } }), (error: unknown) => error instanceof ApiError && error.problem.status === 400)
    await manager.client(workOrdersApi).returnWorkOrder({ params: { workOrderId }, body: { version: await version(), reason: '台账缺少处理时间' } })
    const back = await orders.getWorkOrder({ params: { workOrderId } })
    assert.notEqual(back.state, 'closed')
    assert.ok(back.events.some(({ note }) => note.includes('台账缺少处理时间')))
    const kept = await inspector.client(evidenceApi).getEvidence({ params: { evidenceId } })
    assert.equal(kept.files.length, 1)
  })

  test('says nothing to those outside: the business department reads, and can not act', async () => {
    const workOrderId = await openOrder()
    const business = await product.signIn('business-department')
    assert.equal((await business.send('GET', `/api/work-orders/${workOrderId}`)).status, 200)
    for (const act of ['take', 'submit', 'accept', 'return', 'cancel']) assert.equal((await business.send('POST', `/api/work-orders/${workOrderId}/${act}`, { body: { version: 1 } })).status, 403)
  })
})

/** Something that one of the 6 × 12 cells owes next, is done by hand, and has not been done. */
async function openOccurrence() {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date())
  const { items } = await manager.client(obligationsApi).listOccurrences({ query: { verdict: 'not-yet-due', dueFrom: today, pageSize: 200, sort: 'dueAt' } })
  const found = items.find((one) => subsystems.has(one.subsystem) && one.service !== 'backup' && !services.some(({ name }) => name === one.service))
  assert.ok(found, 'something that a cell owes in the days to come')
  return found
}

async function cell(person: Visitor, subsystem: string, service: string) {
  const matrix = await person.client(obligationsApi).getMatrix({ query: {} })
  const found = matrix.cells.find((one) => one.subsystem === subsystem && one.service === service)
  assert.ok(found)
  return found
}

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean, withinMs = 15_000): Promise<T> {
  const deadline = performance.now() + withinMs
  for (let value = await read(); ; value = await read()) {
    if (holds(value) || performance.now() > deadline) return value
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
