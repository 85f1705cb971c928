import { useState } from 'react'
import { Input, InputNumber, Radio, Select } from 'antd'
import { formatInstant } from '#shared/instant.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { useSession } from '#web/kit/session/session.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { changeRequestApi, stepOutcome, touchedDocument, type ChangeDetail, type StepOutcome, type TouchedDocument } from '../api.ts'

export type StepFormKind = 'rehearsal' | 'test' | 'release-begun' | 'release' | 'record'
type Props = { change: ChangeDetail; onClose: () => void }

const outcomes: Readonly<Record<StepFormKind, readonly StepOutcome[]>> = { rehearsal: ['passed', 'failed'], test: ['passed', 'failed'], 'release-begun': ['begun'], release: ['released', 'rolled-back', 'failed'], record: ['recorded'] }
const hints: Readonly<Record<StepFormKind, string>> = {
  rehearsal: '在测试环境按回退方案走一遍，附上记录或截图。',
  test: '写明测了什么、结果如何；测试报告可作为附件。',
  'release-begun': '确认各项条件后开始发布。封网期间不能开始。',
  release: '成功后自动发起变更后检查，并把所列文档标记为过时。',
  record: '写明原因、影响、处置经过与结果；须由他人复核。',
}

function useDone(onClose: () => void) {
  const changes = useClient(changeRequestApi)
  const requests = useClient(requestsApi)
  return () => {
    onClose()
    void changes.refresh()
    void requests.refresh()
  }
}

type StepValues = { outcome: StepOutcome; happenedAt: string; releaseVersion?: string; note: string; deliverables?: string; files?: readonly File[] }

export function StepForm({ change, kind, onClose }: Props & { kind: StepFormKind }) {
  const changes = useClient(changeRequestApi)
  const done = useDone(onClose)
  // One id for one opening of the form: pressed twice it is recorded once.
  const [stepId] = useState(() => crypto.randomUUID())
  const [now] = useState(() => formatInstant(new Date()))
  const send = ({ files = [], ...values }: StepValues) => changes.call.recordStep({ params: { requestId: change.requestId }, body: formDataOf({ stepId, kind, ...values, files }) as never })
  return (
    <EntryForm<StepValues> name={`change-step-${kind}-${change.requestId}`} initial={{ outcome: outcomes[kind][0]!, happenedAt: now }} submitText="登记" onSubmit={send} onDone={done} onCancel={onClose}>
      <p>{hints[kind]}</p>
      {outcomes[kind].length > 1 && <Field name="outcome" label="结果" required><Radio.Group options={outcomes[kind].map((value) => ({ value, label: stepOutcome.titles[value] }))} /></Field>}
      <Field name="happenedAt" label="时间" required><InstantInputField /></Field>
      {kind === 'release' && <Field name="releaseVersion" label="版本号"><Input maxLength={40} /></Field>}
      <Field name="note" label="说明" required><Input.TextArea rows={4} maxLength={10_000} autoFocus /></Field>
      {kind === 'release' && <Field name="deliverables" label="移交甲方的成果" help="源代码、安装包、技术文档及存放处（合同八（一））"><Input.TextArea rows={3} maxLength={4_000} /></Field>}
      <Field name="files" label="证明" required={kind === 'rehearsal'}><Upload hint="截图、报告、日志" /></Field>
    </EntryForm>
  )
}

export function ReviewForm({ change, onClose }: Props) {
  const changes = useClient(changeRequestApi)
  const done = useDone(onClose)
  const [stepId] = useState(() => crypto.randomUUID())
  return (
    <EntryForm<{ outcome: 'passed' | 'failed'; note: string }> name={`change-review-${change.requestId}`} initial={{ outcome: 'passed' }} submitText="登记复核" onSubmit={(body) => changes.call.reviewEmergency({ params: { requestId: change.requestId }, body: { stepId, ...body } })} onDone={done} onCancel={onClose}>
      <Field name="outcome" label="结论" required><Radio.Group options={(['passed', 'failed'] as const).map((value) => ({ value, label: stepOutcome.titles[value] }))} /></Field>
      <Field name="note" label="复核意见" required><Input.TextArea rows={5} maxLength={10_000} autoFocus /></Field>
    </EntryForm>
  )
}

export function EffortForm({ change, onClose }: Props) {
  const changes = useClient(changeRequestApi)
  const choices = useRead(changeRequestApi, 'listChoices')
  const done = useDone(onClose)
  const today = useToday()
  const { user } = useSession()
  const [effortEntryId] = useState(() => crypto.randomUUID())
  return (
    <EntryForm<{ workedOn: string; workerId: string; days: number; note: string }> name={`change-effort-${change.requestId}`} initial={{ workedOn: today, workerId: user.userId }} submitText="登记" onSubmit={(body) => changes.call.logEffort({ params: { requestId: change.requestId }, body: { effortEntryId, ...body } })} onDone={done} onCancel={onClose}>
      <Field name="workedOn" label="日期" required><DateField /></Field>
      <Field name="workerId" label="工作人" required><Select showSearch={{ optionFilterProp: 'label' }} options={(choices.data?.people ?? []).map((one) => ({ value: one.userId, label: one.name }))} loading={choices.isLoading} /></Field>
      <Field name="days" label="工作量" unit="人日" required help="以四分之一人日为单位；更正前面的登记请填负数"><InputNumber min={-60} max={60} step={0.25} style={{ width: 160 }} /></Field>
      <Field name="note" label="工作内容" required><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}

export function DocumentForm({ change, onClose }: Props) {
  const changes = useClient(changeRequestApi)
  const done = useDone(onClose)
  const stale = change.documents.filter(({ updatedAt }) => updatedAt === null)
  if (stale.length === 0) return <p>{change.documents.length === 0 ? '发布成功后，所列文档在这里标记为过时。' : '所列文档都已更新。'}</p>
  return (
    <EntryForm<{ document: TouchedDocument; note: string; files?: readonly File[] }> name={`change-document-${change.requestId}`} initial={{ document: stale[0]!.document }} submitText="登记" onSubmit={({ files = [], ...values }) => changes.call.updateDocument({ params: { requestId: change.requestId }, body: formDataOf({ ...values, files }) as never })} onDone={done} onCancel={onClose}>
      <Field name="document" label="文档" required><Select options={stale.map(({ document }) => ({ value: document, label: touchedDocument.titles[document] }))} /></Field>
      <Field name="note" label="更新说明" required><Input.TextArea rows={3} maxLength={2000} /></Field>
      <Field name="files" label="更新后的文档" required><Upload /></Field>
    </EntryForm>
  )
}
