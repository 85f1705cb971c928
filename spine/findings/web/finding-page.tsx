import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { subsystemTitle } from '#shared/subsystems.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { findingEvent, findingsApi } from '../api.ts'
import { FindingStateTag } from './finding-state-tag.tsx'

type Finding = EndpointResponse<(typeof findingsApi)['endpoints']['getFinding']>
type Act = 'assign' | 'note' | 'accept'
const actTitles: Readonly<Record<Act, string>> = { assign: '落实责任人与期限', note: '添加处置记录', accept: '接受风险' }

export function FindingPage() {
  const { findingId } = usePageParams('findingId')
  const finding = useRead(findingsApi, 'getFinding', { params: { findingId } })
  return (
    <DetailPage
      of={finding}
      show={(one) => ({
        title: one.title,
        number: one.number,
        state: <FindingStateTag state={one.state} />,
        actions: <FindingActs finding={one} />,
        facts: [
          { label: '程度', value: <StateTag state={stateOf(one.severity)} /> },
          { label: '子系统', value: subsystemTitle(one.subsystem) },
          { label: '部件', value: one.componentTitle },
          { label: '责任人', value: one.ownerName },
          { label: '整改期限', value: <DueText value={one.dueAt} /> },
          { label: '首次发现', value: <InstantText value={one.firstSeenAt} /> },
          { label: '最近发现', value: <><InstantText value={one.lastSeenAt} />，共 {one.seenCount} 次</> },
          { label: '工单', value: one.workOrder ? <PageLink to={`/work-orders/${one.workOrder.workOrderId}`}>{one.workOrder.number}</PageLink> : null },
          { label: '消除依据', value: one.closedEvidenceId ? <PageLink to={`/evidence/${one.closedEvidenceId}`}>复检证据</PageLink> : null },
        ],
        tabs: [{ key: 'life', title: '经过', content: <Section title="经过"><Life finding={one} /></Section> }],
      })}
    />
  )
}

function Life({ finding }: { finding: Finding }) {
  const entries = finding.events.map((event, index) => ({
    key: String(index),
    at: event.at,
    who: event.actorName,
    what: findingEvent.has(event.kind) ? findingEvent.titles[event.kind] : event.kind,
    tone: event.kind === 'fixed' ? ('good' as const) : event.kind === 'found' ? ('bad' as const) : ('muted' as const),
    note: event.note,
    ...(event.evidenceId ? { proof: <PageLink to={`/evidence/${event.evidenceId}`}>查看证据</PageLink> } : {}),
  }))
  return <Timeline label="隐患经过" entries={finding.dueAt && finding.state === 'open' ? [...entries, { key: 'due', at: finding.dueAt, deadline: '整改期限' }] : entries} />
}

function FindingActs({ finding }: { finding: Finding }) {
  const may = usePermission()
  const findings = useClient(findingsApi)
  const [open, setOpen] = useState<Act>()
  const close = () => setOpen(undefined)
  const done = () => {
    close()
    void findings.refresh()
  }
  const params = { findingId: finding.findingId }
  const { version } = finding
  const sheet = { onCancel: close, onDone: done }
  return (
    <>
      {finding.state === 'open' && may('finding:assign') && <Button type="primary" onClick={() => setOpen('assign')}>落实责任</Button>}
      {may('finding:handle') && <Button onClick={() => setOpen('note')}>处置记录</Button>}
      {finding.state === 'open' && may('finding:accept') && <Button danger onClick={() => setOpen('accept')}>接受风险</Button>}
      <SideSheet isOpen={open !== undefined} title={open ? actTitles[open] : ''} onClose={close} width={400}>
        {open === 'assign' && <AssignForm finding={finding} {...sheet} />}
        {open === 'note' && (
          <EntryForm<{ note: string }> name="finding-note" submitText="记录" {...sheet} onSubmit={({ note }) => findings.call.noteFinding({ params, body: { note } })}>
            <Field name="note" label="处置内容" required help="写清做了什么；是否消除由复检判定。"><Input.TextArea rows={5} maxLength={2000} /></Field>
          </EntryForm>
        )}
        {open === 'accept' && (
          <EntryForm<{ reason: string }> name="finding-accept" submitText="接受风险" {...sheet} onSubmit={({ reason }) => findings.call.acceptFinding({ params, body: { version, reason } })}>
            <p>接受后不再催办，隐患并未消除；复检正常时仍会自动消除。</p>
            <Field name="reason" label="理由" required rules={[{ min: 4, message: '请写明理由，至少四个字' }]}><Input.TextArea rows={4} maxLength={1000} /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </>
  )
}

function AssignForm({ finding, onCancel, onDone }: { finding: Finding; onCancel: () => void; onDone: () => void }) {
  const findings = useClient(findingsApi)
  const owners = useRead(findingsApi, 'listOwners')
  return (
    <EntryForm<{ ownerId: string; dueAt: string; note?: string }>
      name="finding-assign"
      submitText="落实"
      onCancel={onCancel}
      onDone={onDone}
      initial={{ ...(finding.ownerId ? { ownerId: finding.ownerId } : {}), ...(finding.dueAt ? { dueAt: finding.dueAt } : {}) }}
      onSubmit={({ ownerId, dueAt, note }) => findings.call.assignFinding({ params: { findingId: finding.findingId }, body: { version: finding.version, ownerId, dueAt, note: note ?? '' } })}
    >
      <Field name="ownerId" label="责任人" required><Select showSearch={{ optionFilterProp: 'label' }} loading={owners.isLoading} options={(owners.data?.items ?? []).map(({ userId, displayName }) => ({ value: userId, label: displayName }))} /></Field>
      <Field name="dueAt" label="整改期限" required><InstantInputField /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}
