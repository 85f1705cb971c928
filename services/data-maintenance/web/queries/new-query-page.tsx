import { useState } from 'react'
import { Button, Form, Input, InputNumber, Radio, Select } from 'antd'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { dataExportsApi, exportFormat } from '../../exports/api.ts'
import { dataOrdersApi } from '../../orders/api.ts'
import { exportQueriesApi, periodicDuty, queryPurpose, type NewQuery } from '../../queries/api.ts'
import { QueryTextFields } from './query-text-fields.tsx'

type Values = Partial<NewQuery>

export function NewQueryPage() {
  const queries = useClient(exportQueriesApi)
  const go = useGo()
  const [exportQueryId] = useState(() => crypto.randomUUID())
  const [form] = Form.useForm<Values>()
  const templates = useRead(exportQueriesApi, 'listQueryTemplates')
  const send = async (values: Values) => {
    await queries.call.saveExportQuery({ body: { ...(values as NewQuery), exportQueryId, obligation: values.purpose === 'periodic' ? (values.obligation ?? null) : null, receiverId: values.receiverId ?? null, parameters: values.parameters ?? [], keyColumns: values.keyColumns ?? [], figureColumns: values.figureColumns ?? [] } })
    await queries.refresh()
    go(`/data-maintenance/queries/${exportQueryId}`)
  }
  return (
    <Page title="新的保存的查询" lead="保存时在目标库的只读事务里试执行，固定它的列；由另一人批准后使用。">
      {(templates.data?.items ?? []).length > 0 && (
        <Section title="从随产品提供的查询开始">
          <div className="x-row" style={{ flexWrap: 'wrap' }}>{templates.data?.items.map((one) => <Button key={one.code} onClick={() => form.setFieldsValue(one)}>{one.title}（{one.obligation ?? '统计分析'}）</Button>)}</div>
        </Section>
      )}
      <Section>
        <EntryForm<Values> name="new-export-query" form={form} initial={{ purpose: 'periodic', format: 'xlsx', keepDays: 180 }} submitText="试执行并保存" onSubmit={send}>
          <QueryFields />
        </EntryForm>
      </Section>
    </Page>
  )
}

function QueryFields() {
  const slug = Form.useWatch<string | undefined>('subsystem')
  const purpose = Form.useWatch<string | undefined>('purpose')
  const targets = useRead(dataOrdersApi, 'listDataTargets')
  const receivers = useRead(dataExportsApi, 'listExportReceivers')
  return (
    <>
      <Field name="code" label="编号" required help="大写字母、数字和连字符；定期导出的文件以它和期间编号。"><Input maxLength={21} /></Field>
      <Field name="title" label="名称" required><Input maxLength={100} /></Field>
      <Field name="purpose" label="用途" required><Radio.Group options={queryPurpose.values.map((value) => ({ value, label: queryPurpose.titles[value] }))} /></Field>
      {purpose === 'periodic' && <Field name="obligation" label="所履行的条款" required><Select options={periodicDuty.values.map((value) => ({ value, label: `${value} ${periodicDuty.titles[value]}` }))} /></Field>}
      <Field name="subsystem" label="子系统" required><Select options={subsystems.values.map((value) => ({ value, label: subsystems.titles[value] }))} /></Field>
      <Field name="componentId" label="目标数据库" required><Select options={(targets.data?.items ?? []).filter(({ subsystem }) => subsystem === slug).map(({ componentId, title }) => ({ value: componentId, label: title }))} /></Field>
      <QueryTextFields />
      {purpose === 'periodic' && (
        <>
          <Field name="format" label="文件格式" required><Radio.Group options={exportFormat.values.map((value) => ({ value, label: exportFormat.titles[value] }))} /></Field>
          <Field name="receiverId" label="接收人" help="没有指定接收人就不会生成。"><Select allowClear showSearch={{ optionFilterProp: 'label' }} options={(receivers.data?.items ?? []).map(({ userId, displayName, unit }) => ({ value: userId, label: `${displayName} ${unit}` }))} /></Field>
          <Field name="receiverUnit" label="接收人单位"><Input maxLength={100} /></Field>
          <Field name="keepDays" label="保留" unit="天"><InputNumber min={1} max={365} style={{ width: 160 }} /></Field>
        </>
      )}
    </>
  )
}
