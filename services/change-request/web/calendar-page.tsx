import { Select } from 'antd'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { subsystem, subsystemTitle } from '#shared/subsystems.ts'
import { CalendarHeat } from '#web/kit/calendar/calendar-heat.tsx'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { requestState } from '#spine/requests/api.ts'
import { changeKind, changeRequestApi } from '../api.ts'

const titles = { change: '变更', freeze: '封网', 'special-period': '特殊时期', maintenance: '计划维护' } as const
const tones = { change: 'info', freeze: 'bad', 'special-period': 'special', maintenance: 'caution' } as const
const text = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : undefined)
type Entry = { kind: keyof typeof titles; from: string; to: string }

/** Planned changes and windows: as a calendar, and as the list of the days chosen. */
export function CalendarPage() {
  const today = useToday()
  const [address, change] = useAddress()
  const slug = text(address['subsystem'])
  const [from, to] = [text(address['from']) ?? `${today.slice(0, 8)}01`, text(address['to']) ?? addDays(today, 62)]
  const wide = useRead(changeRequestApi, 'getCalendar', { query: { from: `${today.slice(0, 8)}01`, to: addDays(today, 92), ...(slug ? { subsystem: slug } : {}) } })
  const listed = useRead(changeRequestApi, 'getCalendar', { query: { from, to, ...(slug ? { subsystem: slug } : {}) } })
  const onDay = (date: string) => (wide.data?.items ?? []).filter((one: Entry) => businessDate(new Date(one.from)) <= date && date <= businessDate(new Date(Date.parse(one.to) - 1)))
  return (
    <Page title="变更日历" lead="封网期间不能开始发布；其余冲突须改期或写明理由。">
      <Section title="近期" extra={<Select aria-label="子系统" allowClear placeholder="全部子系统" style={{ minWidth: 180 }} {...(slug ? { value: slug } : {})} options={subsystem.values.map((value) => ({ value, label: subsystem.titles[value] }))} onChange={(next: string | undefined) => change({ subsystem: next })} />}>
        <CalendarHeat
          caption="变更日历"
          from={`${today.slice(0, 8)}01`}
          to={addDays(today, 92)}
          day={(date) => {
            const found = onDay(date)
            const isFrozen = found.some(({ kind }) => kind === 'freeze')
            return found.length === 0 ? {} : { count: found.length, label: found.map(({ kind, title }) => `${titles[kind]} ${title}`).join('；'), corner: isFrozen ? '封' : undefined, href: `/change-request/calendar?from=${date}&to=${date}${slug ? `&subsystem=${slug}` : ''}` }
          }}
        />
      </Section>
      <Section title="计划" flush extra={<><DateField aria-label="起" value={from} onChange={(date) => change({ from: date })} /><span className="x-soft">至</span><DateField aria-label="止" value={to} onChange={(date) => change({ to: date })} /></>}>
        {listed.error ? <ErrorState error={listed.error} onRetry={() => void listed.refetch()} /> : listed.data?.items.length === 0 ? (
          <EmptyState what="这些日子没有计划的变更与时间窗" how="变更单提交后按计划时间出现在这里。" />
        ) : (
          <DataTable
            caption="计划"
            rows={listed.data?.items ?? []}
            rowKey={({ key }) => key}
            skeletonRows={listed.data ? undefined : 6}
            columns={[
              { key: 'title', title: '名称', card: 'heading', render: ({ title, number, requestId, key }) => <PageLink to={requestId ? `/change-request/change/${requestId}` : `/windows/${key}`}>{number} {title}</PageLink> },
              { key: 'kind', title: '类别', width: 120, card: 'state', render: ({ kind, changeKind: own }) => <StateTag word={own ? changeKind.titles[own] : titles[kind]} tone={tones[kind]} /> },
              { key: 'subsystem', title: '子系统', width: 180, render: (row) => (row.subsystem === null ? '全部子系统' : subsystemTitle(row.subsystem)) },
              { key: 'from', title: '开始', width: 176, render: (row) => <InstantText value={row.from} /> },
              { key: 'to', title: '结束', width: 176, render: (row) => <InstantText value={row.to} /> },
              { key: 'state', title: '状态', width: 100, render: ({ state }) => (requestState.has(state) ? requestState.titles[state] : '') },
              { key: 'conflicts', title: '冲突', width: 90, render: ({ conflicts }) => (conflicts > 0 ? <StateTag word={`${conflicts} 处`} tone="caution" /> : '') },
            ]}
          />
        )}
      </Section>
    </Page>
  )
}
