import { useState } from 'react'
import { Alert, Button, Form, Input } from 'antd'
import { ApiError } from '#shared/api-client.ts'
import type { Problem } from '#shared/problem.ts'
import { useIdentity } from './session.tsx'
import type { SignInState } from './identity-door.ts'

export function CredentialsForm({ onDone }: { onDone: (state: SignInState, password: string) => Promise<void> }) {
  const identity = useIdentity()
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const [form] = Form.useForm<{ username: string; password: string }>()

  const submit = async (values: { username: string; password: string }) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { state } = await identity.signIn({ username: values.username.trim(), password: values.password })
      await onDone(state, values.password)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error.problem)
      form.resetFields(['password'])
      form.focusField('password')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form form={form} layout="vertical" requiredMark={false} size="large" onFinish={submit} name="sign-in">
      {problem && <ProblemAlert problem={problem} />}
      <Form.Item name="username" label="用户名" rules={[{ required: true, message: '请输入用户名' }]}>
        <Input autoComplete="username" autoFocus spellCheck={false} autoCapitalize="none" />
      </Form.Item>
      <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isBusy}>登录</Button>
    </Form>
  )
}

/** What the server said; a locked account says until when in its detail. */
export function ProblemAlert({ problem }: { problem: Problem }) {
  const isLocked = problem.status === 423 || problem.code.includes('lock')
  const lines = [problem.detail, ...(problem.problems ?? []).map(({ message }) => message)].filter((line) => line !== undefined)
  return (
    <Alert
      type={isLocked ? 'warning' : 'error'}
      showIcon
      role="alert"
      style={{ marginBottom: 16 }}
      title={problem.title}
      description={lines.length > 0 ? lines.map((line) => <div key={line}>{line}</div>) : undefined}
    />
  )
}
