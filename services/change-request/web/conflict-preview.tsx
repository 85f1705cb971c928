import { useEffect, useState } from 'react'
import { Alert } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { changeRequestApi, conflictKind, type ChangeKind, type ChangeNature, type ConflictView } from '../api.ts'
import { ConflictList } from './conflict-list.tsx'

export type PlannedValues = { changeKind?: ChangeKind; nature?: ChangeNature; subsystem?: string; componentIds?: string[]; peopleIds?: string[]; plannedFrom?: string; plannedTo?: string }

/** Asked once a plan has stood still for a moment. */
const STILL_MS = 400

/** What the plan would meet, while it is being written. */
export function ConflictPreview({ requestId, plan }: { requestId?: string; plan: PlannedValues | undefined }) {
  const changes = useClient(changeRequestApi)
  const [found, setFound] = useState<readonly ConflictView[]>([])
  const { subsystem, plannedFrom, plannedTo, componentIds = [], peopleIds = [] } = plan ?? {}
  const asked = subsystem && plannedFrom && plannedTo ? JSON.stringify({ ...(requestId ? { requestId } : {}), subsystem, componentIds, peopleIds, plannedFrom, plannedTo }) : undefined
  useEffect(() => {
    if (asked === undefined) return
    const timer = setTimeout(() => {
      changes.call.previewConflicts({ body: JSON.parse(asked) as never }).then(({ items }) => setFound(items), () => setFound([]))
    }, STILL_MS)
    return () => clearTimeout(timer)
  }, [asked, changes])
  if (asked === undefined || found.length === 0) return null
  const kinds = [...new Set(found.map(({ kind }) => conflictKind.titles[kind]))].join('、')
  return <Alert type={found.some(({ isBlocking }) => isBlocking) ? 'error' : 'warning'} showIcon title={`计划有 ${found.length} 处冲突：${kinds}`} description={<ConflictList conflicts={found} />} style={{ marginBottom: 16 }} />
}
