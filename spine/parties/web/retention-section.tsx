import { useState } from 'react'
import { Button, Input, InputNumber } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { contactsApi } from '../contacts/api.ts'

type Values = { effectiveOn: string; keepsMonths: number; reason: string }

/** How long numbers are kept, from which day on. */
export function RetentionSection() {
  const retention = useRead(contactsApi, 'getRetention')
  const contacts = useClient(contactsApi)
  const may = usePermission()
  const today = useToday()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  const send = async (body: Values) => {
    await contacts.call.setRetention({ body })
    await contacts.refresh()
  }
  return (
    <Section title="保留期" extra={may('contact:retain') && <Button size="small" onClick={() => setOpen(true)}>设置</Button>}>
      {retention.error && !retention.data ? <ErrorState error={retention.error} onRetry={() => void retention.refetch()} /> : (
        <>
          <p>现为最近使用后 <b>{retention.data?.keepsMonths ?? '…'}</b> 个月；到期后每天夜间移除号码本身，只留移除记录。甲方、乙方、业务部门、区县、共享交换对方和供应商的在岗人员不在此列。</p>
          {(retention.data?.rules.length ?? 0) > 0 && (
            <DataTable
              caption="历次设置"
              columns={[
                { key: 'effectiveOn', title: '生效', width: 140, render: ({ effectiveOn }) => <DateText value={effectiveOn} /> },
                { key: 'keepsMonths', title: '月数', align: 'right', width: 80 },
                { key: 'reason', title: '理由' },
                { key: 'setByName', title: '设置人', width: 160 },
                { key: 'setAt', title: '设置', width: 176, render: ({ setAt }) => <InstantText value={setAt} /> },
              ]}
              rows={retention.data?.rules ?? []}
              rowKey={({ effectiveOn }) => effectiveOn}
            />
          )}
        </>
      )}
      <SideSheet isOpen={isOpen} title="设置号码保留期" onClose={close} width={400}>
        <EntryForm<Values> name="contact-retention" initial={{ effectiveOn: today, keepsMonths: retention.data?.keepsMonths ?? 24 }} submitText="设置" onSubmit={send} onDone={close} onCancel={close}>
          <Field name="effectiveOn" label="生效日期" required help="今天或以后"><DateField /></Field>
          <Field name="keepsMonths" label="最近使用后保留" unit="月" required><InputNumber min={1} max={120} precision={0} /></Field>
          <Field name="reason" label="理由" required><Input maxLength={500} /></Field>
        </EntryForm>
      </SideSheet>
    </Section>
  )
}
