import { subsystemShortTitle } from '#shared/subsystems.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { windowsApi } from '#spine/windows/api.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatMinutes } from '#web/kit/value/duration-text.ts'
import { formatDate } from '#web/kit/value/date-text.tsx'
import { formatMoment } from '#web/kit/value/instant-text.tsx'
import { inspectionApi, outageCause } from '../api.ts'
import { causeLooks } from './cause-looks.ts'
import { measuredSince, outageAxis } from './outage-axis.ts'
import './outage-timeline.css'

type Measured = EndpointResponse<(typeof inspectionApi)['endpoints']['getAvailability']>
type Outage = EndpointResponse<(typeof inspectionApi)['endpoints']['listOutages']>['items'][number]
const MOST_OUTAGES = 500

/** Subsystems by time: each outage where it lay, by cause with colour, pattern and word; it opens its finding, or the list of its system. */
export function OutageTimeline({ measured, now }: { measured: Measured; now: number }) {
  const { from, to } = measured
  const may = usePermission()
  const outages = useRead(inspectionApi, 'listOutages', { query: { from, to, pageSize: MOST_OUTAGES, sort: '-startedAt' } }, { refreshMs: 60_000 })
  const windows = useRead(windowsApi, 'listWindows', { query: { kind: 'maintenance', from, to, pageSize: MOST_OUTAGES } }, { enabled: may('window:read') })
  const planned = (windows.data?.items ?? []).filter(({ state }) => state !== 'cancelled')
  const axis = outageAxis(from, to, measuredSince(measured.systems, from))
  const today = axis.place(new Date(now).toISOString(), null, now + 1)
  if (outages.error) return <ErrorState error={outages.error} onRetry={() => void outages.refetch()} />
  return (
    <Section title="中断时间线" extra={<Legend />}>
      <div className="x-outages" role="list" aria-label="各子系统的中断">
        {measured.systems.map(({ subsystem, outages: count, unknown }) => (
          <div key={subsystem} className="x-outages-row" role="listitem">
            <PageLink to={listOf(subsystem, from, to)} className="x-outages-name">{subsystemShortTitle(subsystem)}<span className="x-soft">{count === 0 ? '无中断' : `${count} 次`}</span></PageLink>
            <div className="x-outages-track">
              {axis.ticks.map(({ left }) => <i key={left} className="x-outages-grid" style={{ left: `${left}%` }} />)}
              {unknown.map((stretch) => <Band key={stretch.from} className="x-outages-unknown" place={axis.place(stretch.from, stretch.to, now)} label={`未知（没有样本）：${span(stretch.from, stretch.to, now)}`} />)}
              {planned.filter((window) => window.subsystem === null || window.subsystem === subsystem).map((window) => (
                <Band key={window.windowId} className="x-outages-window" place={axis.place(window.startsAt, window.endsAt, now)} label={`计划维护：${window.title}，${span(window.startsAt, window.endsAt, now)}`} href={`/windows/${window.windowId}`} />
              ))}
              {outages.data?.items.filter((outage) => outage.subsystem === subsystem).map((outage) => (
                <Band
                  key={outage.outageId}
                  className={`x-outages-bar x-cause-${outage.cause} x-${causeLooks(outage.cause).tone}`}
                  place={axis.place(outage.startedAt, outage.endedAt, now)}
                  label={`${outage.componentTitle}中断，原因${causeWord(outage)}：${span(outage.startedAt, outage.endedAt, now)}。${outage.reason}`}
                  href={outage.findingId ? `/findings/${outage.findingId}` : listOf(subsystem, from, to)}
                />
              ))}
              {today && <i className="x-outages-now" style={{ left: `${today.left}%` }} title="现在" />}
            </div>
          </div>
        ))}
        <div className="x-outages-dates" aria-hidden="true">
          {axis.ticks.map(({ label, left }) => <span key={left} style={{ left: `${left}%` }}>{label}</span>)}
        </div>
      </div>
      {axis.first !== from && <p className="x-soft">{formatDate(axis.first)} 起有监测，此前没有样本，不画出。</p>}
      {(outages.data?.total ?? 0) > MOST_OUTAGES && <p className="x-soft">只画出最近 {MOST_OUTAGES} 次，全部在下面的清单中。</p>}
    </Section>
  )
}

function Band({ className, place, label, href }: { className: string; place: { left: number; width: number } | undefined; label: string; href?: string }) {
  if (!place) return null
  const style = { left: `${place.left}%`, width: `${place.width}%` }
  return href ? <PageLink to={href} className={className} style={style} title={label} aria-label={label}>{null}</PageLink> : <span className={className} style={style} title={label} role="img" aria-label={label} />
}

function Legend() {
  return (
    <span className="x-row x-outages-legend">
      {outageCause.values.map((cause) => <span key={cause} className="x-row"><i className={`x-outages-swatch x-outages-bar x-cause-${cause} x-${causeLooks(cause).tone}`} aria-hidden="true" /><StateTag {...causeLooks(cause)} /></span>)}
      <span className="x-row"><i className="x-outages-swatch x-outages-unknown" aria-hidden="true" />未知</span>
    </span>
  )
}

function listOf(subsystem: string, from: string, to: string): string {
  return `/inspection/availability?from=${from}&to=${to}&o.subsystem=${subsystem}#outages`
}

function causeWord({ cause, causeNote }: Outage): string {
  return `${causeLooks(cause).word}${causeNote ? `（${causeNote}）` : ''}`
}

function span(from: string, to: string | null, now: number): string {
  return `${formatMoment(from)} 至 ${to === null ? '现在（未恢复）' : formatMoment(to)}，${formatMinutes(((to === null ? now : Date.parse(to)) - Date.parse(from)) / 60_000)}`
}
