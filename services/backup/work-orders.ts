import { z } from 'zod'
import { addDays } from '#shared/calendar/dates.ts'
import { instantOf } from '#shared/instant.ts'
import { RESTORED_COPY_KIND, restoredCopyOrder, restoredCopyResult } from '#shared/maintenance/restored-copy.ts'
import type { WorkOrderKind } from '#spine/service.ts'
import { checkRequest, performCheck } from './checks/perform-check.ts'
import { performRestoreCopy } from './restores/restore-copy.ts'
import { performRestoreTo, restoreToRequest, restoreToResult } from './restores/restore-to.ts'
import { checkOrderResult, runOrderResult } from './runs/order-result.ts'
import { performOrder } from './runs/perform-order.ts'

const nothing = z.strictObject({})
/** Nightly, when the systems are quiet; what was opened later in the day starts at once. */
const BACKUP_MINUTES = 90
/** The last night of the period but never its last hours: there is time left to do it again. Before that night there is nothing new to prove. */
const checkNight = ({ opensOn, endsOn }: { readonly opensOn: string; readonly endsOn: string }) => instantOf(endsOn > opensOn ? addDays(endsOn, -1) : endsOn, 4 * BACKUP_MINUTES)

export const workOrders: readonly WorkOrderKind[] = [
  { kind: 'backup.run-daily', title: '每日备份', obligations: ['M7-01'], input: nothing.loose(), result: runOrderResult, perform: performOrder, performsAt: ({ opensOn }) => instantOf(opensOn, BACKUP_MINUTES) },
  { kind: 'backup.run-now', title: '立即备份', obligations: [], input: nothing, result: runOrderResult, perform: performOrder },
  { kind: 'backup.check', title: '备份检查与恢复测试', obligations: ['M7-02'], input: checkRequest.loose(), result: checkOrderResult, perform: performCheck, performsAt: checkNight },
  { kind: 'backup.check-now', title: '立即检查备份', obligations: [], input: checkRequest, result: checkOrderResult, perform: performCheck },
  { kind: RESTORED_COPY_KIND, title: '恢复一份临时副本', obligations: [], input: restoredCopyOrder, result: restoredCopyResult, perform: performRestoreCopy },
  { kind: 'backup.restore-to', title: '恢复到新库', obligations: [], input: restoreToRequest, result: restoreToResult, perform: performRestoreTo },
]
