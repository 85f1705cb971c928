import { subsystemShortTitle } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { Matrix, type MatrixCell } from '#web/kit/matrix/matrix.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { contractsApi } from '#spine/contracts/api.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { obligationsApi } from '../../api.ts'
import { AttentionStrip } from './attention-strip.tsx'
import { DeadlineStrip } from './deadline-strip.tsx'
import { PeriodChoice } from '../period-choice.tsx'
import { StandingCard } from './standing-card.tsx'
import { idleOf, type MatrixAnswer } from './standing.ts'
import { StateLegend } from './state-legend.tsx'
import { TermLine } from './term-line.tsx'
import { usePeriod } from '../use-period.ts'
import '../obligations.css'

const REFRESH_MS = 30_000

/** Are we keeping the contract? Six rows, twelve columns, one sentence. */
export function HomePage() {
  const may = usePermission()
  const term = useRead(contractsApi, 'getTerm', { enabled: may('contract:read') })
  const { period, choose } = usePeriod(term.data)
  const query = period.kind === 'term' && !term.data ? {} : { from: period.from, to: period.to }
  const matrix = useRead(obligationsApi, 'getMatrix', { query }, { refreshMs: REFRESH_MS })
  return (
    <Page title="履约总览" lead={matrix.data && <TermLine contract={matrix.data.contract} />} actions={<PeriodChoice period={period} term={term.data ?? matrix.data?.contract} onChoose={choose} />}>
      {matrix.data ? <Overview matrix={matrix.data} title={period.title} /> : matrix.error ? <ErrorState error={matrix.error} onRetry={() => void matrix.refetch()} /> : <PageSkeleton />}
    </Page>
  )
}

function Overview({ matrix, title }: { matrix: MatrixAnswer; title: string }) {
  const span = `dueFrom=${matrix.from}&dueTo=${matrix.to}`
  const cells = new Map(matrix.cells.map((cell) => [`${cell.subsystem} ${cell.service}`, cell]))
  const cellOf = (subsystem: string, service: string): MatrixCell | undefined => {
    const cell = cells.get(`${subsystem} ${service}`)
    return cell && { state: stateOf(cell.state), done: cell.done, planned: cell.planned, nextDue: cell.nextDueAt?.slice(0, 10) ?? null, idle: idleOf(cell), href: `/cells/${subsystem}/${service}?from=${matrix.from}&to=${matrix.to}` }
  }
  return (
    <>
      <div className="x-home-top">
        <StandingCard matrix={matrix} title={title} />
        <AttentionStrip />
      </div>
      <Matrix
        caption={`${title}：${matrix.subsystems.length} 个子系统 × ${matrix.services.length} 个功能模块`}
        rows={matrix.subsystems.map(({ subsystem, title: name }) => ({ key: subsystem, title: name, short: subsystemShortTitle(subsystem, name), href: `/occurrences?subsystem=${subsystem}&${span}` }))}
        columns={matrix.services.map(({ service, title: name }) => ({ key: service, title: name, href: `/occurrences?service=${service}&${span}` }))}
        cell={cellOf}
      />
      <StateLegend matrix={matrix} />
      <DeadlineStrip />
    </>
  )
}
