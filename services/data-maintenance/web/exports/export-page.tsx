import { useState } from 'react'
import { Alert, Button, Input } from 'antd'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatBytes, formatNumber } from '#web/kit/value/format-number.ts'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataExportsApi, exportFormat, exportPurpose, type ComparisonView, type ExportDetail } from '../../exports/api.ts'
import { ColumnTable } from './column-table.tsx'
import { ExportStateTag } from './export-state-tag.tsx'
import './export-page.css'

type Sheet = 'sign' | 'copies' | 'confirm'

/** One file: what it is, who has it, what was done with it, and that it is gone. */
export function ExportPage() {
  const { dataExportId } = usePageParams('dataExportId')
  const exported = useRead(dataExportsApi, 'getDataExport', { params: { dataExportId } }, { refreshMs: 5_000 })
  const rerun = useAct(dataExportsApi, 'rerunExport', { done: ({ isSame, rowCount }) => (isSame ? `重做得到 ${rowCount} 行，与原结果一致` : `重做得到 ${rowCount} 行，与原结果不一致`) })
  const redo = useAct(dataExportsApi, 'redoPeriodExport', { done: '已下达重做，生成后通知接收人' })
  const go = useGo()
  const [sheet, setSheet] = useState<Sheet>()
  const close = () => setSheet(undefined)
  return (
    <>
      <DetailPage
        of={exported}
        show={(one) => ({
          title: one.title,
          number: one.number,
          state: <span className="x-row"><ExportStateTag state={one.state} reason={one.reason} />{one.isCopyOverdue && <StateTag word="副本逾期未确认" tone="bad" />}</span>,
          actions: (
            <>
              {one.canConfirm && <Button type="primary" onClick={() => setSheet('confirm')}>确认并放行</Button>}
              {one.canRedo && <ActButton type="primary" ask={{ act: '重做', object: `${one.number} ${one.title}`, consequence: '按现在批准的查询重新生成同一期间的数据，行数与列照样核对；原来这一次与没有生成的原因都留在记录里。' }} onAct={async () => go(`/data-maintenance/exports/${(await redo.mutateAsync({ params: { dataExportId } })).dataExportId}`)}>重做</ActButton>}
              {one.canRerun && <ActButton onAct={() => rerun.mutateAsync({ params: { dataExportId } })}>重做并比对</ActButton>}
            </>
          ),
          facts: [
            { label: '类别', value: exportPurpose.titles[one.purpose] }, { label: '子系统', value: subsystemTitle(one.subsystem) }, { label: '格式', value: exportFormat.titles[one.format] },
            { label: '接收人', value: `${one.receiverName} ${one.receiverUnit}` }, { label: '下达人', value: one.orderedByName },
            ...(one.requestId === null ? [] : [{ label: '需求单', value: <PageLink to={`/data-maintenance/export-requests/${one.requestId}`}>{one.number}</PageLink> }]),
            ...(one.exportQueryId === null ? [] : [{ label: '保存的查询', value: <PageLink to={`/data-maintenance/queries/${one.exportQueryId}`}>第 {one.queryVersion} 版</PageLink> }]),
            ...(one.periodKey === null ? [] : [{ label: '数据期间', value: one.periodKey }]),
            { label: '工单', value: <PageLink to={`/work-orders/${one.workOrderId}`}>查看</PageLink> },
            ...(one.reason === '' ? [] : [{ label: one.state === 'refused' ? '没有生成' : '待确认事项', value: one.reason, wide: true }]),
          ],
          tabs: [
            { key: 'file', title: '文件与签收', content: <FilePanel one={one} onSheet={setSheet} /> },
            { key: 'columns', title: '列与脱敏', content: one.columns.length === 0 ? <EmptyState what="还没有生成" how="生成后列出每一列怎样交付。" /> : <Section flush><ColumnTable columns={one.columns} /></Section> },
            ...(one.comparison === null ? [] : [{ key: 'comparison', title: '与上期比对', content: <Comparison comparison={one.comparison} /> }]),
            { key: 'records', title: '记录', count: one.downloads.length + one.reruns.length, content: <Records one={one} /> },
          ],
        })}
      />
      <SideSheet isOpen={sheet !== undefined} title={sheet === 'sign' ? '签收' : sheet === 'copies' ? '确认副本已销毁' : '确认并放行'} onClose={close} width={460}>
        {sheet && <SheetForm sheet={sheet} dataExportId={dataExportId} onClose={close} />}
      </SideSheet>
    </>
  )
}

