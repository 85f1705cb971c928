import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { renderPage } from '#web/kit/testing/render-page.tsx'
import { ExportPage } from './export-page.tsx'

afterEach(() => vi.unstubAllGlobals())

const made = {
  dataExportId: 'e-1', number: 'DC-20240902-0001', title: '核对人员信息', subsystem: 'market-supervision', purpose: 'export', format: 'csv', state: 'generated', rowCount: 3, receiverName: '接收人', receiverUnit: '业务一处', orderedByName: '执行人', madeAt: '2024-09-02T09:00:00.000+08:00', generatedAt: '2024-09-02T09:01:00.000+08:00',
  receivedAt: null, expiresAt: '2024-10-02T09:01:00.000+08:00', destroyedAt: null, copiesDestroyedAt: null, isCopyOverdue: false, requestId: 'r-1', reason: '', workOrderId: 'w-1', exportQueryId: null, queryVersion: null, periodKey: null, approvedRows: 3, tolerance: 0,
  columns: [{ name: '姓名', kind: 'text', rule: 'name', by: 'confirmed' }, { name: '电话', kind: 'text', rule: null, by: 'approved' }], figures: {}, comparison: null, fileName: 'DC.csv', bytes: 120, fileSm3: 'a'.repeat(64), fileSha256: 'b'.repeat(64), rowsSm3: 'c'.repeat(64), keepDays: 30, tookMs: 5, receiptNote: '', copiesNote: '', confirmedByName: '', confirmedAt: null, confirmedReason: '',
  downloads: [{ at: '2024-09-02T10:00:00.000+08:00', kind: 'file', userName: '接收人', address: '10.0.0.8' }], reruns: [], isReceiver: true, canConfirm: false, canRerun: false, canRedo: false,
}
/** A loaded machine draws slowly. */
const PATIENCE = { timeout: 10_000 }
const sent: Array<{ url: string; body: unknown }> = []

function serve(more: Partial<Record<keyof typeof made, unknown>> = {}) {
  sent.length = 0
  vi.stubGlobal('fetch', (url: string, request?: RequestInit) => {
    if (request?.method === 'POST') sent.push({ url, body: typeof request.body === 'string' ? (JSON.parse(request.body) as unknown) : request.body })
    return Promise.resolve(new Response(JSON.stringify(url.endsWith('/password') ? { password: 'Open-Sesame' } : { ...made, ...more }), { status: 200, headers: { 'content-type': 'application/json' } }))
  })
}

test('the receiver sees the password when he asks, and signs with the digest that he computed', async () => {
  serve()
  renderPage(ExportPage)
  fireEvent.click(await screen.findByRole('button', { name: '查看打开口令' }, PATIENCE))
  await screen.findByText('Open-Sesame', undefined, PATIENCE)
  fireEvent.click(screen.getByRole('button', { name: '核对摘要并签收' }))
  fireEvent.change(await screen.findByLabelText(/文件的 SM3 或 SHA-256 摘要/, undefined, PATIENCE), { target: { value: 'b'.repeat(64) } })
  fireEvent.click(screen.getByRole('button', { name: /^签\s*收$/ }))
  await waitFor(() => expect(sent.at(-1)?.body).toEqual({ digest: 'b'.repeat(64), note: '' }), PATIENCE)
})

test('nobody else is offered the file', async () => {
  serve({ isReceiver: false })
  renderPage(ExportPage)
  await screen.findByText('只有接收人 接收人 的账号可以下载、查看口令和签收。', undefined, PATIENCE)
  expect(screen.queryByRole('link', { name: '下载加密包' })).toBeNull()
})

test('how each column left, and who fetched it, is told', async () => {
  serve({ isReceiver: false })
  renderPage(ExportPage, { at: '/?tab=columns' })
  await screen.findByText('姓名（盘点确认）', undefined, PATIENCE)
  expect(screen.getByText('原值（经批准）')).toBeTruthy()
  fireEvent.click(screen.getByRole('tab', { name: '记录 1' }))
  await screen.findByText('10.0.0.8', undefined, PATIENCE)
})

test('what cannot be taken back asks first: a refused period is made again, a received file destroyed before its day', async () => {
  serve({ state: 'refused', purpose: 'periodic', periodKey: '2024-08', requestId: null, fileName: null, canRedo: true })
  renderPage(ExportPage)
  fireEvent.click(await screen.findByRole('button', { name: /^重\s*做$/ }, PATIENCE))
  expect(sent).toEqual([])
  fireEvent.click((await screen.findAllByRole('button', { name: /^重\s*做$/ }, PATIENCE)).at(-1)!)
  await waitFor(() => expect(sent.map(({ url }) => url)).toEqual([expect.stringMatching(/\/redo$/)]), PATIENCE)
  cleanup()
  serve({ state: 'received', receivedAt: '2024-09-03T09:00:00.000+08:00' })
  renderPage(ExportPage)
  fireEvent.click(await screen.findByRole('button', { name: '提前销毁' }, PATIENCE))
  expect(sent).toEqual([])
  fireEvent.click((await screen.findAllByRole('button', { name: '提前销毁' }, PATIENCE)).at(-1)!)
  await waitFor(() => expect(sent.map(({ url }) => url)).toEqual([expect.stringMatching(/\/destroy$/)]), PATIENCE)
})

test('a file that was destroyed can no longer be fetched, and the receiver is asked for his copies', async () => {
  serve({ state: 'destroyed', receivedAt: '2024-09-03T09:00:00.000+08:00', destroyedAt: '2024-10-02T09:05:00.000+08:00', isCopyOverdue: true })
  renderPage(ExportPage)
  await screen.findByRole('button', { name: '确认自留副本已销毁' }, PATIENCE)
  expect(screen.queryByRole('link', { name: '下载加密包' })).toBeNull()
  expect(screen.getByText('副本逾期未确认')).toBeTruthy()
})
