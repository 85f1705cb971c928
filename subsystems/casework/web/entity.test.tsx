import { DatabaseOutlined } from '@ant-design/icons'
import { screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { renderPage } from '#web/kit/testing/render-page.tsx'
import { EntityDetail } from './entity-detail.tsx'
import { EntityList } from './entity-list.tsx'
import { entityPages } from './entity-pages.tsx'
import { defineEntity } from './entity.ts'

const permitRow = z.object({ permitId: z.number(), permitNo: z.string(), holder: z.string(), grade: z.string(), fee: z.string(), state: z.string(), stateTitle: z.string(), revokedOn: z.string().nullable() })
const permitsApi = defineApi({
  prefix: '/api/permits',
  title: '许可',
  endpoints: {
    permits: { method: 'GET', path: '', summary: '许可列表', permission: 'permit:read', audit: 'none', query: listQuery, response: listOf(permitRow) },
    permit: {
      method: 'GET', path: '/:permitId', summary: '一件许可', permission: 'permit:read', audit: 'none', params: z.object({ permitId: z.coerce.number() }),
      response: permitRow.extend({ people: z.array(z.object({ name: z.string() })), history: z.array(z.object({ fromState: z.string().nullable() })) }),
    },
  },
})
const permits = defineEntity(permitsApi, 'permits', {
  one: 'permit', path: '/permits', noun: '许可', icon: DatabaseOutlined, key: 'permitId', heading: 'holder', number: 'permitNo', searchHint: '编号',
  columns: [{ key: 'holder', title: '持有人' }, { key: 'grade', title: '等级', dictionary: 'grade' }, { key: 'fee', title: '费用', look: 'yuan' }, { key: 'state', title: '状态', look: 'state' }, { key: 'revokedOn', title: '撤销', look: 'date' }],
  filters: [{ key: 'state', label: '状态', workflow: 'permit' }],
  parts: { people: { title: '人员', columns: [{ key: 'name', title: '姓名' }] } },
})

const row = { permitId: 7, permitNo: 'XK-7', holder: '示例企业', grade: '02', fee: '1234.500000', state: 'revoked', stateTitle: '撤销', revokedOn: null }
const answers: Readonly<Record<string, unknown>> = {
  '/api/reference': { dictionaries: [{ code: 'grade', title: '等级', source: '示例', entries: [{ code: '02', title: '二级' }] }], workflows: [{ code: 'permit', title: '许可', states: [{ code: 'revoked', title: '撤销' }] }], timeLimits: [] },
  '/api/permits': { items: [row], total: 1, isTotalExact: true },
  // The test's router has one route without parameters.
  '/api/permits/': { ...row, people: [], history: [{ fromState: 'valid', toState: 'revoked', toTitle: '撤销', changedAt: '2026-05-20T10:00:00.000+08:00', changedBy: '审批岗', note: '骗取许可' }] },
}
const asked = vi.fn<(url: string) => void>()
vi.stubGlobal('fetch', async (url: string) => {
  asked(url)
  return Response.json(answers[url.split('?')[0]!])
})
afterEach(() => asked.mockClear())

test('a list from data writes each field as its column says and opens the detail', async () => {
  renderPage(() => <EntityList entity={permits} />, { at: '/permits?state=revoked' })
  const link = await screen.findByRole('link', { name: '示例企业' })
  expect(link.getAttribute('href')).toBe('/permits/7')
  expect(await screen.findByText('二级')).toBeTruthy()
  expect(screen.getByText('1,234.50')).toBeTruthy()
  expect(screen.getByText('—')).toBeTruthy()
  expect(document.querySelector('td .x-state')?.className).toContain('x-bad')
  expect(asked.mock.calls.map(([url]) => url).find((url) => url.startsWith('/api/permits?'))).toContain('state=revoked')
})

test('a detail from data shows its facts once, says which part is empty, and tells its life', async () => {
  renderPage(() => <EntityDetail entity={permits} one="permit" />, { at: '/?tab=history' })
  expect(await screen.findByRole('heading', { name: '示例企业' })).toBeTruthy()
  expect(screen.getByText('XK-7')).toBeTruthy()
  expect(screen.getByRole('tab', { name: '人员 0' })).toBeTruthy()
  expect(screen.queryByText('持有人')).toBeNull()
  expect((await screen.findByRole('list', { name: '许可的状态变化' })).textContent).toContain('骗取许可')
})

test('a list whose server has no detail gets no detail page', () => {
  expect(entityPages(permits, 1).routes.map(({ path }) => path)).toEqual(['/permits', '/permits/:permitId'])
  expect(entityPages({ ...permits, one: undefined }, 1).routes.map(({ path }) => path)).toEqual(['/permits'])
})
