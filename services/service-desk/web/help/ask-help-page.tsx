import { useState } from 'react'
import { App, Input, Radio, Select } from 'antd'
import { requestsApi } from '#spine/requests/api.ts'
import { subsystem, type Subsystem } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { helpApi } from '../../help/api.ts'
import { ticketCategory, ticketImpact, ticketUrgency, UNATTRIBUTED, type TicketCategory, type TicketImpact, type TicketUrgency } from '../../tickets/api.ts'

type Values = { title: string; subsystem: Subsystem | typeof UNATTRIBUTED; category: TicketCategory; impact: TicketImpact; urgency: TicketUrgency; description?: string; file?: readonly File[] }
const choices = <T extends string>(set: { values: readonly T[]; titles: Readonly<Record<T, string>> }) => set.values.map((value) => ({ value, label: set.titles[value] }))
const INITIAL = { category: 'fault', impact: 'person', urgency: 'hindered' } as const

/** 求助: one short form, also on a phone. */
export function AskHelpPage() {
  const { message } = App.useApp()
  const go = useGo()
  const help = useClient(helpApi)
  const requests = useClient(requestsApi)
  // One id for one form: pressed twice, or again after a lost network, it is asked once.
  const [ticketId] = useState(() => crypto.randomUUID())
  const submit = async ({ file = [], description = '', ...rest }: Values) => {
    await help.call.askForHelp({ body: { ticketId, description, ...rest } })
    if (file.length > 0) await requests.call.attachRequestFiles({ params: { requestId: ticketId }, body: formDataOf({ kind: 'attachment', note: '', file }) as never })
    await requests.refresh()
  }
  const done = () => {
    void message.success('已提交，热线会尽快答复')
    go(`/help/${ticketId}`)
  }
  return (
    <Page title="求助">
      <Section>
        <EntryForm<Values> name="ask-help" initial={INITIAL} submitText="提交" onSubmit={submit} onDone={done} onCancel={() => go('/help')}>
          <Field name="title" label="遇到了什么问题" required><Input maxLength={200} autoFocus autoComplete="off" placeholder="例如：资质查询页面打不开" /></Field>
          <Field name="subsystem" label="子系统" required><Select options={[...choices(subsystem), { value: UNATTRIBUTED, label: '不清楚，由热线判断' }]} /></Field>
          <Field name="category" label="类别"><Select options={choices(ticketCategory)} /></Field>
          <Field name="impact" label="影响谁"><Radio.Group options={choices(ticketImpact)} /></Field>
          <Field name="urgency" label="影响程度"><Radio.Group options={choices(ticketUrgency)} /></Field>
          <Field name="description" label="说明" help="在哪个页面、做了什么、看到什么提示"><Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} maxLength={4000} /></Field>
          <Field name="file" label="附件"><Upload /></Field>
        </EntryForm>
      </Section>
    </Page>
  )
}
