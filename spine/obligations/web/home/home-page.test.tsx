import { screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { renderPage } from '#web/kit/testing/render-page.tsx'
import { HomePage } from './home-page.tsx'

afterEach(() => vi.unstubAllGlobals())

/** A loaded machine draws slowly. */
const PATIENCE = { timeout: 10_000 }
const asked: string[] = []
/** A server in the place of the network: answers by the path's beginning. */
function serve(answers: Readonly<Record<string, object>>) {
  asked.length = 0
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    const path = Object.keys(answers).find((start) => url.startsWith(start))
    return Promise.resolve(new Response(JSON.stringify(path ? answers[path] : { code: 'x', status: 404, title: '没有', traceId: 't' }), { status: path ? 200 : 404, headers: { 'content-type': 'application/json' } }))
  })
}

const cell = { service: 'inspection', done: 3, planned: 4, dueSoFar: 4, nextDueAt: null, nextTitle: null, isProvisional: false, lastEvidence: null, reason: null }
const answers = {
  '/api/obligations/matrix': {
    contract: { contractId: 'c', title: '【演示】运维合同', isDemonstration: true, termFrom: '2024-07-19', termTo: '2024-12-31', daysLeft: 38, percentElapsed: 77, total: '1803000.00' },
    from: '2024-11-01',
    to: '2024-11-30',
    subsystems: [{ subsystem: 'market-supervision', code: 'S2', title: '建筑市场监管', url: null }],
    services: [{ service: 'inspection', code: 'M3', title: '日常定期巡检', hasService: true }, { service: 'holiday-assurance', code: 'M4', title: '重大节日保障', hasService: false }],
    cells: [
      { ...cell, subsystem: 'market-supervision', state: 'missed', counts: { met: 3, missed: 1 } },
      { ...cell, subsystem: 'market-supervision', service: 'holiday-assurance', state: 'not-applicable', done: 0, planned: 0, counts: {}, reason: '按事件发生，没有定期事项；本期没有登记' },
    ],
    wholeContract: { planned: 2, done: 2, counts: { met: 2 } },
  },
  '/api/contract/term': { title: '【演示】运维合同', isDemonstration: true, termFrom: '2024-07-19', termTo: '2024-12-31', today: '2024-11-23' },
  '/api/work-orders/counts': { mine: 0, unassigned: 5, review: 1, returned: 0, today: 2, overdue: 3 },
  '/api/obligations/calendar': { days: [{ date: '2024-11-25', kind: 'working', name: null, isProvisional: false, planned: 4, counts: { met: 1, 'not-yet-due': 3 } }], calendarVersion: '2024@1' },
}

test('the first sentence says that a duty was missed, and its number opens exactly those', async () => {
  serve(answers)
  renderPage(HomePage, { permissions: ['contract:read', 'obligation:read', 'work-order:read'] })
  const standing = await screen.findByRole('region', { name: '履约结论' }, PATIENCE)
  expect(standing.textContent).toContain('1 项未履行')
  expect(within(standing).getByRole('link', { name: '未履行' }).getAttribute('href')).toBe('/occurrences?verdict=missed&dueFrom=2024-11-01&dueTo=2024-11-30')
  expect(screen.getByText('演示合同')).toBeTruthy()
})

test('a cell without periodic work says why instead of looking kept, and each cell opens its page', async () => {
  serve(answers)
  renderPage(HomePage, { permissions: ['contract:read', 'obligation:read', 'work-order:read'] })
  const idle = await screen.findByRole('link', { name: '建筑市场监管，重大节日保障：按事件发生，没有定期事项；本期没有登记' }, PATIENCE)
  expect(idle.textContent).toContain('按事件')
  expect(screen.getByRole('link', { name: /日常定期巡检：未履行，完成 3，计划 4/ }).getAttribute('href')).toBe('/cells/market-supervision/inspection?from=2024-11-01&to=2024-11-30')
})

test('what needs a person opens the view that was counted', async () => {
  serve(answers)
  renderPage(HomePage, { permissions: ['contract:read', 'obligation:read', 'work-order:read'] })
  expect((await screen.findByRole('link', { name: /已逾期 *3/ }, PATIENCE)).getAttribute('href')).toBe('/work-orders?view=overdue')
  expect((await screen.findByRole('link', { name: /待办 3 项，共 4 项/ }, PATIENCE)).getAttribute('href')).toBe('/occurrences?dueFrom=2024-11-25&dueTo=2024-11-25')
})

test('who may not read work orders is not asked to look at refusals', async () => {
  serve(answers)
  renderPage(HomePage, { permissions: ['obligation:read'] })
  await screen.findByRole('region', { name: '履约结论' }, PATIENCE)
  expect(asked.some((url) => url.startsWith('/api/work-orders') || url.startsWith('/api/contract'))).toBe(false)
})
