import { owedState } from '#shared/state-marks.ts'
import { serviceOptions, serviceTitle } from '#shared/services.ts'
import { subsystemOptions, subsystemShortTitle } from '#shared/subsystems.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import type { ListColumn } from '#web/kit/list/list-column.ts'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { obligationsApi } from '../api.ts'

type Row = EndpointResponse<(typeof obligationsApi)['endpoints']['listOccurrences']>['items'][number]

const verdicts = owedState.values.filter((value) => value !== 'provisional')
/** Sets of verdicts that numbers elsewhere count together, so that each opens exactly what it counted. */
export const PLANNED = verdicts.filter((value) => value !== 'not-applicable').join(',')
export const DONE = 'met,late'
export const OPEN = 'not-yet-due,undecided'
const verdictOptions = [
  { value: PLANNED, label: '全部应办' },
  { value: DONE, label: '已办（含逾期）' },
  { value: OPEN, label: '未办' },
  ...verdicts.map((value) => ({ value: value as string, label: owedState.titles[value] as string })),
]

const columns: ReadonlyArray<ListColumn<Row>> = [
  { key: 'title', title: '事项', canSort: true, card: 'heading' },
  { key: 'verdict', title: '判定', width: 110, card: 'state', render: (row) => <StateTag state={stateOf(row.verdict)} href={`/occurrences/${row.occurrenceId}`} reason="打开依据" /> },
  { key: 'dueAt', title: '截止', canSort: true, width: 200, render: (row) => <><DueText value={row.dueAt} />{row.isProvisional && <> <StateTag state="provisional" reason="该年还没有官方日历，按周末推算" /></>}</> },
  { key: 'fulfilledAt', title: '完成', isExtra: true, width: 176, render: (row) => <InstantText value={row.fulfilledAt} /> },
  { key: 'subsystem', title: '子系统', canSort: true, width: 96, render: (row) => subsystemShortTitle(row.subsystem) },
  { key: 'service', title: '模块', width: 136, render: (row) => serviceTitle(row.service) },
  { key: 'clause', title: '条款', isExtra: true, width: 150 },
  { key: 'obligation', title: '义务', canSort: true, width: 84, render: (row) => <span className="x-mono">{row.obligation}</span> },
  { key: 'workOrderNumber', title: '工单', width: 150, render: (row) => (row.workOrderId ? <PageLink className="x-mono" to={`/work-orders/${row.workOrderId}`}>{row.workOrderNumber}</PageLink> : '—') },
  { key: 'periodKey', title: '周期', isExtra: true, width: 110 },
  { key: 'opensOn', title: '开始', isExtra: true, canSort: true, width: 110 },
]

export type OccurrenceListProps = {
  /** Narrows the list for good: what the page is about. */
  fixed?: { service?: string; subsystem?: string; obligation?: string; dueFrom?: string; dueTo?: string }
  prefix?: string
}

const EVERYTHING: NonNullable<OccurrenceListProps['fixed']> = {}

/** Occurrences (应办事项) with their verdicts, wherever they are listed. */
export function OccurrenceList({ fixed = EVERYTHING, prefix }: OccurrenceListProps) {
  const obligations = useClient(obligationsApi)
  const isFree = (key: keyof NonNullable<OccurrenceListProps['fixed']>) => fixed[key] === undefined
  return (
    <DataList
      name={prefix ? `occurrences-${prefix}` : 'occurrences'}
      noun="事项"
      {...(prefix ? { prefix } : {})}
      source={obligations.list('listOccurrences', { query: fixed })}
      rowKey={(row) => row.occurrenceId}
      href={(row) => `/occurrences/${row.occurrenceId}`}
      searchHint="事项、义务编号、周期"
      filters={[
        { kind: 'choice', key: 'verdict', label: '判定', options: verdictOptions },
        ...(isFree('subsystem') ? [{ kind: 'choice' as const, key: 'subsystem', label: '子系统', options: subsystemOptions }] : []),
        ...(isFree('service') ? [{ kind: 'choice' as const, key: 'service', label: '模块', options: serviceOptions }] : []),
        ...(isFree('obligation') && !prefix ? [{ kind: 'text' as const, key: 'obligation', label: '义务编号' }] : []),
        ...(prefix ? [] : [{ kind: 'text' as const, key: 'periodKey', label: '周期' }]),
        ...(isFree('dueFrom') ? [{ kind: 'dates' as const, fromKey: 'dueFrom', toKey: 'dueTo', label: '截止' }] : []),
      ]}
      columns={columns.filter(({ key }) => !(key in fixed))}
      empty={{ what: '这里还没有应办事项', how: '事项由合同义务与工作日历自动排出。' }}
    />
  )
}
