import { useState } from 'react'
import { Alert, Button, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { dataExportsApi, exportFormat, exportPurpose, type DataExportForm, type PreviewView } from '../../exports/api.ts'
import { exportQueriesApi } from '../../queries/api.ts'
import { DemandFields, useLook } from '../demand-fields.tsx'
import { FindingList } from '../finding-list.tsx'
import { SqlEditor } from '../sql-editor.tsx'
import { ColumnTable } from './column-table.tsx'

export type ExportValues = Partial<DataExportForm>

export function asSentExport(values: ExportValues): Record<string, unknown> {
  const isSaved = values.purpose === 'analysis'
  return { ...values, purpose: values.purpose ?? 'export', script: isSaved ? '' : (values.script ?? ''), exportQueryId: isSaved ? (values.exportQueryId ?? null) : null, queryVersion: isSaved ? (values.queryVersion ?? null) : null, parameters: isSaved ? (values.parameters ?? {}) : {}, unmasked: values.unmasked ?? [], unmaskReason: values.unmaskReason ?? '', tolerance: values.tolerance ?? 0 }
}

export function ExportFields() {
  const purpose = Form.useWatch<string | undefined>('purpose')
  const receivers = useRead(dataExportsApi, 'listExportReceivers')
  return (
    <>
      <DemandFields noTarget="该子系统还没有登记可维护的数据库。请系统管理员在“被管系统”中登记数据维护接口的连接。" demanderHelp="与编写查询的人须是两人。" />
      <Field name="reason" label="用途" required><Input.TextArea rows={2} maxLength={1_000} /></Field>
      <Field name="purpose" label="类别" required><Radio.Group options={[{ value: 'export', label: exportPurpose.titles.export }, { value: 'analysis', label: '统计分析（用保存的查询）' }]} /></Field>
      {purpose === 'analysis' ? <SavedQueryFields /> : <Field name="script" label="查询" required help="一条 select，写出列，用 as 给出中文名，加上 order by。"><SqlEditor /></Field>}
      <PreviewPart />
      <Field name="expectedRows" label="预计行数" required help="超出批准的行数（含允许相差）即不生成。"><InputNumber min={0} style={{ width: 160 }} /></Field>
      <Field name="tolerance" label="允许相差" unit="行"><InputNumber min={0} style={{ width: 160 }} /></Field>
      <Field name="format" label="格式" required><Radio.Group options={exportFormat.values.map((value) => ({ value, label: exportFormat.titles[value] }))} /></Field>
      <Field name="receiverId" label="接收人" required help="只有此人的账号可以下载、查看口令和签收。"><Select showSearch={{ optionFilterProp: 'label' }} options={(receivers.data?.items ?? []).map(({ userId, displayName, unit }) => ({ value: userId, label: `${displayName} ${unit}` }))} /></Field>
      <Field name="receiverUnit" label="接收人单位" required><Input maxLength={100} /></Field>
      <Field name="keepDays" label="保留" unit="天" required help="到期销毁文件与密钥，并请接收人确认自留副本已销毁。"><InputNumber min={1} max={365} style={{ width: 160 }} /></Field>
      <Field name="unmasked" label="不脱敏的列" help="默认全部脱敏。确需原值的，逐列写出列名并说明理由，由安全负责人再批一道。"><Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} /></Field>
      <Field name="unmaskReason" label="不脱敏的理由"><Input.TextArea rows={2} maxLength={1_000} /></Field>
      <Field name="statementSeconds" label="查询时限" unit="秒"><InputNumber min={1} max={1_800} style={{ width: 160 }} /></Field>
    </>
  )
}

/** An approved version and the values of its parameters. */
function SavedQueryFields() {
  const form = Form.useFormInstance<ExportValues>()
  const componentId = Form.useWatch<string | undefined>('componentId')
  const chosen = Form.useWatch<string | null | undefined>('exportQueryId')
  const saved = useRead(exportQueriesApi, 'listExportQueries', { query: { purpose: 'analysis', pageSize: 200, ...(componentId === undefined ? {} : { componentId }) } }, { enabled: componentId !== undefined })
  const usable = (saved.data?.items ?? []).filter(({ approvedVersion, isRetired }) => approvedVersion !== null && !isRetired)
  const query = useRead(exportQueriesApi, 'getExportQuery', { params: { exportQueryId: chosen ?? '' } }, { enabled: Boolean(chosen) })
  const version = query.data?.versions.find(({ queryVersion }) => queryVersion === query.data.approvedVersion)
  return (
    <>
      <Field name="exportQueryId" label="保存的查询" required help="批准过的最新一版；结果由系统再算一遍核对，以后可重做。">
        <Select options={usable.map(({ exportQueryId, code, title }) => ({ value: exportQueryId, label: `${code} ${title}` }))} onChange={(id: string) => form.setFieldsValue({ exportQueryId: id, queryVersion: usable.find(({ exportQueryId }) => exportQueryId === id)?.approvedVersion ?? null })} />
      </Field>
      <Form.Item name="queryVersion" hidden><Input /></Form.Item>
      {componentId !== undefined && saved.data && usable.length === 0 && <Alert type="info" title="这个数据库还没有批准过的统计查询，请先在“保存的查询”中建立并批准。" />}
      {(version?.parameters ?? []).map(({ name, title, type }) => <Field key={name} name={['parameters', name]} label={title} required>{type === 'date' ? <DateField /> : <Input maxLength={500} />}</Field>)}
      {version && <Section title={`查询（第 ${version.queryVersion} 版）`}><SqlEditor value={version.script} /></Section>}
    </>
  )
}

/** What the review says, and the first rows as they would leave. */
function PreviewPart() {
  const exports = useClient(dataExportsApi)
  const form = Form.useFormInstance<ExportValues>()
  const unmasked = Form.useWatch<string[] | undefined>('unmasked') ?? []
  const [preview, setPreview] = useState<PreviewView>()
  const { isBusy, problem, look } = useLook(async () => {
    const values = asSentExport(form.getFieldsValue(true) as ExportValues) as unknown as DataExportForm
    setPreview(undefined)
    setPreview(await exports.call.previewExport({ body: { componentId: values.componentId, script: values.script, exportQueryId: values.exportQueryId, queryVersion: values.queryVersion, parameters: values.parameters } }))
  })
  return (
    <>
      <div className="x-row" style={{ marginBottom: 12 }}><Button loading={isBusy} onClick={() => void look()}>审查并预览</Button></div>
      {problem !== '' && <Alert type="error" title={problem} style={{ marginBottom: 12 }} />}
      {preview && <FindingList findings={preview.findings} />}
      {preview && preview.columns.length > 0 && (
        <div className="x-stack" style={{ marginBottom: 16 }}>
          <Section title="列与脱敏" flush><ColumnTable columns={preview.columns} unmasked={unmasked} /></Section>
          <Section title={`预览：脱敏后的前 ${preview.rows.length} 行`} flush><PreviewRows preview={preview} /></Section>
        </div>
      )}
    </>
  )
}

function PreviewRows({ preview }: { preview: PreviewView }) {
  const rows = preview.rows.map((cells, at) => ({ at: String(at + 1), cells }))
  return (
    <DataTable
      caption="预览"
      rows={rows}
      rowKey={({ at }) => at}
      columns={[{ key: 'at', title: '', width: 48, card: 'heading' }, ...preview.columns.map(({ name }, at) => ({ key: `c${at}`, title: name, render: ({ cells }: (typeof rows)[number]) => cells[at] ?? '—' }))]}
    />
  )
}
