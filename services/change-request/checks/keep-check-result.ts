import { z } from 'zod'
import { currentContract, recordEvidence, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { changeTables } from '../database/change-tables.ts'
import { compareChecks, checkedItem, type ComparedRun } from './compare-checks.ts'

/** What the inspection's record says of every row; a record without rows (a very large run) has none to compare. */
const recordBody = z.object({ run: z.string(), items: z.array(checkedItem).default([]) }).loose()

/** An inspection of a touched part was done: its rows are kept, and when the last one after the change is in, the comparison becomes evidence. */
export async function keepCheckResult(ctx: SpineCtx, { requestId, number, subsystem }: KindRequest, workOrderId: string): Promise<void> {
  const db = changeTables(ctx)
  const mine = await db.selectFrom('changeRequest.checkRun').select('side').where('workOrderId', '=', workOrderId).executeTakeFirst()
  if (!mine) return
  const record = await db
    .selectFrom('spine.workOrderEvidence as l')
    .innerJoin('spine.evidence as e', 'e.evidenceId', 'l.evidenceId')
    .select(['e.evidenceId', 'e.body'])
    .where('l.workOrderId', '=', workOrderId)
    .where('e.kind', '=', 'inspection-record')
    .executeTakeFirst()
  const body = recordBody.safeParse(record?.body)
  await db
    .updateTable('changeRequest.checkRun')
    .set({ closedAt: ctx.now, evidenceId: record?.evidenceId ?? null, run: body.success ? body.data.run : '', items: JSON.stringify(body.success ? body.data.items : []) })
    .where('workOrderId', '=', workOrderId)
    .execute()
  if (mine.side !== 'after') return
  const runs = await comparedRuns(ctx, requestId)
  if (runs.some(({ side, closedAt }) => side === 'after' && closedAt === null)) return
  await recordEvidence(ctx, {
    kind: 'change-request.check-comparison',
    title: `${number} 变更前后检查对照`,
    about: { contract: (await currentContract(ctx)).code, service: 'change-request', subsystem, request: number },
    body: { request: number, runs: runs.map(({ side, run, evidenceId }) => ({ side, run, evidence: evidenceId })), differences: compareChecks(runs) },
  })
}

/** The newest run of each part and side. */
export async function comparedRuns(ctx: SpineCtx, requestId: string): Promise<Array<ComparedRun & { closedAt: Date | null; run: string; evidenceId: string | null; workOrderId: string; openedAt: Date; componentTitle: string }>> {
  const rows = await changeTables(ctx)
    .selectFrom('changeRequest.checkRun as k')
    .innerJoin('spine.component as c', 'c.componentId', 'k.componentId')
    .select(['k.workOrderId', 'k.side', 'k.componentId', 'k.openedAt', 'k.closedAt', 'k.run', 'k.evidenceId', 'k.items', 'c.title as componentTitle'])
    .distinctOn(['k.side', 'k.componentId'])
    .where('k.requestId', '=', requestId)
    .orderBy('k.side')
    .orderBy('k.componentId')
    .orderBy('k.checkNo', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, side: row.side as 'before' | 'after', items: z.array(checkedItem).parse(row.items) }))
}
