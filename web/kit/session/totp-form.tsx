import { useState } from 'react'
import { Button, Form, Input } from 'antd'
import { ApiError } from '#shared/api-client.ts'
import type { Problem } from '#shared/problem.ts'
import { ProblemAlert } from './credentials-form.tsx'
import { useIdentity } from './session.tsx'
import type { SignInState } from './identity-door.ts'

export function TotpForm({ onDone, onBack }: { onDone: (state: SignInState) => Promise<void>; onBack: () => void }) {
  const identity = useIdentity()
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const [form] = Form.useForm<{ code: string }>()
  const submit = async ({ code }: { code: string }) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { state } = await identity.totp({ code })
      await onDone(state)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error.problem)
      form.resetFields()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form form={form} layout="vertical" requiredMark={false} size="large" onFinish={submit} name="totp">
      {problem && <ProblemAlert problem={problem} />}
      <TotpCodeItem acceptsRecovery />
      <Button type="primary" htmlType="submit" block loading={isBusy}>验证</Button>
      <Button type="link" block onClick={onBack}>返回，换一个账号</Button>
    </Form>
  )
}

export function TotpCodeItem({ acceptsRecovery = false }: { acceptsRecovery?: boolean }) {
  return (
    <Form.Item name="code" label="验证码" rules={[{ required: true, pattern: acceptsRecovery ? /^.{6,32}$/ : /^\d{6}$/, message: acceptsRecovery ? '请输入 6 位数字或恢复码' : '请输入 6 位数字' }]}>
      <Input inputMode={acceptsRecovery ? 'text' : 'numeric'} autoComplete="one-time-code" maxLength={acceptsRecovery ? 32 : 6} autoFocus spellCheck={false} className="x-code-input" />
    </Form.Item>
  )
}
