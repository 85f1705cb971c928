import { requestsApi } from '#spine/requests/api.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ChangeFormEditor } from './change-form-editor.tsx'

/** A new change, empty or with the text of a former one. */
export function NewChangePage() {
  const [address] = useAddress()
  const from = typeof address['from'] === 'string' ? address['from'] : undefined
  return from ? <CloneOf requestId={from} /> : <ChangeFormEditor title="新变更" />
}

function CloneOf({ requestId }: { requestId: string }) {
  const model = useRead(requestsApi, 'getRequest', { params: { requestId } })
  return model.data ? <ChangeFormEditor title={`新变更（复制自 ${model.data.number}）`} form={model.data.form as object} clonedFromId={requestId} /> : <PageSkeleton />
}
