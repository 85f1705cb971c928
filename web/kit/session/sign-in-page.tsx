import { useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { endedReason, renewSession, useSessionState } from './session.tsx'
import type { SignInState } from './identity-door.ts'
import { NewPasswordForm } from './new-password-form.tsx'
import { CredentialsForm } from './credentials-form.tsx'
import { TotpForm } from './totp-form.tsx'
import { useDocumentTitle } from '../detail/document-title.ts'
import type { Plate } from './plate.ts'
import './session.css'

/** Signing in, in up to three steps: password, one-time code, forced change of the password. */
export function SignInPage({ plate, startAt = 'credentials' }: { plate: Plate; startAt?: Step }) {
  const [step, setStep] = useState<Step>(startAt)
  const [password, setPassword] = useState('')
  const queries = useQueryClient()
  const session = useSessionState()
  const [ended] = useState(() => endedReason(queries))
  useDocumentTitle('登录')

  const proceed = async (state: SignInState) => {
    if (state === 'signed-in') await renewSession(queries)
    else setStep(state)
  }
  return (
    <main className="x-sign-in">
      <section className="x-sign-in-plate">
        <span className="x-mark" aria-hidden="true">{plate.mark}</span>
        <h1>{plate.name}</h1>
        <p>{plate.line}</p>
      </section>
      <section className="x-sign-in-form" aria-live="polite">
        {step === 'credentials' && (
          <StepFrame title="登录" note={ended}>
            <CredentialsForm
              onDone={(state, typed) => {
                setPassword(typed)
                return proceed(state)
              }}
            />
          </StepFrame>
        )}
        {step === 'totp-needed' && (
          <StepFrame title="输入动态验证码" note="打开手机上的身份验证器，输入当前的 6 位数字；设备不在身边时，输入一个恢复码。">
            <TotpForm onDone={proceed} onBack={() => setStep('credentials')} />
          </StepFrame>
        )}
        {step === 'password-change-needed' && (
          <StepFrame title="首次登录，请更换密码" note="初始密码只能用来登录一次。设置好新密码后即可开始工作。">
            <NewPasswordForm knownPassword={password} onDone={proceed} submitText="设置新密码并进入" />
          </StepFrame>
        )}
        {session.isError && <p role="alert" className="x-sign-in-error">连接不上服务器，请稍后刷新本页。</p>}
        {plate.foot && <footer className="x-sign-in-foot">{plate.foot}</footer>}
      </section>
    </main>
  )
}

export type Step = 'credentials' | Exclude<SignInState, 'signed-in'>

function StepFrame({ title, note, children }: { title: string; note?: string | undefined; children: ReactNode }) {
  return (
    <div className="x-sign-in-step">
      <h2>{title}</h2>
      {note && <p className="x-soft">{note}</p>}
      {children}
    </div>
  )
}
