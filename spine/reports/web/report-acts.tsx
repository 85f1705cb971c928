import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import type { EndpointResponse } from '#shared/define-api.ts'
import { formatInstant } from '#shared/instant.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { reportsApi } from '../api.ts'
import { BuildForm } from './build-form.tsx'

export type Report = EndpointResponse<(typeof reportsApi)['endpoints']['getReport']>
type Action = Report['actions'][number]
type Sheet = { report: Report; onClose: () => void; onDone: () => void }

const titles: Readonly<Record<Action, string>> = { build: '重新编制', review: '复核通过', return: '退回重编', submit: '登记提交', accept: '认可', question: '质疑', revise: '修订', 'attach-scan': '上传签字盖章件' }
const primary: ReadonlySet<Action> = new Set(['review', 'submit', 'accept', 'revise'] as const)
const danger: ReadonlySet<Action> = new Set(['return', 'question'] as const)

/** What this person may do with the report now; the server says which. */
export function ReportActs({ report }: { report: Report }) {
  const reports = useClient(reportsApi)
  const [open, setOpen] = useState<Action>()
  const close = () => setOpen(undefined)
  const sheet: Sheet = { report, onClose: close, onDone: () => { close(); void reports.refresh() } }
  return (
    <>
      {report.actions.map((action) => <Button key={action} type={primary.has(action) ? 'primary' : 'default'} danger={danger.has(action)} onClick={() => setOpen(action)}>{titles[action]}</Button>)}
      <SideSheet isOpen={open !== undefined} title={open ? titles[open] : ''} onClose={close} width={440}>
        {(open === 'build' || open === 'revise') && <BuildForm fixed={{ kind: report.kind, periodKey: report.periodKey }} needsReason={open === 'revise'} onClose={close} />}
        {(open === 'review' || open === 'return' || open === 'accept' || open === 'question') && <NoteForm {...sheet} act={open} />}
        {open === 'submit' && <SubmitForm {...sheet} />}
        {open === 'attach-scan' && <ScanForm {...sheet} />}
      </SideSheet>
    </>
  )
}

const hints: Readonly<Record<'review' | 'return' | 'accept' | 'question', string>> = {
  review: '您以复核人身份确认这一版的数字与证据一致。编制人不能复核自己编制的报告。',
  return: '报告回到草稿，重新编制后成为新的一版。',
  accept: '甲方认可已提交的这一版，报告就此定稿。',
  question: '乙方须说明原因并编制新的一版；原版保留。',
}

function NoteForm({ report, act, onClose, onDone }: Sheet & { act: 'review' | 'return' | 'accept' | 'question' }) {
  const { call } = useClient(reportsApi)
  const params = { reportId: report.reportId }
  const { version } = report
  const isReason = act === 'return' || act === 'question'
  const send = (text: string) => {
    if (act === 'review') return call.reviewReport({ params, body: { version, note: text } })
    if (act === 'return') return call.returnReport({ params, body: { version, reason: text } })
    if (act === 'accept') return call.acceptReport({ params, body: { version, note: text } })
    return call.questionReport({ params, body: { version, question: text } })
  }
  return (
    <EntryForm<{ text?: string }> name={`report-${act}-${report.reportId}`} submitText={titles[act]} onCancel={onClose} onDone={onDone} onSubmit={({ text }) => send(text ?? '')}>
      <p className="x-confirm-object">{report.title} 第 {report.currentVersion} 版</p>
      <p>{hints[act]}</p>
      <Field name="text" label={isReason ? '原因' : '意见'} required={isReason} rules={isReason ? [{ min: 4, message: '请写明原因，至少四个字' }] : []}><Input.TextArea rows={5} maxLength={2000} autoFocus /></Field>
    </EntryForm>
  )
}

type Submission = { receivedAt: string; channel: string; receipt: string; files?: readonly File[] }

function SubmitForm({ report, onClose, onDone }: Sheet) {
  const { call } = useClient(reportsApi)
  const [now] = useState(() => formatInstant(new Date()))
  const send = ({ files = [], ...values }: Submission) => call.submitReport({ params: { reportId: report.reportId }, body: formDataOf({ version: report.version, ...values, files }) as never })
  return (
    <EntryForm<Submission> name={`report-submit-${report.reportId}`} initial={{ receivedAt: now }} submitText="登记提交" onSubmit={send} onDone={onDone} onCancel={onClose}>
      <p className="x-confirm-object">{report.title} 第 {report.currentVersion} 版</p>
      <p>登记后，这份报告所对应的各子系统运维报告与服务工作总结按甲方收到的时刻判为完成，评审期限由此起算。</p>
      <Field name="receivedAt" label="甲方收到时间" required><InstantInputField /></Field>
      <Field name="channel" label="提交渠道" required help="如 当面递交、机要、政务邮箱"><Input maxLength={100} /></Field>
      <Field name="receipt" label="回执编号或说明" required><Input maxLength={300} /></Field>
      <Field name="files" label="回执扫描件"><Upload multiple={false} accept=".pdf,image/*" /></Field>
    </EntryForm>
  )
}

type Scan = { reportVersion: number; hash: string; note?: string; files: readonly File[] }

function ScanForm({ report, onClose, onDone }: Sheet) {
  const { call } = useClient(reportsApi)
  const send = ({ files, ...values }: Scan) => call.attachReportScan({ params: { reportId: report.reportId }, body: formDataOf({ version: report.version, ...values, files }) as never })
  return (
    <EntryForm<Scan> name={`report-scan-${report.reportId}`} initial={{ reportVersion: report.currentVersion }} submitText="上传" onSubmit={send} onDone={onDone} onCancel={onClose}>
      <Field name="reportVersion" label="版次" required><Select options={report.versions.map(({ version }) => ({ value: version, label: `第 ${version} 版` }))} /></Field>
      <Field name="hash" label="页脚校验值" required help="照扫描件页脚填写，至少前 8 位；与所选版次不符的会被拒绝"><Input className="x-mono" maxLength={80} autoComplete="off" spellCheck={false} /></Field>
      <Field name="files" label="扫描件" required><Upload multiple={false} accept=".pdf,image/*" /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={2} maxLength={2000} /></Field>
    </EntryForm>
  )
}