function FilePanel({ one, onSheet }: { one: ExportDetail; onSheet: (sheet: Sheet) => void }) {
  const exports = useClient(dataExportsApi)
  const [password, setPassword] = useState('')
  const reveal = useAct(dataExportsApi, 'revealExportPassword', { done: '口令已显示，查看已记录' })
  const destroy = useAct(dataExportsApi, 'destroyExport', { done: '已下达销毁，密钥与文件随即销毁并读回确认' })
  if (one.fileName === null) return <EmptyState what={one.state === 'refused' ? '没有生成文件' : '文件还没有生成'} how={one.reason || '生成并从文件读回行数之后列在这里。'} />
  const isThere = one.state === 'generated' || one.state === 'received'
  return (
    <>
      <Section title="文件">
        <FactsGrid
          facts={[
            { label: '文件', value: one.fileName }, { label: '行数（从文件读回）', value: one.rowCount === null ? null : formatNumber(one.rowCount) }, { label: '批准行数', value: one.approvedRows === null ? '定期导出，按合理范围' : `${formatNumber(one.approvedRows)}（±${one.tolerance}）` }, { label: '大小', value: one.bytes === null ? null : formatBytes(one.bytes) },
            { label: 'SM3', value: <span className="x-whole-digest"><HashText value={one.fileSm3} length={64} what="SM3 摘要" /></span>, wide: true }, { label: 'SHA-256', value: <span className="x-whole-digest"><HashText value={one.fileSha256} length={64} what="SHA-256 摘要" /></span>, wide: true },
            { label: '生成', value: <InstantText value={one.generatedAt} /> }, { label: '签收', value: one.receivedAt ? <InstantText value={one.receivedAt} /> : '未签收' }, { label: '到期', value: <InstantText value={one.expiresAt} /> }, { label: '销毁', value: one.destroyedAt ? <InstantText value={one.destroyedAt} /> : '未销毁' },
            ...(one.receivedAt === null ? [] : [{ label: '接收人自留副本', value: one.copiesDestroyedAt ? <>已确认销毁 <InstantText value={one.copiesDestroyedAt} /> {one.copiesNote}</> : '未确认销毁', wide: true }]),
            ...(one.confirmedAt === null ? [] : [{ label: '放行', value: <>{one.confirmedByName} <InstantText value={one.confirmedAt} />：{one.confirmedReason}</>, wide: true }]),
          ]}
        />
      </Section>
      {one.isReceiver ? (
        <Section title="交接">
          <div className="x-row" style={{ flexWrap: 'wrap', gap: 8 }}>
            {isThere && <Button type="primary" href={exports.url('downloadExport', { params: { dataExportId: one.dataExportId } })} download>下载加密包</Button>}
            {isThere && <ActButton onAct={async () => setPassword((await reveal.mutateAsync({ params: { dataExportId: one.dataExportId } })).password)}>查看打开口令</ActButton>}
            {one.state === 'generated' && <Button onClick={() => onSheet('sign')}>核对摘要并签收</Button>}
            {one.state === 'received' && <ActButton danger ask={{ act: '提前销毁', object: `${one.number} ${one.title}`, consequence: '立即销毁密钥和文件，不能恢复，也不能再下载；签收与下载的记录留存。您自留的副本须另行销毁并确认。', isDanger: true }} onAct={() => destroy.mutateAsync({ params: { dataExportId: one.dataExportId } })}>提前销毁</ActButton>}
            {one.receivedAt !== null && one.copiesDestroyedAt === null && <Button onClick={() => onSheet('copies')}>确认自留副本已销毁</Button>}
          </div>
          {password !== '' && <Alert type="info" title={<>打开口令：<code className="x-mono">{password}</code></>} description="请当面或电话告知需要者，不要与文件放在一起。用 7-Zip、WinRAR、Bandizip 打开（AES-256）。" style={{ marginTop: 12 }} />}
          {!isThere && one.state !== 'held' && <p className="x-soft">文件已销毁，不能再下载。</p>}
        </Section>
      ) : <Alert type="info" title={`只有接收人 ${one.receiverName} 的账号可以下载、查看口令和签收。`} />}
    </>
  )
}

