import { useState } from 'react'
import { Button, Input } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { dataInventoryApi } from '../api.ts'
import { ChangeTable } from './change-table.tsx'

/** What changed since everything last had an approved order; a person names the order that a change belongs to. */
export function DriftTab({ componentId }: { componentId: string }) {
  const drift = useRead(dataInventoryApi, 'listDrift', { params: { componentId } })
  const may = usePermission()
  const [selected, setSelected] = useState<string[]>([])
  const [isOpen, setOpen] = useState(false)
  if (drift.error) return <ErrorState error={drift.error} onRetry={() => void drift.refetch()} />
  if (!drift.data) return null
  const { since, items } = drift.data
  if (items.length === 0) return <EmptyState what="没有漂移" how={since ? `现在的结构就是第 ${since.number} 版，其中的差异都有批准依据，或它是盘点的起点。` : '读取过结构之后，与之不同而没有批准依据的差异出现在这里。'} />
  const open = items.filter(({ cover }) => cover === null)
  return (
    <>
      <div className="x-row inventory-bar">
        <span className="x-grow">自第 {since?.number} 版（<InstantText value={since?.takenAt} />）以来 {items.length} 项差异，{open.length} 项没有批准依据，各是一项隐患。</span>
        {may('inventory:decide') && <Button type="primary" disabled={selected.length === 0} onClick={() => setOpen(true)}>指明依据{selected.length > 0 && `（${selected.length}）`}</Button>}
      </div>
      <ChangeTable
        rows={items}
        more={[{ title: '批准依据', key: 'cover', width: 240, render: ({ cover }) => (cover === null ? <span className="x-state x-bad">没有</span> : <>{cover.orderNumber} <span className="x-soft">{cover.coveredByName}　{cover.reason}</span></>) }]}
        {...(may('inventory:decide') ? { selected, onSelect: setSelected } : {})}
      />
      <SideSheet isOpen={isOpen} title="指明批准依据" onClose={() => setOpen(false)} width={420}>
        <CoverForm componentId={componentId} keys={selected} onClose={() => { setOpen(false); setSelected([]) }} />
      </SideSheet>
    </>
  )
}

function CoverForm({ componentId, keys, onClose }: { componentId: string; keys: readonly string[]; onClose: () => void }) {
  const inventory = useClient(dataInventoryApi)
  const send = async (body: { orderNumber: string; reason: string }) => {
    await inventory.call.coverDrift({ params: { componentId }, body: { ...body, keys: [...keys] } })
    await inventory.refresh()
  }
  return (
    <EntryForm<{ orderNumber: string; reason: string }> name={`cover-${componentId}`} submitText="确认依据" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>所选 {keys.length} 项差异属于同一张已批准的变更单或数据维护单。全部差异都有依据后，相应的隐患即告消除，现在的结构成为新的起点。</p>
      <Field name="orderNumber" label="单号" required help="同一子系统、已批准的变更或数据维护单"><Input maxLength={40} autoFocus /></Field>
      <Field name="reason" label="说明" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={500} /></Field>
    </EntryForm>
  )
}
