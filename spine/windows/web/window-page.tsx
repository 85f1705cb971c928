import { useState } from 'react'
import { Button, Input } from 'antd'
import { subsystem } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { windowsApi, type WindowView, windowKind } from '../api.ts'
import { WindowStateTag } from './window-state-tag.tsx'

export function WindowPage() {
  const { windowId } = usePageParams('windowId')
  const window = useRead(windowsApi, 'getWindow', { params: { windowId } })
  const windows = useClient(windowsApi)
  const may = usePermission()
  const [isCancelling, setCancelling] = useState(false)
  const cancel = async (body: { reason: string }) => {
    await windows.call.cancelWindow({ params: { windowId }, body })
    await windows.refresh()
  }
  return (
    <>
      <DetailPage
        of={window}
        show={(one) => ({
          title: one.title,
          state: <WindowStateTag state={one.state} />,
          actions: may('window:declare') && (one.state === 'planned' || one.state === 'active') && <Button danger onClick={() => setCancelling(true)}>撤销</Button>,
          facts: [
            { label: '类别', value: windowKind.titles[one.kind] },
            { label: '子系统', value: one.subsystem === null ? '全部子系统' : subsystem.has(one.subsystem) ? subsystem.titles[one.subsystem] : one.subsystem },
            { label: '开始', value: <InstantText value={one.startsAt} /> },
            { label: '结束', value: <InstantText value={one.endsAt} /> },
            { label: '理由', value: one.reason, wide: true },
          ],
          tabs: [{ key: 'life', title: '经过', content: <Section title="经过"><Timeline label="时间窗经过" entries={lifeOf(one)} /></Section> }],
        })}
      />
      <SideSheet isOpen={isCancelling} title="撤销时间窗" onClose={() => setCancelling(false)} width={400}>
        <p>已经过去的部分仍然有效，此后不再生效。</p>
        <EntryForm<{ reason: string }> name={`cancel-window-${windowId}`} submitText="撤销" onSubmit={cancel} onDone={() => setCancelling(false)} onCancel={() => setCancelling(false)}>
          <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={1000} autoFocus /></Field>
        </EntryForm>
      </SideSheet>
    </>
  )
}

function lifeOf(one: WindowView) {
  return [
    { key: 'declared', at: one.declaredAt, who: one.declaredByName ?? '系统', what: '登记', note: one.reason },
    { key: 'starts', at: one.startsAt, deadline: '开始' },
    { key: 'ends', at: one.endsAt, deadline: '结束' },
    ...(one.cancelledAt ? [{ key: 'cancelled', at: one.cancelledAt, who: one.cancelledByName ?? '系统', what: '撤销', note: one.cancelReason }] : []),
  ]
}
