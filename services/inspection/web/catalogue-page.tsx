import { useState } from 'react'
import { Button, Input, InputNumber, Select, Tabs } from 'antd'
import { systemsApi } from '#spine/systems/api.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ExcelButton } from '#web/kit/list/excel-button.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { checkFrequency, checkSeverity, inspectionApi, section } from '../api.ts'

export function CataloguePage() {
  const catalogue = useRead(inspectionApi, 'getCatalogue')
  const connectors = useRead(systemsApi, 'listConnectors')
  const excel = useClient(inspectionApi).excel('getCatalogue')
  const [search, setSearch] = useState('')
  if (catalogue.error) return <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />
  const checks = (catalogue.data?.checks ?? []).filter((check) => `${check.code} ${check.title} ${check.connector} ${check.source}`.toLowerCase().includes(search.trim().toLowerCase()))
  const groups = section.values.map((name) => ({ name, checks: checks.filter((check) => check.section === name) }))
  return (
    <Page title="检查目录" lead={catalogue.data && `第 ${catalogue.data.version} 版，共 ${catalogue.data.checks.length} 项；每份巡检记录注明所依据的版本与校验值。`} actions={<><Input.Search allowClear placeholder="编号、名称、来源" aria-label="搜索检查项" onChange={(event) => setSearch(event.target.value)} style={{ width: 240 }} />{excel && <ExcelButton excel={excel} request={{}} />}</>}>
      <Tabs
        items={[
          ...groups.map(({ name, checks: own }) => ({
            key: name,
            label: `${section.titles[name]} ${own.length}`,
            children: (
              <Section flush>
                <DataTable
                  caption={section.titles[name]}
                  rows={own}
                  rowKey={(row) => row.code}
                  skeletonRows={catalogue.data ? undefined : 8}
                  columns={[
                    { key: 'code', title: '编号', width: 84, render: (row) => <span className="x-mono">{row.code}</span> },
                    { key: 'title', title: '检查项与处置建议', card: 'heading', render: (row) => <><b>{row.title}</b>{row.isManual && <> <StateTag word="人工" tone="info" /></>}<p className="x-soft">{row.advice}</p>{row.unavailable && <p className="x-soft">未检：{row.unavailable}</p>}</> },
                    { key: 'connector', title: '目标', width: 100, render: (row) => (row.connector === 'none' ? '—' : (connectors.data?.items.find(({ kind }) => kind === row.connector)?.title ?? row.connector)) },
                    { key: 'threshold', title: '阈值', width: 168 },
                    { key: 'severity', title: '程度', width: 60, card: 'state', render: (row) => (checkSeverity.has(row.severity) ? checkSeverity.titles[row.severity] : row.severity) },
                    { key: 'frequency', title: '频度', width: 60, render: (row) => (checkFrequency.has(row.frequency) ? checkFrequency.titles[row.frequency] : row.frequency) },
                    { key: 'source', title: '来源', width: 236, card: 'wide' },
                  ]}
                />
              </Section>
            ),
          })),
          { key: 'overrides', label: '阈值调整', children: <Overrides /> },
        ]}
      />
    </Page>
  )
}

function Overrides() {
  const may = usePermission()
  const inspection = useClient(inspectionApi)
  const [isOpen, setOpen] = useState(false)
  const revoke = useAct(inspectionApi, 'revokeOverride', { done: '已撤销' })
  return (
    <>
      <DataList
        name="check-overrides"
        noun="阈值调整"
        prefix="o"
        source={inspection.list('listOverrides')}
        rowKey={(row) => row.checkOverrideId}
        searchHint="部件、编号"
        filters={[{ kind: 'yes', key: 'live', label: '只看有效' }]}
        actions={may('inspection:override') && <Button type="primary" onClick={() => setOpen(true)}>调整阈值</Button>}
        columns={[
          { key: 'component', title: '部件', card: 'heading' },
          { key: 'checkCode', title: '检查项', canSort: true, width: 90 },
          { key: 'warn', title: '关注', align: 'right', width: 90 },
          { key: 'critical', title: '异常', align: 'right', width: 90 },
          { key: 'reason', title: '理由' },
          { key: 'expiresOn', title: '失效日', canSort: true, width: 140, render: (row) => <DateText value={row.expiresOn} /> },
          { key: 'isLive', title: '状态', width: 90, card: 'state', render: (row) => (row.isLive ? <StateTag word="有效" tone="good" /> : <StateTag word={row.revokedAt ? '已撤销' : '已过期'} tone="muted" />) },
          { key: 'setByName', title: '设置人', width: 110 },
          { key: 'act', title: '操作', width: 90, card: 'acts', render: (row) => row.isLive && <ActButton permission="inspection:override" size="small" ask={{ act: '撤销阈值调整', object: `${row.component} ${row.checkCode}`, consequence: '自下一次巡检起恢复目录中的阈值；记录保留。' }} onAct={() => revoke.mutateAsync({ params: { checkOverrideId: row.checkOverrideId } })}>撤销</ActButton> },
        ]}
        empty={{ what: '没有阈值调整', how: '个别部件的阈值可以调整，须写明理由与失效日。' }}
      />
      <SideSheet isOpen={isOpen} title="调整阈值" onClose={() => setOpen(false)} width={420}>
        <OverrideForm onClose={() => setOpen(false)} />
      </SideSheet>
    </>
  )
}

type Values = { componentId: string; checkCode: string; warn?: number; critical?: number; reason: string; expiresOn: string }

function OverrideForm({ onClose }: { onClose: () => void }) {
  const inspection = useClient(inspectionApi)
  const systems = useRead(systemsApi, 'listSubsystems')
  const catalogue = useRead(inspectionApi, 'getCatalogue')
  return (
    <EntryForm<Values>
      name="set-override"
      submitText="调整"
      onCancel={onClose}
      onSubmit={({ warn, critical, ...values }) => inspection.call.setOverride({ body: { ...values, warn: warn ?? null, critical: critical ?? null } })}
      onDone={() => {
        onClose()
        void inspection.refresh()
      }}
    >
      <Field name="componentId" label="部件" required><Select showSearch={{ optionFilterProp: 'label' }} options={(systems.data?.items ?? []).flatMap((one) => one.components).map(({ componentId, title }) => ({ value: componentId, label: title }))} /></Field>
      <Field name="checkCode" label="检查项" required><Select showSearch={{ optionFilterProp: 'label' }} options={(catalogue.data?.checks ?? []).map(({ code, title, threshold }) => ({ value: code, label: `${code} ${title}（${threshold}）` }))} /></Field>
      <Field name="warn" label="关注阈值"><InputNumber style={{ width: '100%' }} /></Field>
      <Field name="critical" label="异常阈值"><InputNumber style={{ width: '100%' }} /></Field>
      <Field name="expiresOn" label="失效日" required help="过了这一天自动恢复目录中的阈值。"><DateField /></Field>
      <Field name="reason" label="理由" required rules={[{ min: 4, message: '请写明理由，至少四个字' }]}><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}
