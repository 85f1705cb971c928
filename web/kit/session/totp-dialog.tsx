import { useState } from 'react'
import { Button, Form, Modal, Skeleton } from 'antd'
import { DownloadOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError } from '#shared/api-client.ts'
import type { Problem } from '#shared/problem.ts'
import { HashText } from '../value/hash-text.tsx'
import { saveFile } from '../value/save-file.ts'
import { ErrorState } from '../state/error-state.tsx'
import { ProblemAlert } from './credentials-form.tsx'
import { renewSession, useIdentity } from './session.tsx'
import { TotpCodeItem } from './totp-form.tsx'

/** Enrolment of the second factor: scan, type one code, done. */
export function TotpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const queries = useQueryClient()
  const [codes, setCodes] = useState<readonly string[]>()
  const close = () => {
    if (codes) void renewSession(queries)
    setCodes(undefined)
    onClose()
  }
  // The recovery codes are shown this once: a click beside the dialog must not lose them.
  return (
    <Modal open={isOpen} title={codes ? '恢复码' : '动态验证码'} footer={null} onCancel={close} closable={!codes} keyboard={!codes} mask={{ closable: false }} destroyOnHidden width={420}>
      {codes ? <RecoveryCodes codes={codes} onKept={close} /> : <Enrolment onDone={setCodes} />}
    </Modal>
  )
}

function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  return (
    <div className="x-recovery">
      <p>动态验证码已启用，下次登录时需要输入。手机遗失时可用以下恢复码登录，每个只能用一次。它们只显示这一次，请抄录或保存后妥善保管。</p>
      <ul className="x-mono">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <Button block icon={<DownloadOutlined />} onClick={() => saveFile(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }), '恢复码.txt')}>保存为文件</Button>
      <Button type="primary" block onClick={onKept}>已经妥善保管</Button>
    </div>
  )
}

function Enrolment({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const identity = useIdentity()
  const [problem, setProblem] = useState<Problem>()
  const enrolment = useQuery({ queryKey: ['totp-enrolment'], queryFn: () => identity.enrolTotp(), gcTime: 0, staleTime: Number.POSITIVE_INFINITY, retry: false })
  if (enrolment.error) return <ErrorState error={enrolment.error} onRetry={() => void enrolment.refetch()} />
  if (!enrolment.data) return <Skeleton active />
  const confirm = async ({ code }: { code: string }) => {
    setProblem(undefined)
    try {
      const { recoveryCodes } = await identity.confirmTotp({ code })
      onDone(recoveryCodes)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error.problem)
    }
  }
  return (
    <Form layout="vertical" requiredMark={false} onFinish={confirm} name="totp-enrolment">
      <p>用手机上的身份验证器扫描二维码，再输入它显示的 6 位数字。</p>
      <img className="x-qr" alt="动态验证码二维码" src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(enrolment.data.qrSvg)}`} />
      <p className="x-soft">不能扫描时手工输入密钥：<HashText value={enrolment.data.secret} length={64} what="密钥" /></p>
      {problem && <ProblemAlert problem={problem} />}
      <TotpCodeItem />
      <Button type="primary" htmlType="submit" block>启用</Button>
    </Form>
  )
}
