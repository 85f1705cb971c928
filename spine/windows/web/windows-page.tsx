import { useState } from 'react'
import { Button } from 'antd'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { subsystem } from '#shared/subsystems.ts'
import { CalendarHeat } from '#web/kit/calendar/calendar-heat.tsx'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { windowsApi, windowKind } from '../api.ts'
import { DeclareForm } from './declare-form.tsx'
import { WindowStateTag } from './window-state-tag.tsx'

const titleOf = (slug: string | null) => (slug === null ? '全部子系统' : subsystem.has(slug) ? subsystem.titles[slug] : slug)

/** Planned maintenance, change freezes and special periods: as a calendar and as a list. */
export function WindowsPage() {
  const windows = useClient(windowsApi)
  const may = usePermission()
  const [isDeclaring, setDeclaring] = useState(false)
  const [today] = useState(() => businessDate(new Date()))
  const [from, to] = [`${today.slice(0, 8)}01`, addDays(today, 75)]
  const near = useRead(windowsApi, 'listWindows', { query: { from, to, pageSize: 500 } })
  const onDay = (date: string) => (near.data?.items ?? []).filter((one) => one.state !== 'cancelled' && businessDate(new Date(one.startsAt)) <= date && date <= businessDate(new Date(one.endsAt)))
  return (
    <Page title="时间窗" lead="计划维护期间的中断按计划内计；封网期间不做变更；特殊时期按 7×24 保障。" actions={may('window:declare') && <Button type="primary" onClick={() => setDeclaring(true)}>登记时间窗</Button>}>
      <Section title="近期">
        <CalendarHeat
          caption="时间窗日历"
          from={from}
          to={to}
          day={(date) => {
            const found = onDay(date)
            return found.length === 0 ? {} : { count: found.length, label: found.map(({ kind, title }) => `${windowKind.titles[kind]} ${title}`).join('；'), href: `/windows?from=${date}&to=${date}` }
          }}
        />
      </Section>
      <DataList
        name="windows"
        noun="时间窗"
        source={windows.list('listWindows')}
        rowKey={({ windowId }) => windowId}
        href={({ windowId }) => `/windows/${windowId}`}
        searchHint="名称、理由"
        filters={[
          { kind: 'choice', key: 'kind', label: '类别', options: windowKind.values.map((value) => ({ value, label: windowKind.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystem.values.map((value) => ({ value, label: subsystem.titles[value] })) },
          { kind: 'dates', fromKey: 'from', toKey: 'to', label: '日期' },
        ]}
        columns={[
          { key: 'title', title: '名称', canSort: true, card: 'heading' },
          { key: 'kind', title: '类别', width: 110, render: ({ kind }) => windowKind.titles[kind] },
          { key: 'subsystem', title: '子系统', render: (row) => titleOf(row.subsystem) },
          { key: 'startsAt', title: '开始', canSort: true, width: 176, render: ({ startsAt }) => <InstantText value={startsAt} /> },
          { key: 'endsAt', title: '结束', canSort: true, width: 176, render: ({ endsAt }) => <DueText value={endsAt} /> },
          { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <WindowStateTag state={state} /> },
        ]}
        empty={{ what: '还没有时间窗', how: '计划维护、封网和特殊时期登记后出现在这里。' }}
      />
      <SideSheet isOpen={isDeclaring} title="登记时间窗" onClose={() => setDeclaring(false)}>
        <DeclareForm onClose={() => setDeclaring(false)} />
      </SideSheet>
    </Page>
  )
}
