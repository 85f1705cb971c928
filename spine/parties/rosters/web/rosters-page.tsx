import { useState } from 'react'
import { Button, Segmented } from 'antd'
import { LeftOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate } from '#shared/instant.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { DateText, formatDate } from '#web/kit/value/date-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { optionsOf } from '../../web/options-of.ts'
import { rostersApi, rosterState, type StaffedDayView, rosterKind, type RosterKind } from '../api.ts'
import { DutyCalendar } from './duty-calendar.tsx'
import { DutyDay } from './duty-day.tsx'
import { PlanRosterForm } from './plan-roster-form.tsx'
import { RosterStateTag } from './roster-state-tag.tsx'

/** A month of each duty with its gaps, and the rosters it is made of. */
export function RostersPage() {
  const rosters = useClient(rostersApi)
  const may = usePermission()
  const today = useToday()
  const [address, change] = useAddress()
  const kind: RosterKind = typeof address['kind'] === 'string' && rosterKind.has(address['kind']) ? address['kind'] : 'hotline-5x8'
  const month = typeof address['month'] === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(address['month']) ? address['month'] : today.slice(0, 7)
  const [from, to] = [`${month}-01`, addDays(`${monthAfter(month, 1)}-01`, -1)]
  const duty = useRead(rostersApi, 'getDutyMonth', { query: { kind, from, to } })
  const known = useRead(rostersApi, 'listRosters', { query: { kind, pageSize: 100 } })
  const [isPlanning, setPlanning] = useState(false)
  const [date, setDate] = useState<string>()
  const day = duty.data?.days.find((one) => one.date === date)
  const title = `${rosterKind.titles[kind]} ${month}`
  return (
    <Page
      title="值班表"
      lead="红色斜纹是无人排班的时间，黄色斜纹是已排班而无人签到的时间；未来七天内的空缺会提醒排班人。"
      actions={
        <>
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>打印</Button>
          {may('roster:edit') && <Button type="primary" onClick={() => setPlanning(true)}>排班</Button>}
        </>
      }
    >
      <Section
        title={title}
        extra={
          <div className="x-row x-no-print">
            <Segmented options={optionsOf(rosterKind)} value={kind} onChange={(value) => change({ kind: value })} />
            <Button icon={<LeftOutlined />} aria-label="上一月" onClick={() => change({ month: monthAfter(month, -1) })} />
            <Button onClick={() => change({ month: today.slice(0, 7) })}>本月</Button>
            <Button icon={<RightOutlined />} aria-label="下一月" onClick={() => change({ month: monthAfter(month, 1) })} />
          </div>
        }
      >
        {duty.error && !duty.data ? <ErrorState error={duty.error} onRetry={() => void duty.refetch()} /> : !duty.data ? <PageSkeleton /> : (
          <>
            <p style={{ marginBottom: 8 }}><Totals days={duty.data.days} /></p>
            <DutyCalendar days={duty.data.days} shifts={duty.data.shifts} onDay={setDate} />
          </>
        )}
      </Section>
      <div className="x-no-print">
        <DataList
          name="rosters"
          noun="值班表"
          source={rosters.list('listRosters')}
          rowKey={({ rosterId }) => rosterId}
          href={({ rosterId }) => `/rosters/${rosterId}`}
          searchHint="名称"
          prefix="list"
          filters={[{ kind: 'choice', key: 'kind', label: '种类', options: optionsOf(rosterKind) }, { kind: 'choice', key: 'state', label: '状态', options: optionsOf(rosterState) }]}
          columns={[
            { key: 'title', title: '名称', canSort: true, card: 'heading' },
            { key: 'kind', title: '种类', width: 150, render: (row) => rosterKind.titles[row.kind] },
            { key: 'fromOn', title: '首日', canSort: true, width: 140, render: ({ fromOn }) => <DateText value={fromOn} /> },
            { key: 'toOn', title: '末日', width: 140, render: ({ toOn }) => <DateText value={toOn} /> },
            { key: 'state', title: '状态', width: 100, card: 'state', render: ({ state }) => <RosterStateTag state={state} /> },
            { key: 'publishedAt', title: '发布', canSort: true, width: 176, render: ({ publishedAt }) => <InstantText value={publishedAt} /> },
          ]}
          empty={{ what: '还没有值班表', how: may('roster:edit') ? '点“排班”按轮班规则生成草稿，核对后发布。' : '值班表负责人排班并发布后出现在这里。' }}
        />
      </div>
      <SideSheet isOpen={isPlanning} title={`排班：${rosterKind.titles[kind]}`} onClose={() => setPlanning(false)} width={560}>
        <PlanRosterForm key={`${kind}${month}`} kind={kind} from={from < today && today <= to ? today : from} to={to} onClose={() => setPlanning(false)} />
      </SideSheet>
      <SideSheet isOpen={day !== undefined} title={date ? formatDate(date) : ''} onClose={() => setDate(undefined)}>
        {day && <DutyDay key={day.date} day={day} shifts={(duty.data?.shifts ?? []).filter(({ startsAt }) => businessDate(new Date(startsAt)) === day.date)} roster={known.data?.items.find(({ fromOn, toOn }) => fromOn <= day.date && day.date <= toOn)} />}
      </SideSheet>
    </Page>
  )
}

function Totals({ days }: { days: readonly StaffedDayView[] }) {
  const sum = (of: (day: StaffedDayView) => number) => days.reduce((total, day) => total + of(day), 0)
  const [required, planned, staffed] = [sum((day) => day.requiredMinutes), sum((day) => day.plannedMinutes), sum((day) => day.staffedMinutes)]
  const short = days.filter(({ meetsMinimum }) => meetsMinimum === false).length
  return (
    <>
      应值守 <b>{hours(required)}</b>，已排班 <b>{hours(planned)}</b>，有签到 <b>{hours(staffed)}</b>
      {required > planned && <span style={{ color: 'var(--x-bad)' }}>，缺 {hours(required - planned)}</span>}
      {short > 0 && `；${short} 天有签到的时间不足八小时下限`}
    </>
  )
}

function hours(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} 小时` : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`
}

function monthAfter(month: string, count: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}
