import { subsystem } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { DateText } from '#web/kit/value/date-text.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { noticesApi, noticeChannel } from '../api.ts'
import { FlagTags, NoticeVerdictTag } from './notice-tags.tsx'

export function NoticePage() {
  const { noticeId } = usePageParams('noticeId')
  const notice = useRead(noticesApi, 'getNotice', { params: { noticeId } })
  return (
    <DetailPage
      of={notice}
      show={(one) => ({
        title: one.title,
        number: one.number,
        state: <><NoticeVerdictTag verdict={one.verdict} /> <FlagTags flags={one.flags} /></>,
        facts: [
          { label: '种类', value: one.kindTitle },
          { label: '依据条款', value: one.clause },
          { label: '接收方', value: one.recipient },
          { label: '渠道', value: `${noticeChannel.titles[one.channel]}${one.channelNote ? `（${one.channelNote}）` : ''}` },
          { label: '发出', value: <InstantText value={one.sentAt} /> },
          { label: '最迟', value: one.latest },
          { label: '事件日期', value: one.eventOn && <DateText value={one.eventOn} isProvisional={one.isProvisional} /> },
          { label: '登记', value: <><InstantText value={one.recordedAt} /> {one.authorName ?? '系统'}</> },
          { label: '送达证明与证据', value: one.evidenceId && <PageLink to={`/evidence/${one.evidenceId}`}>{one.hasProof ? '打开证据与送达证明' : '打开证据（没有送达证明）'}</PageLink> },
          { label: '内容', value: <span style={{ whiteSpace: 'pre-wrap' }}>{one.content}</span>, wide: true },
        ],
        tabs: [
          { key: 'verdict', title: '时限判定', content: <Section title="时限判定"><ul>{one.lines.map((line) => <li key={line}>{line}</li>)}</ul></Section> },
          ...(one.occurrences.length === 0 ? [] : [{
            key: 'occurrences', title: '所涉应办事项', count: one.occurrences.length,
            content: (
              <Section flush>
                <DataTable
                  caption="所涉应办事项"
                  rows={one.occurrences}
                  rowKey={({ occurrenceId }) => occurrenceId}
                  columns={[
                    { key: 'title', title: '应办事项', render: (row) => <PageLink to={`/occurrences/${row.occurrenceId}`}>{row.title}</PageLink> },
                    { key: 'subsystem', title: '子系统', render: (row) => (subsystem.has(row.subsystem) ? subsystem.titles[row.subsystem] : row.subsystem) },
                    { key: 'dueAt', title: '应办时刻', render: (row) => <DueText value={row.dueAt} /> },
                    { key: 'verdict', title: '判定', render: (row) => <StateTag state={stateOf(row.verdict)} href={`/occurrences/${row.occurrenceId}`} reason={row.lines.at(-1)} /> },
                    { key: 'makeUpBy', title: '补做期限', render: (row) => <InstantText value={row.makeUpBy} /> },
                    { key: 'workOrderNumber', title: '补做工单', render: (row) => (row.workOrderId ? <PageLink to={`/work-orders/${row.workOrderId}`}>{row.workOrderNumber}</PageLink> : '无须补做') },
                  ]}
                />
              </Section>
            ),
          }]),
        ],
      })}
    />
  )
}
