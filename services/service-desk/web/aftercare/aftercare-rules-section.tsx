import { useState } from 'react'
import { Button } from 'antd'
import { requestPriority } from '#spine/requests/api.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { aftercareApi, type FollowUpTarget } from '../../aftercare/api.ts'
import { RulesState } from '../tickets/rules-state.tsx'
import { AftercareRulesForm } from './aftercare-rules-form.tsx'

export type ShownAftercareRules = EndpointResponse<(typeof aftercareApi)['endpoints']['getAftercareRules']>['items'][number]

/** 跟踪与回访: how long links live, how many closed tickets are asked about, and until when; by the day of effect. */
export function AftercareRulesSection() {
  const rules = useRead(aftercareApi, 'getAftercareRules')
  const may = usePermission()
  const [isSetting, setSetting] = useState(false)
  if (rules.error) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
  if (!rules.data) return null
  const { items, inForceOn } = rules.data
  const current = items.find(({ effectiveOn }) => effectiveOn === inForceOn)
  return (
    <Section title="跟踪与回访" extra={may('ticket-rules:set') && <Button size="small" onClick={() => setSetting(true)}>设置跟踪与回访规则</Button>}>
      <p className="x-soft">已发出的链接和已抽中的回访保持当时的期限；未标合同约定的都是内部目标。</p>
      <DataTable
        caption="跟踪与回访规则"
        rows={items}
        rowKey={({ effectiveOn }) => effectiveOn}
        columns={[
          { key: 'effectiveOn', title: '生效日期', width: 104, card: 'heading' },
          { key: 'state', title: '状态', width: 92, card: 'state', render: ({ effectiveOn }) => <RulesState effectiveOn={effectiveOn} inForceOn={inForceOn} /> },
          { key: 'linkDays', title: '链接有效', width: 84, render: ({ linkDays }) => `${linkDays} 天` },
          { key: 'samplePercent', title: '抽样率', width: 72, render: ({ samplePercent }) => `${samplePercent}%` },
          ...requestPriority.values.map((priority) => ({ key: priority, title: `${requestPriority.titles[priority]} 回访`, width: 108, render: ({ targets }: ShownAftercareRules) => targetText(targets[priority]) })),
          { key: 'reason', title: '理由', card: 'wide' as const, render: ({ reason, setByName, setAt }) => <>{reason}<span className="x-soft">（{setByName}，<InstantText value={setAt} />）</span></> },
        ]}
      />
      <SideSheet isOpen={isSetting} title="设置跟踪与回访规则" onClose={() => setSetting(false)} width={560}>
        {current && <AftercareRulesForm from={current} onClose={() => setSetting(false)} />}
      </SideSheet>
    </Section>
  )
}

function targetText({ amount, contractual, clause }: FollowUpTarget): string {
  return `${amount} 个工作日${contractual ? `（合同 ${clause ?? ''}）` : ''}`
}
