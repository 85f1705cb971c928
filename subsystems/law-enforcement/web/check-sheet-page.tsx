import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { useAddress, usePageParams } from '#web/kit/frame/address.ts'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { appApi } from '../app/api.ts'
import './field.css'

/** What has to be looked at on site, how, and against which standard. Results are recorded in the mobile client. */
export function CheckSheetPage() {
  const { contentVersionId } = usePageParams('contentVersionId')
  const [address] = useAddress()
  const sheet = useRead(appApi, 'checkSheet', { params: { contentVersionId } })
  const tasks = useRead(appApi, 'tasks')
  if (sheet.error && !sheet.data) return <ErrorState error={sheet.error} onRetry={() => void sheet.refetch()} />
  if (!sheet.data) return <PageSkeleton />
  const task = tasks.data?.items.find(({ inspectionCheckId }) => String(inspectionCheckId) === address['check'])
  return (
    <Page title={sheet.data.title} lead={task ? `${task.enterpriseName}${task.projectName ? ` · ${task.projectName}` : ''}` : `第 ${sheet.data.version} 版`}>
      <ol className="x-field">
        {sheet.data.items.map(({ position, content, method, standard }) => (
          <li key={position} className="x-card x-field-card">
            <b>{position}. {content}</b>
            <span><span className="x-soft">方法</span> {method}</span>
            <span><span className="x-soft">标准</span> {standard}</span>
          </li>
        ))}
      </ol>
    </Page>
  )
}
