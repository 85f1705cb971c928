import { requestsApi } from '#spine/requests/api.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { ChangeFormEditor } from './change-form-editor.tsx'

/** A draft or a returned change goes on; one in approval is approved anew after an edit. */
export function EditChangePage() {
  const { requestId } = usePageParams('requestId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId } })
  if (request.error && !request.data) return <ErrorState error={request.error} onRetry={() => void request.refetch()} />
  if (!request.data) return <PageSkeleton />
  return <ChangeFormEditor title={`修改 ${request.data.number}`} form={request.data.form as object} known={{ requestId, version: request.data.version, isSubmitted: request.data.formVersion > 0 }} />
}
