import { fireEvent, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { composeDocument } from '#shared/compose-document.ts'
import { documentModel } from '#shared/document-model.ts'
import { renderPage } from '#web/kit/testing/render-page.tsx'
import { ReportPage } from './report-page.tsx'
import { ReportsPage } from './reports-page.tsx'

afterEach(() => vi.unstubAllGlobals())

/** A server in the place of the network: answers by the path's beginning, the longest one first. */
function serve(answers: Readonly<Record<string, object>>) {
  vi.stubGlobal('fetch', (url: string) => {
    const path = Object.keys(answers).toSorted((a, b) => b.length - a.length).find((start) => url.startsWith(start))
    return Promise.resolve(new Response(JSON.stringify(path ? answers[path] : {}), { status: path ? 200 : 404, headers: { 'content-type': 'application/json' } }))
  })
}

const asOf = '2024-10-08T09:00:00.000+08:00'
const review = { startedAt: asOf, dueAt: '2024-10-09T00:00:00.000+08:00', isOverdue: true, isProvisional: false, waitingFor: '评审逾期，等待甲方；沉默不视为认可', lines: ['收到之日不计'] }
const summary = {
  reportId: 'r-1', number: 'BG-20241008-0001', kind: 'monthly', kindTitle: '运维月报', periodKey: '2024-09', periodFrom: '2024-09-01', periodTo: '2024-09-30', title: '2024年9月运维月报',
  state: 'submitted', currentVersion: 1, isPartial: false, builtAt: asOf, receivedAt: asOf, review, version: 4,
}
const version = { version: 1, hash: 'b'.repeat(64), isPartial: false, asOf, reason: '', builtAt: asOf, builtByName: '编制人甲', evidenceId: 'e-1', snapshotEvidenceId: 'e-2', files: [], scans: [] }
const document = composeDocument(
  documentModel.parse({
    kind: '运维月报', title: '运行维护月度报告', number: 'BG-20241008-0001', version: '第 1 版', cover: { organisation: '乙方', date: '2024 年 10 月 8 日' },
    figures: [{ id: 'runs', label: '完成巡检', value: 54, unit: '次', source: { query: 'inspection.runs', parameters: { subsystem: 'law-enforcement' }, evidence: ['e-9'], asOf } }],
    blocks: [{ kind: 'heading', level: 1, text: '摘要' }, { kind: 'paragraph', content: ['本期完成巡检 ', { figure: 'runs' }, '。'] }, { kind: 'table', caption: '应急', columns: [{ title: '工单' }], rows: [], zeroRows: '本期没有登记。' }],
  }),
)
const figure = { id: 'runs', label: '完成巡检', unit: '次', frozen: 54, now: 53, isSame: false, query: 'inspection.runs', sql: 'select count(*)', parameters: { subsystem: 'law-enforcement' }, asOf, evidence: ['e-9'] }

test('the list says that a silent client is waited for, and offers building only to whom it is allowed', async () => {
  serve({ '/api/reports': { items: [summary], total: 1, isTotalExact: true } })
  renderPage(ReportsPage, { permissions: ['report:read'] })
  expect(await screen.findByText('2024年9月运维月报', {}, { timeout: 10_000 })).toBeTruthy()
  expect(screen.getAllByText('评审逾期，等待甲方；沉默不视为认可').length).toBeGreaterThan(0)
  expect(screen.queryByText('编制报告')).toBeNull()
})

test('the preview is the frozen document, and a figure opens its question, its evidence and what it answers now', async () => {
  serve({
    '/api/reports': { ...summary, versions: [version], events: [], actions: ['accept', 'question'] },
'/api/reports//versions/1/preview': { hash: version.hash, document }, '/api/reports//versions/1/figures/runs': figure,
  })
  renderPage(ReportPage, { permissions: ['report:read', 'report:decide'] })
  expect(await screen.findByText('本期没有登记。', {}, { timeout: 10_000 })).toBeTruthy()
  expect(screen.getByText(`文档校验值 ${version.hash}`)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '54次，查看来源 1' }))
  const sheet = within(await screen.findByRole('dialog', {}, { timeout: 10_000 }))
  expect(await sheet.findByText('select count(*)', {}, { timeout: 10_000 })).toBeTruthy()
  expect(sheet.getByText('subsystem = law-enforcement')).toBeTruthy()
  expect(sheet.getByText('e-9').getAttribute('href')).toBe('/evidence/e-9')
  expect(sheet.getByText('不一致')).toBeTruthy()
})
