import { useState } from 'react'
import { Alert, Button, Form, Input, InputNumber, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { dataOrdersApi, type DataOrderForm, type ReviewView } from '../orders/api.ts'
import { DemandFields, useLook } from './demand-fields.tsx'
import { FindingList } from './finding-list.tsx'
import { SqlEditor } from './sql-editor.tsx'

export type OrderValues = Partial<Omit<DataOrderForm, 'tables' | 'rows'>> & { tables?: string[]; rows?: string[] }

/** What the form holds as people type it: row counts are a list of tags. */
export function asTyped(form: Partial<DataOrderForm>): OrderValues {
  const { rows, ...rest } = form
  return { ...rest, ...(rows === undefined ? {} : { rows: rows.map(String) }) }
}

export function asSent({ rows = [], tables = [], script = '', ...rest }: OrderValues): Record<string, unknown> {
  return { ...rest, script, tables, rows: rows.map(Number).filter((count) => Number.isInteger(count)), batchSize: rest.batchSize ?? null, tolerance: rest.tolerance ?? 0, undoes: rest.undoes ?? null }
}

export function OrderFields() {
  const undoes = Form.useWatch<string | null | undefined>('undoes', { preserve: true })
  return (
    <>
      <DemandFields noTarget="该子系统还没有登记可维护的数据库。请系统管理员在“被管系统”中为维护账户登记连接，设置里写明 changes.schemas。" demanderHelp="与编写脚本的人须是两人。" />
      <Field name="reason" label="事由" required><Input.TextArea rows={3} maxLength={1_000} /></Field>
      <Form.Item name="undoes" hidden><Input /></Form.Item>
      {undoes ? <Alert type="info" title="这是一张撤销单：按改动前的影像逐行还原，不写脚本；此后又被改动的行不覆盖，遇到即全部不执行。" /> : <ScriptFields />}
      <Field name="startsAt" label="执行时段自" required><InstantInputField /></Field>
      <Field name="endsAt" label="执行时段至" required help="封网期内不执行。"><InstantInputField /></Field>
      <Field name="statementSeconds" label="每条语句时限" unit="秒"><InputNumber min={1} max={1_800} style={{ width: 160 }} /></Field>
      <Field name="lockSeconds" label="等锁时限" unit="秒"><InputNumber min={1} max={60} style={{ width: 160 }} /></Field>
    </>
  )
}

function ScriptFields() {
  const orders = useClient(dataOrdersApi)
  const form = Form.useFormInstance<OrderValues>()
  const [review, setReview] = useState<ReviewView>()
  const { isBusy, problem, look } = useLook(async () => {
    const values = asSent(form.getFieldsValue(true) as OrderValues) as unknown as DataOrderForm
    setReview(await orders.call.reviewScript({ body: { componentId: values.componentId, script: values.script, tables: values.tables, rows: values.rows } }))
  })
  return (
    <>
      <Field name="tables" label="要改动的表" required help="写作 模式.表名，一表一项。"><Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} /></Field>
      <Field name="script" label="脚本" required help="只写 insert、update、delete，用分号分开；由系统放在一个事务里执行。"><SqlEditor findings={review?.findings ?? []} /></Field>
      <Field name="rows" label="各语句的批准行数" required help="次序与语句一致，一条一项；执行时不符即全部撤回。" rules={[{ validator: (_rule, value: string[] | undefined) => ((value ?? []).every((one) => /^\d+$/.test(one)) ? Promise.resolve() : Promise.reject(new Error('行数只写数字'))) }]}>
        <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} />
      </Field>
      <div className="x-row" style={{ marginBottom: 12 }}>
        <Button loading={isBusy} onClick={() => void look()}>审查脚本</Button>
        {review && <span className="x-soft">{review.statements.map(({ verb, table, rows }, index) => `${index + 1}. ${verb} ${table}${rows === null ? '' : ` ${rows} 行`}`).join('；')}</span>}
      </div>
      {problem !== '' && <Alert type="error" title={problem} style={{ marginBottom: 12 }} />}
      {review && <FindingList findings={review.findings} />}
      <Field name="tolerance" label="允许相差" unit="行" help="默认 0：一行不多，一行不少。"><InputNumber min={0} style={{ width: 160 }} /></Field>
      <Field name="batchSize" label="分批，每批" unit="行" help="不填为一个事务。大量改动分批执行，可中断续办；只有一条不带连接的 update 或 delete 可以分批。"><InputNumber min={100} max={10_000} style={{ width: 160 }} /></Field>
    </>
  )
}
