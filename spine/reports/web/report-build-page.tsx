import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { ProgressPanel } from '#web/kit/state/progress-panel.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { reportKindTitle, reportsApi } from '../api.ts'

/** One build: can be left and found again. */
export function ReportBuildPage() {
  const { reportBuildId } = usePageParams('reportBuildId')
  const build = useRead(reportsApi, 'getReportBuild', { params: { reportBuildId } }, { refreshMs: 1_000 })
  if (!build.data) return build.error ? <ErrorState error={build.error} onRetry={() => void build.refetch()} /> : <PageSkeleton />
  const { kind, periodKey, state, step, percent, failure, result } = build.data
  return (
    <Page title={`编制${reportKindTitle[kind]} ${periodKey}`}>
      <ProgressPanel title={`${reportKindTitle[kind]} ${periodKey}`} state={state} doing={step} done={percent} total={100}>
        {failure && <p role="alert">{failure}</p>}
        {result && (
          <p className="x-row">
            <PageLink to={`/reports/${result.reportId}`}>打开 {result.report} 第 {result.version} 版</PageLink>
            <HashText value={result.hash} what="校验值" />
          </p>
        )}
      </ProgressPanel>
    </Page>
  )
}
