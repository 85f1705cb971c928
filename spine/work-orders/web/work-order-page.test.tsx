import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { renderPage } from '#web/kit/testing/render-page.tsx'
import { WorkOrderPage } from './work-order-page.tsx'

afterEach(() => vi.unstubAllGlobals())

const order = {
  workOrderId: 'w-1', number: 'GD-20241101-0007', kind: 'manual', service: 'data-maintenance', subsystem: 'law-enforcement', title: '检查公示信息导出', state: 'taken', isAutomatic: false,
  assigneeId: 'u-1', assigneeName: '测试员', openedAt: '2024-11-01T09:00:00.000+08:00', dueAt: '2024-11-02T23:59:59.999+08:00', submittedAt: null, closedAt: null, version: 3,
  occurrence: { occurrenceId: 'o-1', obligation: 'M5-04', clause: '二·S5·4', duty: '每季度导出检查公示信息。', periodKey: '2024-Q4', verdict: 'missed', lines: ['截至 2024-11-05T09:00:00.000+08:00 没有完成'], evidenceKinds: [{ kind: 'export-file', title: '导出文件及摘要' }], isProvisional: false },
  planItem: null, input: {}, result: null, evidence: [],
  events: [{ at: '2024-11-01T09:00:00.000+08:00', kind: 'opened', actorName: '系统', note: '' }],
}
/** A loaded machine draws slowly. */
const PATIENCE = { timeout: 10_000 }
const sent: Array<{ url: string; body: unknown }> = []

function serve(actions: readonly string[]) {
  sent.length = 0
  vi.stubGlobal('fetch', (url: string, request?: RequestInit) => {
    if (request?.method === 'POST') sent.push({ url, body: typeof request.body === 'string' ? (JSON.parse(request.body) as unknown) : request.body })
    return Promise.resolve(new Response(JSON.stringify({ ...order, actions }), { status: 200, headers: { 'content-type': 'application/json' } }))
  })
}

test('only what the server allows is offered', async () => {
  serve(['note', 'attach', 'submit'])
  renderPage(WorkOrderPage)
  await screen.findByRole('button', { name: '上传证据' }, PATIENCE)
  expect(screen.getByRole('button', { name: '提交审核' })).toBeTruthy()
  for (const name of [/领\s*取/, '审核通过', /退\s*回/, /撤\s*销/]) expect(screen.queryByRole('button', { name })).toBeNull()
})

test('the verdict tells its reasons with readable moments, and the missing proof is named', async () => {
  serve([])
  renderPage(WorkOrderPage, { at: '/?tab=verdict' })
  await screen.findByText('截至 2024-11-05 周二 09:00 没有完成', undefined, PATIENCE)
  fireEvent.click(screen.getByRole('tab', { name: '证据 0' }))
  expect((await screen.findByTitle('尚缺', undefined, PATIENCE)).textContent).toContain('导出文件及摘要')
})

test('an order is cancelled only when its number has been typed', async () => {
  serve(['cancel'])
  renderPage(WorkOrderPage)
  fireEvent.click(await screen.findByRole('button', { name: /撤\s*销/ }, PATIENCE))
  fireEvent.change(await screen.findByLabelText('撤销原因', undefined, PATIENCE), { target: { value: '重复开立的工单' } })
  fireEvent.change(screen.getByLabelText(/输入 GD-20241101-0007/), { target: { value: 'GD-20241101-0008' } })
  fireEvent.click(screen.getByRole('button', { name: '撤销工单' }))
  await waitFor(() => expect(screen.getAllByText('与工单编号不一致').length).toBeGreaterThan(0), PATIENCE)
  expect(sent).toEqual([])
  fireEvent.change(screen.getByLabelText(/输入 GD-20241101-0007/), { target: { value: 'GD-20241101-0007' } })
  fireEvent.click(screen.getByRole('button', { name: '撤销工单' }))
  await waitFor(() => expect(sent).toHaveLength(1), PATIENCE)
  expect(sent[0]!.body).toEqual({ version: 3, reason: '重复开立的工单' })
})
