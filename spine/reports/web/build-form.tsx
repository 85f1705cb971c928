import { useState } from 'react'
import { Form, Input, Select } from 'antd'
import { businessDate } from '#shared/instant.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { reportKind, reportKindTitle, reportsApi } from '../api.ts'

type Kind = (typeof reportKind.options)[number]
type Values = { kind: Kind; periodKey: string; reason?: string }

const SHAPES: Readonly<Record<Kind, string>> = { inspection: '年-月，如 2026-11', monthly: '年-月，如 2026-11', quarterly: '年-季，如 2026-Q4', 'half-year': '年-半年，如 2026-H2', yearly: '年，如 2026', 'security-yearly': '年，如 2026' }

/** Asks for a build and goes to its progress. Given a report, it builds the next version of that one. */
export function BuildForm({ fixed, needsReason = false, onClose }: { fixed?: { kind: Kind; periodKey: string }; needsReason?: boolean; onClose: () => void }) {
  const reports = useClient(reportsApi)
  const go = useGo()
  const [form] = Form.useForm<Values>()
  const kind = (Form.useWatch('kind', form) as Kind | undefined) ?? 'monthly'
  const [thisMonth] = useState(() => businessDate(new Date()).slice(0, 7))
  const send = async (values: Values) => {
    const { reportBuildId } = await reports.call.buildReport({ body: { ...values, ...fixed } })
    onClose()
    go(`/reports/builds/${reportBuildId}`)
  }
  return (
    <EntryForm<Values> form={form} name={`report-build-${fixed ? `${fixed.kind}-${fixed.periodKey}` : 'new'}`} initial={fixed ?? { kind: 'monthly', periodKey: thisMonth }} submitText="开始编制" onSubmit={send} onCancel={onClose}>
      {fixed ? (
        <p className="x-confirm-object">{reportKindTitle[fixed.kind]} {fixed.periodKey}：数据重新汇集并冻结，成为新的一版，旧版保留。</p>
      ) : (
        <>
          <Field name="kind" label="种类" required><Select options={reportKind.options.map((value) => ({ value, label: reportKindTitle[value] }))} /></Field>
          <Field name="periodKey" label="周期" required help={SHAPES[kind]}><Input className="x-mono" maxLength={20} /></Field>
        </>
      )}
      {needsReason && <Field name="reason" label="修订原因" required rules={[{ min: 4, message: '请写明原因，至少四个字' }]}><Input.TextArea rows={4} maxLength={2000} /></Field>}
    </EntryForm>
  )
}
