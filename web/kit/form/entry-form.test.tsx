import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { Input } from 'antd'
import { expect, test, vi } from 'vitest'
import { ApiError } from '#shared/api-client.ts'
import { renderPage } from '../testing/render-page.tsx'
import { EntryForm } from './entry-form.tsx'
import { Field } from './field.tsx'

type Values = { title: string; contact: { phone: string } }

function page(onSubmit: (values: Values) => Promise<unknown>) {
  return () => (
    <EntryForm<Values> name="order" onSubmit={onSubmit}>
      <Field name="title" label="标题" required><Input /></Field>
      <Field name={['contact', 'phone']} label="电话" required><Input /></Field>
    </EntryForm>
  )
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

test('an empty form names every missing field beside it and in the summary, and sends nothing', async () => {
  const send = vi.fn(() => Promise.resolve())
  renderPage(page(send))
  fireEvent.click(await screen.findByRole('button', { name: '提交' }))
  await screen.findByText('有 2 处需要修改')
  expect(screen.getAllByText('请填写标题')).toHaveLength(2)
  expect(screen.getAllByText('请填写电话')).toHaveLength(2)
  expect(send).not.toHaveBeenCalled()
})

test('all problems of the server stand beside their fields at once, the homeless ones in the summary', async () => {
  renderPage(page(() =>
    Promise.reject(new ApiError({
      code: 'request.invalid',
      status: 400,
      title: '有 3 处需要修改',
      traceId: 'T-42',
      problems: [
        { place: 'body.title', message: '标题已被使用' },
        { place: 'body.contact.phone', message: '号码少一位' },
        { place: 'body.evidence', message: '至少一份证据' },
      ],
    })),
  ))
  await screen.findByLabelText('标题')
  type('标题', '甲')
  type('电话', '1')
  fireEvent.click(screen.getByRole('button', { name: '提交' }))
  await screen.findByText('有 3 处需要修改')
  await waitFor(() => expect(screen.getAllByText('标题已被使用')).toHaveLength(2))
  expect(screen.getAllByText('号码少一位')).toHaveLength(2)
  expect(screen.getByText('evidence：至少一份证据')).toBeTruthy()
  expect(screen.getByText('T-42')).toBeTruthy()
})

test('what was typed survives the page and is gone once it was sent', async () => {
  const first = renderPage(page(() => Promise.reject(new Error('断网'))))
  await screen.findByLabelText('标题')
  type('标题', '写了一半')
  first.unmount()

  const send = vi.fn(() => Promise.resolve())
  const second = renderPage(page(send))
  await screen.findByText(/已恢复上次没有提交的内容/)
  expect(screen.getByLabelText<HTMLInputElement>('标题').value).toBe('写了一半')
  type('电话', '12345')
  fireEvent.click(screen.getByRole('button', { name: '提交' }))
  await waitFor(() => expect(send).toHaveBeenCalledWith({ title: '写了一半', contact: { phone: '12345' } }))
  await waitFor(() => expect(screen.queryByText(/已恢复上次没有提交的内容/)).toBeNull())
  second.unmount()

  renderPage(page(send))
  expect((await screen.findByLabelText<HTMLInputElement>('标题')).value).toBe('')
})

test('Ctrl+Enter submits from inside a field', async () => {
  const send = vi.fn(() => Promise.resolve())
  renderPage(page(send))
  await screen.findByLabelText('标题')
  type('标题', '甲')
  type('电话', '1')
  await act(async () => {
    fireEvent.keyDown(screen.getByLabelText('标题'), { key: 'Enter', ctrlKey: true })
  })
  await waitFor(() => expect(send).toHaveBeenCalledTimes(1))
})
