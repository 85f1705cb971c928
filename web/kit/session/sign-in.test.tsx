import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { ApiError } from '#shared/api-client.ts'
import { createQueryClient } from '../client/create-query-client.ts'
import { AppearanceProvider } from '../theme/appearance.tsx'
import type { IdentityDoor, Me } from './identity-door.ts'
import { IdentityProvider, useSessionState } from './session.tsx'
import { SignInPage } from './sign-in-page.tsx'

const somebody: Me = { user: { userId: 'u-1', username: 'demo', displayName: '示例', roles: [], mustChangePassword: false, hasTotp: true, mustEnrolTotp: false }, permissions: [], idleTimeoutMinutes: 30 }

function door(answers: Partial<IdentityDoor>): IdentityDoor {
  const never = () => Promise.reject(new Error('not expected in this test'))
  return { me: () => Promise.resolve(undefined), signIn: never, totp: never, changePassword: never, signOut: never, enrolTotp: never, confirmTotp: never, passwordRules: ['至少 8 个字符'], ...answers }
}

function App({ ask }: { ask?: () => Promise<string> }) {
  const session = useSessionState()
  if (session.isPending) return null
  if (!session.data) return <SignInPage plate={{ name: '信运', line: '', mark: '信' }} />
  return <Inside ask={ask ?? (() => Promise.resolve(''))} />
}

function Inside({ ask }: { ask: () => Promise<string> }) {
  const answer = useQuery({ queryKey: ['inside'], queryFn: ask, enabled: false })
  return <button type="button" onClick={() => void answer.refetch()}>里面</button>
}

function show(identity: IdentityDoor, ask?: () => Promise<string>) {
  render(
    <AppearanceProvider accent={{ light: '#1d5a7d', dark: '#6fb3d9' }}>
      <QueryClientProvider client={createQueryClient()}>
        <IdentityProvider identity={identity}>{ask ? <App ask={ask} /> : <App />}</IdentityProvider>
      </QueryClientProvider>
    </AppearanceProvider>,
  )
}

async function typeCredentials() {
  fireEvent.change(await screen.findByLabelText('用户名'), { target: { value: 'demo' } })
  fireEvent.change(screen.getByLabelText('密码'), { target: { value: 'first-password' } })
  fireEvent.click(screen.getByRole('button', { name: '登录' }))
}

test('password, then code, then a forced change of the password that shows its rules, then inside', async () => {
  let isIn = false
  const changePassword = vi.fn(() => Promise.resolve({ state: 'signed-in' as const }).finally(() => (isIn = true)))
  show(door({
    me: () => Promise.resolve(isIn ? somebody : undefined),
    signIn: () => Promise.resolve({ state: 'totp-needed' }),
    totp: () => Promise.resolve({ state: 'password-change-needed' }),
    changePassword,
  }))
  await typeCredentials()
  fireEvent.change(await screen.findByLabelText('验证码'), { target: { value: '123456' } })
  fireEvent.click(screen.getByRole('button', { name: '验证' }))
  await screen.findByText('至少 8 个字符')
  fireEvent.change(screen.getByLabelText('新密码'), { target: { value: 'Second-2' } })
  fireEvent.change(screen.getByLabelText('再输入一次'), { target: { value: 'Second-3' } })
  fireEvent.click(screen.getByRole('button', { name: /设置新密码/ }))
  await screen.findByText('两次输入不一致')
  expect(changePassword).not.toHaveBeenCalled()
  fireEvent.change(screen.getByLabelText('再输入一次'), { target: { value: 'Second-2' } })
  fireEvent.click(screen.getByRole('button', { name: /设置新密码/ }))
  await screen.findByText('里面')
  expect(changePassword).toHaveBeenCalledWith({ currentPassword: 'first-password', newPassword: 'Second-2' })
})

test('a locked account is told until when, and the password is emptied', async () => {
  show(door({ signIn: () => Promise.reject(new ApiError({ code: 'account.locked', status: 423, title: '账号已锁定', detail: '请在 10:45 之后再试', traceId: '' })) }))
  await typeCredentials()
  await screen.findByText('请在 10:45 之后再试')
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('密码').value).toBe(''))
})

test('an answer 401 in the middle of work brings the sign-in with its reason, and the address stays', async () => {
  window.history.replaceState(null, '', '/work-orders/7?tab=clock')
  show(door({ me: () => Promise.resolve(somebody) }), () => Promise.reject(new ApiError({ code: 'session.none', status: 401, title: '请登录', traceId: '' })))
  fireEvent.click(await screen.findByText('里面'))
  await screen.findByText(/登录已失效/)
  expect(window.location.pathname + window.location.search).toBe('/work-orders/7?tab=clock')
})
