import { useState } from 'react'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import { serviceOptions, service } from '#shared/services.ts'
import { subsystem } from '#shared/subsystems.ts'
import { requestPriority } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { optionsOf } from '../../web/options-of.ts'
import { escalationApi, type LadderView, escalationChannel, escalationMoment, escalationTarget, type LadderStep } from '../api.ts'

type Values = { service: (typeof service.values)[number]; subsystem?: string; priority?: (typeof requestPriority.values)[number]; effectiveOn: string; steps?: LadderStep[]; reason: string }

const NEXT_STEP: LadderStep = { moment: 'before-due', minutes: 30, whom: 'on-duty', channel: 'inbox' }

/** A ladder for a scope from a day on; `from` is the one that it takes the place of. */
export function LadderForm({ from, onClose }: { from?: LadderView; onClose: () => void }) {
  const ladders = useClient(escalationApi)
  const today = useToday()
  const [ladderId] = useState(() => crypto.randomUUID())
  const send = async ({ subsystem: slug, priority, steps = [], ...values }: Values) => {
    await ladders.call.setLadder({ body: { ...values, ladderId, subsystem: slug ?? null, priority: priority ?? null, steps } })
    await ladders.refresh()
  }
  const initial: Partial<Values> = from
    ? { effectiveOn: today, steps: from.steps, ...(service.has(from.service) ? { service: from.service } : {}), ...(from.subsystem === null ? {} : { subsystem: from.subsystem }), ...(from.priority === null ? {} : { priority: from.priority }) }
    : { service: 'service-desk', effectiveOn: today, steps: [NEXT_STEP] }
  return (
    <EntryForm<Values> name={`ladder-${from?.ladderId ?? 'new'}`} initial={initial} submitText="设置" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="service" label="模块" required><Select options={serviceOptions.filter(({ value }) => service.has(value))} disabled={from !== undefined} /></Field>
      <Field name="subsystem" label="子系统" help="不选为全部子系统"><Select allowClear options={optionsOf(subsystem)} disabled={from !== undefined} /></Field>
      <Field name="priority" label="优先级" help="不选为全部优先级"><Select allowClear options={optionsOf(requestPriority)} disabled={from !== undefined} /></Field>
      <Field name="effectiveOn" label="生效日期" required><DateField /></Field>
      <Form.List name="steps">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ name }, at) => (
              <div key={name} className="x-row" style={{ alignItems: 'start' }}>
                <div style={{ width: 96 }}><Field name={[name, 'moment']} label={`第 ${at + 1} 步`} required><Select options={optionsOf(escalationMoment)} /></Field></div>
                <div style={{ width: 84 }}><Field name={[name, 'minutes']} label="分钟" required><InputNumber min={0} precision={0} /></Field></div>
                <div style={{ width: 124 }}><Field name={[name, 'whom']} label="找谁" required><Select options={optionsOf(escalationTarget)} /></Field></div>
                <div style={{ width: 124 }}><Field name={[name, 'channel']} label="渠道" required><Select options={optionsOf(escalationChannel)} /></Field></div>
                <Button type="link" size="small" onClick={() => remove(name)} style={{ marginTop: 28, paddingInline: 4 }}>去掉</Button>
              </div>
            ))}
            {fields.length < 20 && <Button type="link" onClick={() => add(NEXT_STEP)}>再加一步</Button>}
            {fields.length === 0 && <p className="x-soft">没有步骤即停用：改用更大范围的升级阶梯。</p>}
          </>
        )}
      </Form.List>
      <Field name="reason" label="理由" required><Input maxLength={500} placeholder="如：与甲方商定" /></Field>
    </EntryForm>
  )
}
