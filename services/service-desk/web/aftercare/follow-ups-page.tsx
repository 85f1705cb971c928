import { useState } from 'react'
import { Button, Input, Radio, Rate } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { aftercareApi, followUpOutcome, type FollowUpView } from '../../aftercare/api.ts'
import { CallerText } from '../caller-text.tsx'
import { scoreWords } from './rating-section.tsx'

const tones = { waiting: 'caution', reached: 'good', unreached: 'muted' } as const

/** 回访: closed tickets that were drawn, for a third person to ask about. */
export function FollowUpsPage() {
  const aftercare = useClient(aftercareApi)
  const may = usePermission()
  const rules = useRead(aftercareApi, 'getAftercareRules').data
  const current = rules?.items.find(({ effectiveOn }) => effectiveOn === rules.inForceOn)
  const [open, setOpen] = useState<FollowUpView>()
  const close = () => setOpen(undefined)
  return (
    <Page title="回访" lead={current && <>办结的工单按 {current.samplePercent}% 抽样，由工单标识确定；经手人和提出人不能回访。跟踪链接有效 {current.linkDays} 天。自 {current.effectiveOn} 起，见<PageLink to="/ticket-rules">工单规则</PageLink>。</>}>
      <DataList
        name="follow-ups"
        noun="回访"
        source={aftercare.list('listFollowUps')}
        rowKey={({ ticketId }) => ticketId}
        filters={[{ kind: 'choice', key: 'outcome', label: '结果', options: followUpOutcome.values.map((value) => ({ value, label: followUpOutcome.titles[value] })) }, { kind: 'yes', key: 'isOverdue', label: '已逾期' }]}
        columns={[
          { key: 'number', title: '编号', width: 152, canSort: true, render: ({ ticketId, number }) => <PageLink to={`/tickets/${ticketId}`}>{number}</PageLink> },
          { key: 'title', title: '标题', card: 'heading' },
          { key: 'requesterName', title: '提出人', width: 136, render: ({ requesterName, requesterUnit }) => <>{requesterName}{requesterUnit && <span className="x-soft"> {requesterUnit}</span>}</> },
          { key: 'contact', title: '号码', width: 128, render: ({ contact }) => contact === null ? '—' : <PageLink to={`/contacts/${contact.contactId}`}><CallerText contact={contact} /></PageLink> },
          { key: 'drawnAt', title: '抽中', width: 160, canSort: true, isExtra: true, render: ({ drawnAt }) => <InstantText value={drawnAt} /> },
          { key: 'dueAt', title: '时限', width: 160, canSort: true, render: ({ dueAt, isContractual, verdict }) => dueAt && <span className="x-row"><DueText value={dueAt} />{isContractual && <span className="x-soft">合同</span>}{(verdict === 'overdue' || verdict === 'late') && <StateTag word={verdict === 'overdue' ? '已逾期' : '逾期回访'} tone={verdict === 'overdue' ? 'bad' : 'caution'} />}</span> },
          { key: 'outcome', title: '结果', width: 92, card: 'state', render: ({ outcome }) => <StateTag word={followUpOutcome.titles[outcome]} tone={tones[outcome]} /> },
          { key: 'score', title: '满意度', width: 84, render: ({ score }) => (score === null ? '—' : scoreWords[score - 1]) },
          { key: 'doneByName', title: '回访人', width: 110, isExtra: true },
          ...(may('follow-up:call') ? [{ key: 'act', title: '操作', width: 84, card: 'acts' as const, render: (row: FollowUpView) => row.outcome !== 'reached' && (row.isThirdPerson ? <Button size="small" onClick={() => setOpen(row)}>登记</Button> : <span className="x-soft">须回避</span>) }] : []),
        ]}
        empty={{ what: '没有抽中回访的工单', how: '工单办结时按抽样比例抽取。' }}
      />
      <SideSheet isOpen={open !== undefined} title={open ? `回访 ${open.number}` : ''} onClose={close} width={440}>
        {open && (
          <EntryForm<{ outcome: 'reached' | 'unreached'; score?: number; remark: string }>
            name={`follow-up-${open.ticketId}`} submitText="登记" initial={{ outcome: 'reached' }} onCancel={close}
            onSubmit={({ outcome, score, remark }) => aftercare.call.recordFollowUp({ params: { ticketId: open.ticketId }, body: { version: open.version, outcome, score: outcome === 'reached' ? (score ?? null) : null, remark } })}
            onDone={() => { close(); void aftercare.refresh() }}
          >
            <p>{open.title}<br /><span className="x-soft">办理结果：{open.solution}</span></p>
            <Field name="outcome" label="结果"><Radio.Group optionType="button" options={[{ value: 'reached', label: '已回访' }, { value: 'unreached', label: '未联系上' }]} /></Field>
            <Field name="score" label="满意度"><Rate tooltips={scoreWords} /></Field>
            <Field name="remark" label="回访记录" required><Input.TextArea rows={4} maxLength={4000} /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </Page>
  )
}
