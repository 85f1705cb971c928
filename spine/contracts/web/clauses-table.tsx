import { serviceTitle } from '#shared/services.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { formatNumber } from '#web/kit/value/format-number.ts'
import type { Clause } from './contract-answer.ts'
import { SearchedTable } from './searched-table.tsx'

/** Clause ↔ obligation ↔ what became of it ↔ evidence: each number opens its list. */
export function ClausesTable({ clauses }: { clauses: readonly Clause[] }) {
  const count = (clause: Clause, key: keyof Clause['counts'], verdict: string) => {
    const value = clause.counts[key]
    if (value === 0) return <span className="x-soft">0</span>
    return <PageLink to={`/occurrences?obligation=${clause.code}&verdict=${verdict}`} className={key === 'missed' ? 'x-bad x-toned' : undefined}>{formatNumber(value)}</PageLink>
  }
  return (
    <SearchedTable
      caption="条款"
      searchHint="编号、条款、内容、证据"
      rows={clauses}
      rowKey={({ code }) => code}
      columns={[
        { key: 'code', title: '义务', width: 76, render: (row) => <PageLink className="x-mono" to={`/obligations?code=${row.code}`}>{row.code}</PageLink> },
        { key: 'clause', title: '条款', width: 96 },
        {
          key: 'duty',
          card: 'wide',
          title: '内容与判定口径',
          render: (row) => (
            <>
              <b>{row.title}</b>
              <div>{row.duty}</div>
              <div className="x-soft">判定：{row.judgement}；期限：{row.deadline}；{row.actors.join('、')}办理</div>
              {row.ambiguities.length > 0 && <div className="x-soft">歧义：{row.ambiguities.map((id) => <PageLink key={id} to={`/contract?tab=ambiguities&find=${id}`} className="x-contract-gap">{id}</PageLink>)}</div>}
            </>
          ),
        },
        { key: 'service', title: '模块', width: 88, render: (row) => serviceTitle(row.service) },
        { key: 'evidence', title: '证据', width: 120, render: (row) => (row.evidence.length > 0 ? <PageLink to={`/evidence?obligation=${row.code}`}>{row.evidence.join('、')}</PageLink> : '—') },
        { key: 'money', title: '扣款', width: 64, render: (row) => (row.money.length > 0 ? <PageLink to="/contract?tab=money">{row.money.join('、')}</PageLink> : '—') },
        { key: 'planned', title: '应办', align: 'right', width: 50, render: (row) => count(row, 'planned', 'met,late,missed,excused,waived,suspended,not-yet-due,undecided') },
        { key: 'met', title: '完成', align: 'right', width: 50, render: (row) => count(row, 'met', 'met,late') },
        { key: 'missed', title: '未履行', align: 'right', width: 60, render: (row) => count(row, 'missed', 'missed') },
        { key: 'open', title: '未办', align: 'right', width: 50, render: (row) => count(row, 'open', 'not-yet-due,undecided') },
      ]}
    />
  )
}
