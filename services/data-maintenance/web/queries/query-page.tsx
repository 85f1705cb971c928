import { useState } from 'react'
import { Button, Input, InputNumber, Radio, Select } from 'antd'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataExportsApi } from '../../exports/api.ts'
import { exportQueriesApi, queryPurpose, type QueryDetail, type QueryVersionView } from '../../queries/api.ts'
import { ExportStateTag } from '../exports/export-state-tag.tsx'
import { kindWords } from '../exports/mask-words.ts'
import { SqlEditor } from '../sql-editor.tsx'
import { QueryStateTag } from './query-state-tag.tsx'
import { QueryTextFields } from './query-text-fields.tsx'

type Sheet = { of: 'revise' } | { of: 'band' } | { of: 'receiver' } | { of: 'decide'; version: QueryVersionView }

/** A saved query: its versions, the band its figures must lie in, and what was exported by it. */
export function QueryPage() {
  const { exportQueryId } = usePageParams('exportQueryId')
  const query = useRead(exportQueriesApi, 'getExportQuery', { params: { exportQueryId } }, { refreshMs: 15_000 })
  const retire = useAct(exportQueriesApi, 'retireExportQuery', { done: '已停用' })
  const may = usePermission()
  const [sheet, setSheet] = useState<Sheet>()
  const close = () => setSheet(undefined)
  return (
    <>
      <DetailPage
        of={query}
        show={(one) => ({
          title: one.title,
          number: one.code,
          state: one.isRetired ? <StateTag word="已停用" tone="muted" /> : <QueryStateTag state={one.newestState} />,
          actions: one.isRetired ? null : (
            <>
              {may('export-query:write') && <Button onClick={() => setSheet({ of: 'revise' })}>写新的一版</Button>}
              {may('export-query:write') && one.purpose === 'periodic' && <Button onClick={() => setSheet({ of: 'receiver' })}>指定接收人</Button>}
              {may('export-query:approve') && one.purpose === 'periodic' && <Button onClick={() => setSheet({ of: 'band' })}>合理范围</Button>}
              <ActButton permission="export-query:approve" danger ask={{ act: '停用', object: `${one.code} ${one.title}`, consequence: '停用后不再按它导出，已有的文件不受影响。', isDanger: true }} onAct={() => retire.mutateAsync({ params: { exportQueryId }, body: { version: one.version } })}>停用</ActButton>
            </>
          ),
          facts: [
            { label: '用途', value: `${queryPurpose.titles[one.purpose]}${one.obligation === null ? '' : ` ${one.obligation}`}` }, { label: '子系统', value: subsystemTitle(one.subsystem) }, { label: '目标数据库', value: one.target },
            ...(one.purpose === 'periodic' ? [{ label: '接收人', value: one.receiverId === null ? <StateTag word="还没有指定" tone="caution" /> : `${one.receiverName} ${one.receiverUnit}` }, { label: '合理范围', value: `±${one.bands[0]?.percent ?? 50}%` }, { label: '保留', value: `${one.keepDays} 天` }] : []),
            { label: '在用版次', value: one.approvedVersion === null ? <StateTag word="还没有批准" tone="caution" /> : `第 ${one.approvedVersion} 版` }, { label: '建立', value: <>{one.madeByName} <InstantText value={one.madeAt} /></> },
          ],
          tabs: [
            { key: 'versions', title: '各版', count: one.versions.length, content: <>{one.versions.map((version) => <VersionSection key={version.queryVersion} version={version} onDecide={() => setSheet({ of: 'decide', version })} />)}</> },
            { key: 'exports', title: '导出', count: one.exports.length, content: <Exports query={one} /> },
            ...(one.purpose === 'periodic' ? [{ key: 'bands', title: '合理范围', content: <Bands query={one} /> }] : []),
          ],
        })}
      />
      <SideSheet isOpen={sheet !== undefined} title={sheet ? { revise: '写新的一版', band: '行数与关键数字的合理范围', receiver: '指定接收人', decide: '批准或退回' }[sheet.of] : ''} onClose={close} width={sheet?.of === 'revise' ? 760 : 460}>
        {sheet && query.data && <SheetForm sheet={sheet} query={query.data} onClose={close} />}
      </SideSheet>
    </>
  )
}

function VersionSection({ version, onDecide }: { version: QueryVersionView; onDecide: () => void }) {
  return (
    <Section title={`第 ${version.queryVersion} 版`} extra={<span className="x-row"><QueryStateTag state={version.state} />{version.canDecide && <Button size="small" type="primary" onClick={onDecide}>批准或退回</Button>}</span>}>
      <p>{version.note} <span className="x-soft">{version.madeByName} <InstantText value={version.madeAt} />{version.decidedAt !== null && <>；{version.decidedByName} <InstantText value={version.decidedAt} />：{version.decisionNote}</>}</span></p>
      <SqlEditor value={version.script} />
      <p style={{ marginTop: 8 }}>参数：{version.parameters.map(({ name, title }) => `:${name} ${title}`).join('，') || '没有'}</p>
      <p>固定的列：{version.columns.map(({ name, kind }) => `${name}（${kindWords(kind)}）`).join('、')}</p>
      <p>认行的列：{version.keyColumns.join('、') || '没有'}；关键数字：{version.figureColumns.join('、') || '只看行数'}</p>
    </Section>
  )
}

