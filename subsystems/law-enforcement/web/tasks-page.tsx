import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { stateTone } from '#subsystems/casework/web/state-tone.ts'
import { appApi } from '../app/api.ts'
import './field.css'

/** The officer's own open checks, for one hand: the whole card opens its check sheet. */
export function TasksPage() {
  const { data, error, refetch } = useRead(appApi, 'tasks')
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  if (data.items.length === 0) return <EmptyState what="没有待做的检查" how="审批或派发给您的检查会出现在这里。" />
  return (
    <Page title={`我的任务 ${data.items.length}`}>
      <ul className="x-field">
        {data.items.map((task) => (
          <li key={task.inspectionCheckId}>
            <PageLink to={`/tasks/sheets/${task.contentVersionId}?check=${task.inspectionCheckId}`} className="x-card x-field-card">
              <span className="x-card-head"><b>{task.enterpriseName}</b><StateTag word={task.stateTitle} tone={stateTone(task.state)} /></span>
              {task.projectName && <span>{task.projectName}</span>}
              {task.address && <span className="x-soft">{task.address}</span>}
              <span><DateText value={task.plannedOn} /> · {task.checkType} · {task.sheetTitle}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </Page>
  )
}
