import { useState } from 'react'
import { Button } from 'antd'
import { requestPriority } from '#spine/requests/api.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { ticketRulesApi, type RuleTarget } from '../../rules/api.ts'
import { ticketImpact, ticketUrgency } from '../../tickets/api.ts'
import { AftercareRulesSection } from '../aftercare/aftercare-rules-section.tsx'
import { RulesState } from './rules-state.tsx'
import { TicketRulesForm } from './ticket-rules-form.tsx'

export type ShownRules = EndpointResponse<(typeof ticketRulesApi)['endpoints']['getTicketRules']>['items'][number]

/** 工单规则: how weight becomes priority, and priority a target; by the day of effect. */
export function TicketRulesPage() {
  const rules = useRead(ticketRulesApi, 'getTicketRules')
  const may = usePermission()
  const [isSetting, setSetting] = useState(false)
  if (rules.error) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
  if (!rules.data) return <PageSkeleton />
  const { items, inForceOn } = rules.data
  const current = items.find(({ effectiveOn }) => effectiveOn === inForceOn)
  return (
    <Page title="工单规则" lead="规则自生效日起适用，只增不改；已受理的工单保持受理时的时限。合同只写“及时”，未标合同约定的都是内部目标（AMB-09）。" actions={may('ticket-rules:set') && <Button type="primary" onClick={() => setSetting(true)}>设置新规则</Button>}>
      {items.map((one) => <Rules key={one.effectiveOn} rules={one} inForceOn={inForceOn} />)}
      <AftercareRulesSection />
      <SideSheet isOpen={isSetting} title="设置新规则" onClose={() => setSetting(false)} width={640}>
        {current && <TicketRulesForm from={current} onClose={() => setSetting(false)} />}
      </SideSheet>
    </Page>
  )
}

function Rules({ rules, inForceOn }: { rules: ShownRules; inForceOn: string }) {
  return (
    <Section title={<span className="x-row">自 {rules.effectiveOn} 起 <RulesState effectiveOn={rules.effectiveOn} inForceOn={inForceOn} /></span>}>
      <p className="x-soft">{rules.reason}（{rules.setByName}，<InstantText value={rules.setAt} />）</p>
      <h3>优先级</h3>
      <DataTable
        caption="优先级矩阵"
        rows={ticketImpact.values.map((impact) => ({ impact }))}
        rowKey={({ impact }) => impact}
        columns={[{ key: 'impact', title: '影响 \\ 紧急程度', card: 'heading', render: ({ impact }) => ticketImpact.titles[impact] }, ...ticketUrgency.values.map((urgency) => ({ key: urgency, title: ticketUrgency.titles[urgency], render: ({ impact }: { impact: keyof ShownRules['priorities'] }) => requestPriority.titles[rules.priorities[impact][urgency]] }))]}
      />
      <h3>时限</h3>
      <DataTable
        caption="各优先级的时限"
        rows={requestPriority.values.map((priority) => ({ priority }))}
        rowKey={({ priority }) => priority}
        columns={[
          { key: 'priority', title: '优先级', card: 'heading', render: ({ priority }) => requestPriority.titles[priority] },
          { key: 'answer', title: '首次响应', render: ({ priority }) => targetText(rules.targets[priority].answer) },
          { key: 'solution', title: '解决', render: ({ priority }) => targetText(rules.targets[priority].solution) },
        ]}
      />
    </Section>
  )
}

const DAY_MINUTES = { '5x8': 480, '5x9': 540 } as const

function targetText(target: RuleTarget): string {
  const { amount } = target
  const days = target.kind === 'window-minutes' ? amount / DAY_MINUTES[target.window] : 0
  const length = days >= 1 && Number.isInteger(days) ? `${days} 个工作日` : amount % 60 === 0 ? `${amount / 60} 小时` : `${amount} 分钟`
  return `${length}（${target.kind === 'wall-minutes' ? '7×24' : `工作时间 ${target.window.replace('x', '×')}`}${target.contractual ? `，合同 ${target.clause ?? ''}` : '，内部目标'}）`
}
