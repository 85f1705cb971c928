import { serviceOptions, serviceTitle } from '#shared/services.ts'
import { subsystemOptions, subsystemShortTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { obligationsApi } from '../api.ts'
import { DONE, PLANNED } from './occurrence-list.tsx'

export function ObligationsPage() {
  const obligations = useClient(obligationsApi)
  const count = (row: { code: string; subsystem: string }, value: number, verdict: string) =>
    value === 0 ? <span className="x-soft">0</span> : <PageLink to={`/occurrences?obligation=${row.code}&subsystem=${row.subsystem}&verdict=${verdict}`}>{formatNumber(value)}</PageLink>
  return (
    <Page title="合同义务" lead="合同条款逐条拆出的义务，每个子系统一条。数字打开它们的应办事项。">
      <DataList
        name="obligations"
        noun="义务"
        source={obligations.list('listObligations')}
        rowKey={(row) => row.obligationId}
        href={(row) => `/occurrences?obligation=${row.code}&subsystem=${row.subsystem}`}
        searchHint="名称、内容、编号、条款"
        filters={[
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions },
          { kind: 'choice', key: 'service', label: '模块', options: serviceOptions },
          { kind: 'text', key: 'code', label: '编号' },
        ]}
        columns={[
          { key: 'code', title: '编号', canSort: true, width: 88, render: (row) => <span className="x-mono">{row.code}</span>, card: 'none' },
          { key: 'title', title: '义务', card: 'heading', render: (row) => <><b>{row.title}</b>{!row.isCurrent && <> <StateTag word="已停用" tone="muted" reason="现行合同或歧义取值下不再安排" /></>}<div className="x-soft">{row.duty}</div></> },
          { key: 'subsystem', title: '子系统', canSort: true, width: 92, render: (row) => subsystemShortTitle(row.subsystem) },
          { key: 'service', title: '模块', canSort: true, width: 116, render: (row) => serviceTitle(row.service) },
          { key: 'clause', title: '条款', isExtra: true, width: 150 },
          { key: 'cadence', title: '频次', width: 80 },
          { key: 'planned', title: '应办', align: 'right', width: 56, render: (row) => count(row, row.planned, PLANNED) },
          { key: 'met', title: '完成', align: 'right', width: 56, render: (row) => count(row, row.met, DONE) },
          { key: 'missed', title: '未履行', align: 'right', width: 68, render: (row) => count(row, row.missed, 'missed') },
          { key: 'evidenceKinds', title: '证据', isExtra: true, render: (row) => row.evidenceKinds.join('、') || '—' },
          { key: 'moneyRules', title: '扣款规则', isExtra: true, width: 110, render: (row) => row.moneyRules.join('、') || '—' },
        ]}
        empty={{ what: '还没有义务', how: '载入合同后自动拆出：./xinyun contract load 合同目录。' }}
      />
    </Page>
  )
}
