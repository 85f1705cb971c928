import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ApiError } from '#shared/api-client.ts'
import { renderPage } from '../testing/render-page.tsx'
import { DataList } from './data-list.tsx'
import type { SoughtFilter } from './filters.tsx'
import type { ListAnswer, ListRequest } from './list-source.ts'

type Row = { id: string; title: string; amount: string }

const rows: readonly Row[] = [
  { id: '1', title: '甲工单', amount: '10' },
  { id: '2', title: '乙工单', amount: '20' },
]

const excel = vi.fn<(request: ListRequest) => Promise<Blob>>(() => Promise.resolve(new Blob(['x'])))

function page(load: (request: ListRequest) => Promise<ListAnswer<Row>>, sought: readonly SoughtFilter[] = []) {
  return () => (
    <DataList<Row>
      name="orders"
      noun="工单"
      source={{ key: ['orders'], load, excel: { title: '工单', load: excel } }}
      rowKey={({ id }) => id}
      href={({ id }) => `/orders/${id}`}
      searchHint="标题"
      filters={[...sought, { kind: 'yes', key: 'mine', label: '只看我的' }]}
      columns={[
        { key: 'title', title: '标题', canSort: true },
        { key: 'amount', title: '金额', isExtra: true },
      ]}
      empty={{ what: '还没有工单', how: '义务到期时自动开出。' }}
    />
  )
}

const answer = (items: readonly Row[], total = items.length, isTotalExact = true): Promise<ListAnswer<Row>> => Promise.resolve({ items, total, isTotalExact })

test('search, filter and sort go to the address and to the server, and start again at page one', async () => {
  const load = vi.fn<(request: ListRequest) => Promise<ListAnswer<Row>>>(() => answer(rows, 300))
  const { router } = renderPage(page(load), { at: '/?page=3' })
  await screen.findByText('甲工单')
  expect(load.mock.lastCall![0]).toMatchObject({ page: 3, pageSize: 50 })
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: '甲' } })
  await waitFor(() => expect(router.state.location.search).toEqual({ search: '甲' }))
  fireEvent.click(screen.getByRole('checkbox', { name: '只看我的' }))
  await waitFor(() => expect(router.state.location.search).toEqual({ search: '甲', mine: 'true' }))
  fireEvent.click(screen.getByRole('button', { name: /标题/ }))
  await waitFor(() => expect(load.mock.lastCall![0]).toMatchObject({ search: '甲', mine: 'true', sort: 'title', page: 1 }))
  fireEvent.click(screen.getByRole('button', { name: /Excel/ }))
  await waitFor(() => expect(excel.mock.lastCall![0]).toMatchObject({ search: '甲', mine: 'true', sort: 'title' }))
})

test('a telephone number that is typed stands in no address and is asked for by its id alone', async () => {
  const load = vi.fn<(request: ListRequest) => Promise<ListAnswer<Row>>>(() => answer(rows))
  const find = vi.fn<SoughtFilter['find']>((typed) => Promise.resolve(typed === '13800001234' ? 'contact-7' : undefined))
  const recognises = (typed: string) => (/^\d{11}$/.test(typed) ? 'whole' : /^\d{5,}$/.test(typed) ? 'part' : 'no')
  const { router } = renderPage(page(load, [{ kind: 'sought', key: 'contactId', label: '按号码', recognises, find, unknown: '没有登记过这个号码' }]))
  await screen.findByText('甲工单')
  const box = screen.getByRole('searchbox')
  const type = (value: string) => {
    fireEvent.change(box, { target: { value } })
    fireEvent.keyDown(box, { key: 'Enter' })
  }
  type('1380000')
  type('13800009999')
  expect((await screen.findByRole('status')).textContent).toBe('没有登记过这个号码')
  type('13800001234')
  await waitFor(() => expect(router.state.location.search).toEqual({ contactId: 'contact-7' }))
  expect(screen.getByText('按号码')).toBeTruthy()
  expect(box).toHaveProperty('value', '')
  expect(JSON.stringify([load.mock.calls, router.history.location.href])).not.toMatch(/1380000/)
  expect(find.mock.calls).toEqual([['13800009999'], ['13800001234']])
})

test('a count that stopped at ten thousand says so, and counts on when asked', async () => {
  const load = vi.fn((request: ListRequest) => (request['exact'] === true ? answer([], 12_486) : answer(rows, 1_000, false)))
  renderPage(page(load))
  await screen.findByText(/共 1,000\+ 条工单/)
  fireEvent.click(screen.getByRole('button', { name: '精确计数' }))
  await screen.findByText(/共 12,486 条工单/)
  expect(screen.queryByRole('button', { name: '精确计数' })).toBeNull()
})

test('j and k walk through the rows and Enter opens the one', async () => {
  const { router } = renderPage(page(() => answer(rows)))
  await screen.findByText('甲工单')
  fireEvent.keyDown(document.body, { key: 'j' })
  fireEvent.keyDown(document.body, { key: 'j' })
  await waitFor(() => expect(screen.getByText('乙工单').closest('tr')!.className).toContain('x-current'))
  fireEvent.keyDown(document.body, { key: 'Enter' })
  await waitFor(() => expect(router.state.location.pathname).toBe('/orders/2'))
})

test('keys typed into the search box stay there', async () => {
  const { router } = renderPage(page(() => answer(rows)))
  await screen.findByText('甲工单')
  fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'j' })
  expect(document.querySelector('.x-current')).toBeNull()
  expect(router.state.location.pathname).toBe('/')
})

test('an empty list says what will be here; an empty result says so and offers to clear the conditions', async () => {
  const first = renderPage(page(() => answer([])))
  await screen.findByText('还没有工单')
  first.unmount()
  const { router } = renderPage(page(() => answer([])), { at: '/?mine=true' })
  await screen.findByText('没有符合条件的工单')
  fireEvent.click(screen.getByRole('button', { name: '清除条件' }))
  await waitFor(() => expect(router.state.location.search).toEqual({}))
})

test('an error says what happened and its trace id, and trying again brings the rows', async () => {
  const load = vi.fn(() => answer(rows))
  load.mockRejectedValueOnce(new ApiError({ code: 'database.slow', status: 500, title: '数据库没有应答', traceId: 'T-7' }))
  renderPage(page(load))
  await screen.findByText('数据库没有应答')
  expect(screen.getByText('T-7')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '重试' }))
  await screen.findByText('甲工单')
})

test('a chosen column is there again the next time', async () => {
  const first = renderPage(page(() => answer(rows)))
  await screen.findByText('甲工单')
  expect(screen.queryByRole('columnheader', { name: '金额' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: '选择显示的列' }))
  fireEvent.click(await screen.findByRole('checkbox', { name: '金额' }))
  await screen.findByRole('columnheader', { name: '金额' })
  first.unmount()
  renderPage(page(() => answer(rows)))
  await screen.findByRole('columnheader', { name: '金额' })
})
