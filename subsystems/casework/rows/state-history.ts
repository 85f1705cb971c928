import type { Permission } from '#shared/define-api.ts'
import type { Ctx } from '#platform/context/context.ts'
import { rowsOf } from './row-list.ts'

/** The states that one object has passed, oldest first. */
export function stateHistory(ctx: Ctx, permission: Permission, workflow: string, objectId: number): Promise<never[]> {
  return rowsOf(
    ctx,
    {
      permission,
      from: `(select h.*, s.title from casework.state_change h join casework.workflow_state s on s.workflow = h.workflow and s.state = h.to_state where h.workflow = '${workflow}') h`,
      fields: { stateChangeId: 'h.state_change_id', objectId: 'h.object_id', fromState: 'h.from_state', toState: 'h.to_state', toTitle: 'h.title', changedAt: 'h.changed_at', changedBy: 'h.changed_by', note: 'h.note' },
      key: 'stateChangeId',
      searched: [],
      sort: 'changedAt',
    },
    'objectId',
    objectId,
  )
}
