import { useMemo } from 'react'
import { Select } from 'antd'
import { serviceOptions } from '#shared/services.ts'
import { subsystemOptions } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { CalendarHeat, type HeatDay } from '#web/kit/calendar/calendar-heat.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { contractsApi } from '#spine/contracts/api.ts'
import { obligationsApi } from '../api.ts'
import { dayMarkOf } from './day-mark.ts'
import { dayStateOf } from './day-state.ts'
import { periodAt } from './period.ts'
import { PeriodChoice } from './period-choice.tsx'
import { usePeriod } from './use-period.ts'
import './obligations.css'

export function CalendarPage() {
  const may = usePermission()
  const term = useRead(contractsApi, 'getTerm', { enabled: may('contract:read') })
  const { period, choose } = usePeriod(term.data)
  if (term.isLoading) return <PageSkeleton />
  return (
    <Page
      title="义务日历"
      lead={<>每天到期的事项：颜色深浅是应办数，有了判定显示状态；点一天打开它的清单。<PageLink to="/calendar/years">工作日历</PageLink>决定工作日与调休。</>}
      actions={<PeriodChoice period={period} term={term.data} onChoose={choose} />}
    >
      <Days period={period.kind === 'month' ? widened(period.from) : period} />
    </Page>
  )
}

/** One month alone looks lost on a desk: the next two stand beside it. */
function widened(from: string): { from: string; to: string } {
  return { from, to: periodAt('month', new Date(Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)) + 1, 1)).toISOString().slice(0, 10), undefined).to }
}

function Days({ period }: { period: { from: string; to: string } }) {
  const [address, change] = useAddress()
  const text = (key: string) => (typeof address[key] === 'string' ? address[key] : undefined)
  const [subsystem, service] = [text('subsystem'), text('service')]
  const narrowed = { ...(subsystem ? { subsystem } : {}), ...(service ? { service } : {}) }
  const calendar = useRead(obligationsApi, 'getCalendar', { query: { from: period.from, to: period.to, ...narrowed } })
  const today = useToday()
  const byDate = useMemo(() => new Map(calendar.data?.days.map((day) => [day.date, day])), [calendar.data])
  const suffix = Object.entries(narrowed).map(([key, value]) => `&${key}=${value}`).join('')
  const dayOf = (date: string): HeatDay | undefined => {
    const day = byDate.get(date)
    if (!day) return undefined
    const mark = dayMarkOf(day)
    const state = dayStateOf(day.counts)
    const label = [mark.label, date === today ? '今天' : undefined, state && `应办 ${day.planned} 项`].filter(Boolean).join('，')
    return {
      ...(state ? { state } : day.planned > 0 ? { count: day.planned } : {}),
      ...(day.planned > 0 ? { href: `/occurrences?dueFrom=${date}&dueTo=${date}${suffix}` } : {}),
      isDayOff: mark.isDayOff,
      corner: mark.corner,
      label,
    }
  }
  const isProvisional = calendar.data?.days.some((day) => day.isProvisional) ?? false
  return (
    <Section
      title={`${period.from} 至 ${period.to}`}
      extra={
        <>
          <Select aria-label="子系统" placeholder="子系统" allowClear style={{ width: 180 }} options={[...subsystemOptions]} value={subsystem} onChange={(value?: string) => change({ subsystem: value })} />
          <Select aria-label="模块" placeholder="模块" allowClear style={{ width: 160 }} options={[...serviceOptions]} value={service} onChange={(value?: string) => change({ service: value })} />
        </>
      }
    >
      {calendar.error ? <ErrorState error={calendar.error} onRetry={() => void calendar.refetch()} /> : <CalendarHeat caption="每天到期的事项" from={period.from} to={period.to} day={dayOf} />}
      <p className="x-row x-legend" style={{ marginTop: 16 }}>
        <span className="x-row">
          <StateTag state="met" /><StateTag state="late" /><StateTag state="missed" /><StateTag state="undecided" />
          <span className="x-soft">颜色深浅：还没有判定的应办数</span>
          <span><sup>休</sup> 法定节假日</span>
          <span><sup>班</sup> 调休上班</span>
          <span><sup>≈</sup> 该年还没有官方日历，按周末暂定</span>
        </span>
        <span className="x-soft">日历版本 {calendar.data?.calendarVersion}{isProvisional && '；本页有暂定日期'}</span>
      </p>
    </Section>
  )
}
