import { useState } from 'react'
import { Form, Input, Select } from 'antd'
import { subsystem } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { useAddress, useGo } from '#web/kit/frame/address.ts'
import { formatDue } from '#web/kit/value/instant-text.tsx'
import { noticesApi, noticeChannel, type NoticeChannel } from '../api.ts'

type Values = { kind: string; title: string; content: string; recipient: string; channel: NoticeChannel; channelNote?: string; sentAt?: string; eventOn?: string; occurrenceIds?: string[]; makeUpBy?: string; proof?: readonly File[] }

/** `?kind=…&occurrence=…` arrives with the kind and the occurrence chosen. */
export function SendNoticePage() {
  const notices = useClient(noticesApi)
  const kinds = useRead(noticesApi, 'listNoticeKinds')
  const [address] = useAddress()
  const go = useGo()
  const [form] = Form.useForm<Values>()
  // One id for one opening of the form: pressed twice it is sent once.
  const [noticeId] = useState(() => crypto.randomUUID())
  const asked = typeof address['occurrence'] === 'string' ? address['occurrence'] : undefined
  const items = kinds.data?.items ?? []
  const chosen = Form.useWatch('kind', form)
  const channel = Form.useWatch('channel', form)
  const kind = items.find((one) => one.kind === chosen)
  const announceable = useRead(noticesApi, 'listAnnounceable', { query: { kind: chosen ?? '' } }, { enabled: kind?.announces != null })
  const options = (announceable.data?.items ?? []).map((one) => ({ value: one.occurrenceId, label: `${formatDue(one.dueAt)} ${subsystem.has(one.subsystem) ? subsystem.titles[one.subsystem] : one.subsystem} ${one.title}（${one.note}）` }))

  const send = async ({ occurrenceIds = [], proof, ...values }: Values) => {
    await notices.call.sendNotice({ body: formDataOf({ noticeId, ...values, occurrenceIds: JSON.stringify(occurrenceIds), proof }) as never })
    await notices.refresh()
  }
  return (
    <Page title="发出告知" lead="登记后不能修改。应办时刻之前发出的提前告知，条款或甲方决定规定可免责的，免责并开出补做工单；之后发出的只作登记。">
      <Section>
        <EntryForm<Values>
          name="send-notice"
          form={form}
          initial={{ channel: 'mail', ...(typeof address['kind'] === 'string' ? { kind: address['kind'] } : {}), ...(asked ? { occurrenceIds: [asked] } : {}) }}
          submitText="发出并登记"
          onSubmit={send}
          onDone={() => go(`/notices/${noticeId}`)}
          onCancel={() => go('/notices')}
        >
          <Field name="kind" label="种类" required help={kind && `${kind.clause}；${kind.from} → ${kind.to}；时限：${kind.limit}；形式：${kind.form}`}>
            <Select options={items.map((one) => ({ value: one.kind, label: one.title }))} loading={kinds.isLoading} onChange={(value: string) => form.setFieldValue('recipient', items.find((one) => one.kind === value)?.to)} />
          </Field>
          {kind?.announces != null && (
            <>
              <Field name="occurrenceIds" label="不能按时办理的应办事项" required><Select mode="multiple" options={options} loading={announceable.isLoading} showSearch={{ optionFilterProp: 'label' }} /></Field>
              <Field name="makeUpBy" label="补做期限" help="不填为应办日之后的下一个工作日终"><InstantInputField /></Field>
            </>
          )}
          {kind && kind.announces === null && <Field name="eventOn" label={kind.isBefore ? '生效日期' : '发生日期'} required help="时限由此起算"><DateField /></Field>}
          <Field name="title" label="标题" required><Input maxLength={200} /></Field>
          <Field name="content" label="内容" required><Input.TextArea rows={6} maxLength={8000} /></Field>
          <Field name="recipient" label="接收方" required><Input maxLength={200} /></Field>
          <Field name="channel" label="渠道" required help={channel === 'other' ? '将标注「非指定渠道」' : undefined}><Select options={noticeChannel.values.map((value) => ({ value, label: noticeChannel.titles[value] }))} /></Field>
          {channel === 'other' && <Field name="channelNote" label="是什么渠道" required><Input maxLength={200} /></Field>}
          <Field name="sentAt" label="发出时间" help="不填为现在；补登此前已发出的，须附送达证明"><InstantInputField /></Field>
          <Field name="proof" label="送达证明"><Upload multiple={false} accept=".pdf,.eml,image/*" /></Field>
        </EntryForm>
      </Section>
    </Page>
  )
}
