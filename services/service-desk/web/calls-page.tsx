import { useState } from 'react'
import { Button } from 'antd'
import { useContactFilter } from '#spine/parties/web/use-contact-filter.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { callCount, callOrigin, callState, telephoneCallsApi } from '../telephony/api.ts'
import { CallStateTag } from './call-state-tag.tsx'
import { CallerText } from './caller-text.tsx'
import { LogCallForm } from './log-call-form.tsx'

const secondsText = (seconds: number | null) => (seconds === null ? '' : `${seconds} 秒`)

/** Every call of the lines, reported by the exchange or written down by a person. */
export function CallsPage() {
  const calls = useClient(telephoneCallsApi)
  const may = usePermission()
  const contactFilter = useContactFilter()
  const [isLogging, setLogging] = useState(false)
  return (
    <Page title="来电" lead="7726 与 7717 的来电。总机上报的由事件推算状态；没有总机上报的由接听人登记，两者都写明来历。" actions={may('telephone:answer') && <Button type="primary" onClick={() => setLogging(true)}>登记来电</Button>}>
      <DataList
        name="telephone-calls"
        noun="来电"
        source={calls.list('listCalls')}
        rowKey={({ telephoneCallId }) => telephoneCallId}
        href={({ telephoneCallId }) => `/telephone-calls/${telephoneCallId}`}
        searchHint="说明、座席、完整号码"
        filters={[
          contactFilter,
          { kind: 'choice', key: 'state', label: '状态', options: callState.values.map((value) => ({ value, label: callState.titles[value] })) },
          { kind: 'choice', key: 'origin', label: '来历', options: callOrigin.values.map((value) => ({ value, label: callOrigin.titles[value] })) },
          { kind: 'choice', key: 'count', label: '统计', options: callCount.values.map((value) => ({ value, label: callCount.titles[value] })) },
          { kind: 'text', key: 'line', label: '线路' },
          { kind: 'dates', fromKey: 'from', toKey: 'to', label: '日期' },
        ]}
        columns={[
          { key: 'contact', title: '主叫', card: 'heading', render: ({ contact }) => <CallerText contact={contact} /> },
          { key: 'line', title: '线路', width: 80, canSort: true },
          { key: 'beganAt', title: '来电时间', width: 176, canSort: true, render: ({ beganAt }) => <InstantText value={beganAt} /> },
          { key: 'waitSeconds', title: '等待', width: 90, render: ({ waitSeconds }) => secondsText(waitSeconds) },
          { key: 'talkSeconds', title: '通话', width: 90, render: ({ talkSeconds }) => secondsText(talkSeconds) },
          { key: 'agent', title: '接听', width: 110, render: ({ agent, loggedByName }) => agent || loggedByName },
          { key: 'origin', title: '来历', width: 100, render: ({ origin }) => callOrigin.titles[origin] },
          { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state }) => <CallStateTag state={state} /> },
        ]}
        empty={{ what: '还没有来电', how: `总机接入后自动出现${may('telephone:answer') ? '；没有总机时按“登记来电”' : ''}。` }}
      />
      <SideSheet isOpen={isLogging} title="登记来电" onClose={() => setLogging(false)}>
        <LogCallForm onClose={() => setLogging(false)} />
      </SideSheet>
    </Page>
  )
}
