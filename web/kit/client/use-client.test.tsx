import { fireEvent, screen, waitFor } from '@testing-library/react'
import { Button } from 'antd'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Problem } from '#shared/problem.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { renderPage } from '../testing/render-page.tsx'
import { useAct } from './use-act.ts'
import { useClient } from './use-client.ts'
import { useRead } from './use-read.ts'

const order = z.object({ id: z.string(), title: z.string() })
const ordersApi = defineApi({
  prefix: '/api/orders',
  title: '工单',
  endpoints: {
    list: { method: 'GET', path: '', summary: '工单列表', permission: 'signed-in', audit: 'none', query: listQuery, response: listOf(order) },
    get: { method: 'GET', path: '/:id', summary: '一张工单', permission: 'signed-in', audit: 'none', params: z.object({ id: z.string() }), response: order },
    close: { method: 'POST', path: '/:id/close', summary: '关闭工单', permission: 'order:close', audit: 'order.closed', params: z.object({ id: z.string() }), response: order },
  },
})

afterEach(() => vi.unstubAllGlobals())

/** A server in the place of the network: answers by method and path. */
function serve(answers: Record<string, () => object | Problem>) {
  const asked: string[] = []
  vi.stubGlobal('fetch', (url: string, { method }: { method: string }) => {
    asked.push(`${method} ${url}`)
    const body = answers[`${method} ${url}`]?.() ?? { code: 'test.unknown', status: 404, title: `没有 ${url}`, traceId: '' }
    const status = 'traceId' in body ? (body as Problem).status : 200
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } }))
  })
  return asked
}

function OrderPage() {
  const one = useRead(ordersApi, 'get', { params: { id: '7' } })
  const close = useAct(ordersApi, 'close', { done: '工单已关闭' })
  return (
    <div>
      <p>{one.data?.title}</p>
      <Button onClick={() => close.mutate({ params: { id: '7' } })}>关闭</Button>
    </div>
  )
}

test('an act says that it is done and everything of its api is asked again', async () => {
  let title = '打开的工单'
  const asked = serve({
    'GET /api/orders/7': () => ({ id: '7', title }),
    'POST /api/orders/7/close': () => ({ id: '7', title: (title = '关闭的工单') }),
  })
  renderPage(OrderPage)
  await screen.findByText('打开的工单')
  fireEvent.click(screen.getByRole('button', { name: '关闭' }))
  await screen.findByText('工单已关闭')
  await screen.findByText('关闭的工单')
  expect(asked).toEqual(['GET /api/orders/7', 'POST /api/orders/7/close', 'GET /api/orders/7'])
})

test('a refused act is told with all its problems and the trace id', async () => {
  serve({
    'GET /api/orders/7': () => ({ id: '7', title: '工单' }),
    'POST /api/orders/7/close': () => ({ code: 'order.open-findings', status: 422, title: '还不能关闭', problems: [{ place: '', message: '隐患 F-1 未复查' }], traceId: 'T-99' }),
  })
  renderPage(OrderPage)
  fireEvent.click(await screen.findByRole('button', { name: '关闭' }))
  await screen.findByText('还不能关闭')
  expect(screen.getByText('隐患 F-1 未复查')).toBeTruthy()
  expect(screen.getByText('T-99')).toBeTruthy()
})

test('two people editing one thing: says who changed it, and reloads only when asked', async () => {
  const asked = serve({
    'GET /api/orders/7': () => ({ id: '7', title: '工单' }),
    'POST /api/orders/7/close': () => ({ code: 'order.changed', status: 409, title: '工单已被他人修改', detail: '值班岗于 10:32 修改', traceId: 'T-1' }),
  })
  renderPage(OrderPage)
  fireEvent.click(await screen.findByRole('button', { name: '关闭' }))
  await screen.findByText('值班岗于 10:32 修改')
  expect(asked.filter((one) => one.startsWith('GET'))).toHaveLength(1)
  fireEvent.click(screen.getByRole('button', { name: '载入最新内容' }))
  await waitFor(() => expect(asked.filter((one) => one.startsWith('GET'))).toHaveLength(2))
})

test('a list source sends what the address says, with what is fixed', async () => {
  const asked = serve({ 'GET /api/orders?sort=-id&page=2&pageSize=20': () => ({ items: [], total: 0, isTotalExact: true }) })
  function ListPage() {
    const source = useClient(ordersApi).list('list', { query: { sort: '-id' } })
    return <Button onClick={() => void source.load({ page: 2, pageSize: 20 }, new AbortController().signal)}>读</Button>
  }
  renderPage(ListPage)
  fireEvent.click(await screen.findByRole('button', { name: '读' }))
  await waitFor(() => expect(asked).toEqual(['GET /api/orders?sort=-id&page=2&pageSize=20']))
})
