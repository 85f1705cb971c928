import { useState } from 'react'
import { Button, Form, Input } from 'antd'
import { ApiError } from '#shared/api-client.ts'
import type { Problem } from '#shared/problem.ts'
import { ProblemAlert } from './credentials-form.tsx'
import type { SignInState } from './identity-door.ts'
import { useIdentity } from './session.tsx'

type Values = { currentPassword?: string; newPassword: string; again: string }

/** New password with its rules in sight. `knownPassword` is the one just typed at sign-in; without it the form asks. */
export function NewPasswordForm({ knownPassword, onDone, submitText }: { knownPassword?: string; onDone: (state: SignInState) => Promise<void> | void; submitText: string }) {
  const identity = useIdentity()
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const submit = async (values: Values) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { state } = await identity.changePassword({ currentPassword: knownPassword || (values.currentPassword ?? ''), newPassword: values.newPassword })
      await onDone(state)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error.problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<Values> layout="vertical" requiredMark={false} onFinish={submit} name="new-password">
      {problem && <ProblemAlert problem={problem} />}
      <ul className="x-rules" aria-label="密码要求">
        {identity.passwordRules.map((rule) => <li key={rule}>{rule}</li>)}
      </ul>
      {!knownPassword && (
        <Form.Item name="currentPassword" label="当前密码" rules={[{ required: true, message: '请输入当前密码' }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
      )}
      <Form.Item name="newPassword" label="新密码" rules={[{ required: true, message: '请输入新密码' }]}>
        <Input.Password autoComplete="new-password" autoFocus={Boolean(knownPassword)} />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输入一次"
        dependencies={['newPassword']}
        rules={[
          { required: true, message: '请再输入一次新密码' },
          ({ getFieldValue }) => ({
            validator: (_, value) => (!value || value === getFieldValue('newPassword') ? Promise.resolve() : Promise.reject(new Error('两次输入不一致'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isBusy}>{submitText}</Button>
    </Form>
  )
}