function SheetForm({ sheet, dataExportId, onClose }: { sheet: Sheet; dataExportId: string; onClose: () => void }) {
  const exports = useClient(dataExportsApi)
  const params = { dataExportId }
  const after = async (work: Promise<unknown>) => {
    await work
    await exports.refresh()
  }
  if (sheet === 'sign') return (
    <EntryForm<{ digest: string; note?: string }> name={`sign-${dataExportId}`} submitText="签收" onSubmit={({ digest, note = '' }) => after(exports.call.signExport({ params, body: { digest, note } }))} onDone={onClose} onCancel={onClose}>
      <p>解开下载的加密包，计算其中数据文件的摘要（SM3；或 SHA-256，Windows 上用 certutil -hashfile 文件 SHA256），填在这里，与系统中的核对。</p>
      <Field name="digest" label="文件的 SM3 或 SHA-256 摘要" required><Input.TextArea rows={2} maxLength={64} autoFocus className="x-mono" /></Field>
      <Field name="note" label="说明"><Input maxLength={500} /></Field>
    </EntryForm>
  )
  if (sheet === 'copies') return (
    <EntryForm<{ note: string }> name={`copies-${dataExportId}`} submitText="确认" onSubmit={({ note }) => after(exports.call.confirmCopiesDestroyed({ params, body: { note } }))} onDone={onClose} onCancel={onClose}>
      <Field name="note" label="副本在哪里、怎样销毁" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
    </EntryForm>
  )
  return (
    <EntryForm<{ reason: string }> name={`confirm-${dataExportId}`} submitText="确认并放行" onSubmit={({ reason }) => after(exports.call.confirmHeldExport({ params, body: { reason } }))} onDone={onClose} onCancel={onClose}>
      <p>行数或关键数字超出合理范围。核对属实后写明原因放行；不属实的请改好查询或数据后重做。</p>
      <Field name="reason" label="原因" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={1_000} autoFocus /></Field>
    </EntryForm>
  )
}

function Comparison({ comparison: { previous, band, lines, added, removed, changed } }: { comparison: ComparisonView }) {
  return (
    <Section title={`上期 ${previous ?? '无'}，合理范围 ±${band ?? 50}%`} flush>
      <DataTable
        caption="与上期比对"
        rows={lines}
        rowKey={({ label }) => label}
        columns={[
          { key: 'label', title: '项目', card: 'heading' },
          { key: 'before', title: '上期', align: 'right', render: ({ before }) => (before === null ? '—' : formatNumber(before)) },
          { key: 'now', title: '本期', align: 'right', render: ({ now }) => formatNumber(now) },
          { key: 'percent', title: '较前几期均值', align: 'right', render: ({ percent }) => (percent === null ? '—' : `${percent > 0 ? '+' : ''}${percent}%`) },
          { key: 'isOutside', title: '', width: 90, card: 'state', render: ({ isOutside }) => <StateTag word={isOutside ? '超出' : '正常'} tone={isOutside ? 'caution' : 'good'} /> },
        ]}
      />
      {added !== null && <p className="x-soft" style={{ padding: '8px 12px' }}>按主键比对：本期独有 {added} 行，上期独有 {removed ?? 0} 行，两期都有而不同 {changed ?? 0} 行。</p>}
    </Section>
  )
}

function Records({ one }: { one: ExportDetail }) {
  return (
    <>
      <Section title="下载与查看口令" flush>
        {one.downloads.length === 0 ? <EmptyState what="还没有人下载" /> : (
          <DataTable
            caption="下载记录"
            rows={one.downloads.map((row, at) => ({ ...row, id: String(at) }))}
            rowKey={({ id }) => id}
            columns={[
              { key: 'at', title: '时间', width: 200, card: 'heading', render: ({ at }) => <InstantText value={at} precise /> },
              { key: 'kind', title: '动作', width: 120, render: ({ kind }) => (kind === 'file' ? '下载文件' : '查看口令') },
              { key: 'userName', title: '人员', width: 160 },
              { key: 'address', title: '地址' },
            ]}
          />
        )}
      </Section>
      {one.reruns.length > 0 && (
        <Section title="重做" flush>
          <DataTable
            caption="重做记录"
            rows={one.reruns.map((row, at) => ({ ...row, id: String(at) }))}
            rowKey={({ id }) => id}
            columns={[
              { key: 'at', title: '时间', width: 200, card: 'heading', render: ({ at }) => <InstantText value={at} precise /> },
              { key: 'byName', title: '人员', width: 160 },
              { key: 'rowCount', title: '行数', width: 120, align: 'right' },
              { key: 'isSame', title: '结果', card: 'state', render: ({ isSame }) => <StateTag word={isSame ? '一致' : '不一致'} tone={isSame ? 'good' : 'bad'} /> },
            ]}
          />
        </Section>
      )}
    </>
  )
}