function Exports({ query }: { query: QueryDetail }) {
  if (query.exports.length === 0) return <EmptyState what="还没有按它导出过" how={query.purpose === 'periodic' ? '批准并指定接收人之后，到期由系统自己生成。' : '在数据导出需求单里选它。'} />
  return (
    <Section flush>
      <DataTable
        caption="导出"
        rows={query.exports}
        rowKey={({ dataExportId }) => dataExportId}
        columns={[
          { key: 'number', title: '编号', card: 'heading', render: ({ dataExportId, number }) => <PageLink to={`/data-maintenance/exports/${dataExportId}`}>{number}</PageLink> },
          { key: 'periodKey', title: '期间', width: 110 },
          { key: 'rowCount', title: '行数', width: 100, align: 'right', render: ({ rowCount }) => (rowCount === null ? '—' : formatNumber(rowCount)) },
          { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state, reason }) => <ExportStateTag state={state} reason={reason} /> },
          { key: 'madeAt', title: '下达', width: 170, render: ({ madeAt }) => <InstantText value={madeAt} /> },
          { key: 'reason', title: '说明' },
        ]}
      />
    </Section>
  )
}

function Bands({ query }: { query: QueryDetail }) {
  if (query.bands.length === 0) return <EmptyState what="按默认的 ±50%" how="用上方的按钮另行设定，写明生效日期与理由。" />
  return (
    <Section flush>
      <DataTable
        caption="合理范围"
        rows={query.bands}
        rowKey={({ effectiveOn }) => effectiveOn}
        columns={[
          { key: 'effectiveOn', title: '生效日期', width: 120, card: 'heading' },
          { key: 'percent', title: '允许增减', width: 100, align: 'right', render: ({ percent }) => `±${percent}%` },
          { key: 'reason', title: '理由' },
          { key: 'setByName', title: '设定人', width: 120 },
          { key: 'setAt', title: '设定', width: 170, render: ({ setAt }) => <InstantText value={setAt} /> },
        ]}
      />
    </Section>
  )
}

function SheetForm({ sheet, query, onClose }: { sheet: Sheet; query: QueryDetail; onClose: () => void }) {
  const queries = useClient(exportQueriesApi)
  const receivers = useRead(dataExportsApi, 'listExportReceivers')
  const { exportQueryId, version } = query
  const params = { exportQueryId }
  const after = async (work: Promise<unknown>) => {
    await work
    await queries.refresh()
  }
  const common = { onDone: onClose, onCancel: onClose }
  switch (sheet.of) {
    case 'revise': {
      const [newest] = query.versions
      type Text = Pick<QueryVersionView, 'script' | 'note'> & Partial<Pick<QueryVersionView, 'parameters' | 'keyColumns' | 'figureColumns'>>
      return (
        <EntryForm<Text> {...common} name={`revise-${exportQueryId}`} submitText="试执行并保存" initial={newest ? { script: newest.script, parameters: newest.parameters, keyColumns: newest.keyColumns, figureColumns: newest.figureColumns } : {}} onSubmit={({ script, parameters = [], keyColumns = [], figureColumns = [], note }) => after(queries.call.reviseExportQuery({ params, body: { version, script, parameters, keyColumns, figureColumns, note } }))}>
          <QueryTextFields />
        </EntryForm>
      )
    }
    case 'decide':
      return (
        <EntryForm<{ state: 'approved' | 'refused'; note: string }> {...common} name={`decide-${exportQueryId}-${sheet.version.queryVersion}`} submitText="记录" initial={{ state: 'approved' }} onSubmit={(body) => after(queries.call.decideExportQuery({ params: { exportQueryId, queryVersion: sheet.version.queryVersion }, body }))}>
          <Field name="state" label={`第 ${sheet.version.queryVersion} 版`} required><Radio.Group options={[{ value: 'approved', label: '批准' }, { value: 'refused', label: '退回' }]} /></Field>
          <Field name="note" label="意见" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={1_000} autoFocus /></Field>
        </EntryForm>
      )
    case 'band':
      return (
        <EntryForm<{ effectiveOn: string; percent: number; reason: string }> {...common} name={`band-${exportQueryId}`} submitText="设定" initial={{ percent: query.bands[0]?.percent ?? 50 }} onSubmit={(body) => after(queries.call.setExportBand({ params, body }))}>
          <Field name="effectiveOn" label="生效日期" required><DateField /></Field>
          <Field name="percent" label="允许增减" unit="%" required help="与前三期的均值比；超出的由人确认后才交付。"><InputNumber min={1} max={1_000} /></Field>
          <Field name="reason" label="理由" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={1_000} /></Field>
        </EntryForm>
      )
    case 'receiver':
      return (
        <EntryForm<{ receiverId: string; receiverUnit: string }> {...common} name={`receiver-${exportQueryId}`} submitText="指定" initial={{ receiverUnit: query.receiverUnit, ...(query.receiverId === null ? {} : { receiverId: query.receiverId }) }} onSubmit={(body) => after(queries.call.setExportReceiver({ params, body: { version, ...body } }))}>
          <Field name="receiverId" label="接收人" required><Select showSearch={{ optionFilterProp: 'label' }} options={(receivers.data?.items ?? []).map(({ userId, displayName, unit }) => ({ value: userId, label: `${displayName} ${unit}` }))} /></Field>
          <Field name="receiverUnit" label="接收人单位" required><Input maxLength={100} /></Field>
        </EntryForm>
      )
  }
}
