import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import type { Fact } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { Timeline, type TimelineEntry } from '#web/kit/detail/timeline.tsx'
import { useAddress, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import type { Tone } from '#web/kit/theme/palette.ts'
import { DateSpan } from '#web/kit/value/date-span.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { reportEvent, reportsApi } from '../api.ts'
import { ReportActs, type Report } from './report-acts.tsx'
import { ReportPreview } from './report-preview.tsx'
import { ReportStateTag, ReviewTag } from './report-state-tag.tsx'
import { ReportVersions } from './report-versions.tsx'

export function ReportPage() {
  const { reportId } = usePageParams('reportId')
  const [address] = useAddress()
  const report = useRead(reportsApi, 'getReport', { params: { reportId } })
  return (
    <DetailPage
      of={report}
      show={(one) => {
        const shown = one.versions.find(({ version }) => String(version) === address['version']) ?? one.versions[0]
        return {
          title: one.title,
          number: one.number,
          state: <span className="x-row"><ReportStateTag state={one.state} />{one.isPartial && <StateTag word="截至草稿" tone="caution" reason="周期尚未结束，不能复核或提交" />}<ReviewTag review={one.review} /></span>,
          actions: <ReportActs report={one} />,
          facts: facts(one),
          tabs: [
            { key: 'preview', title: '预览', content: shown ? <ReportPreview key={shown.version} reportId={reportId} version={shown} /> : null },
            { key: 'versions', title: '版次', count: one.versions.length, content: <ReportVersions report={one} /> },
            { key: 'life', title: '经过', count: one.events.length, content: <Section><Timeline label="报告经过" entries={entriesOf(one)} /></Section> },
            ...(one.review ? [{ key: 'clock', title: '评审期限', content: <Section title="评审期限的推算"><ol>{one.review.lines.map((line) => <li key={line}>{line}</li>)}</ol></Section> }] : []),
          ],
        }
      }}
    />
  )
}

function facts(one: Report): Fact[] {
  const [current] = one.versions
  return [
    { label: '种类', value: one.kindTitle },
    { label: '期间', value: <DateSpan from={one.periodFrom} to={one.periodTo} /> },
    { label: '现行版次', value: `第 ${one.currentVersion} 版` },
    { label: '数据截至', value: current && <InstantText value={current.asOf} /> },
    { label: '编制', value: current?.builtByName },
    { label: '校验值', value: current && <HashText value={current.hash} what="校验值" /> },
    { label: '甲方收到', value: <InstantText value={one.receivedAt} /> },
    { label: '评审期限', value: one.review && <><DueText value={one.review.dueAt} />{one.review.isProvisional && ' ≈'}</> },
  ]
}

const tones: Readonly<Record<string, Tone>> = { reviewed: 'info', returned: 'bad', submitted: 'special', accepted: 'good', questioned: 'bad' }

function entriesOf(one: Report): TimelineEntry[] {
  const events = one.events.map((event, position): TimelineEntry => ({
    key: String(position),
    at: event.at,
    who: event.actorName,
    what: `${reportEvent.has(event.kind) ? reportEvent.titles[event.kind] : event.kind} · 第 ${event.reportVersion} 版`,
    ...(tones[event.kind] ? { tone: tones[event.kind]! } : {}),
    ...(event.note ? { note: event.note } : {}),
    ...(event.evidenceId ? { proof: <PageLink to={`/evidence/${event.evidenceId}`}>证据</PageLink> } : {}),
  }))
  return one.review ? [...events, { key: 'due', at: one.review.dueAt, deadline: '评审期限', ...(one.review.isOverdue ? { tone: 'bad' as const } : {}) }] : events
}
