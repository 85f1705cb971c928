import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Actor } from '#platform/context/context.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { allOpenedOccurrences, assessOccurrences } from '#spine/assessments/assess-occurrences.ts'
import { demonstrationTerm } from '#spine/contracts/demonstration-term.ts'
import { loadContract } from '#spine/contracts/load-contract.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import type { Service } from '#spine/service.ts'
import { attachEvidence } from '#spine/work-orders/attach-evidence.ts'
import { openWorkOrder } from '#spine/work-orders/open-work-order.ts'
import { CONTRACT_2024, spineTestBed } from '#tests/support/spine-test-bed.ts'
import { personWith } from '#tests/support/test-database.ts'
import { buildReport, type BuildReport } from '../build-report.ts'

export const builder = personWith(['report:read', 'report:build', 'report:review', 'report:submit'], { userId: '00000000-0000-7000-8000-00000000000a', displayName: '编制人甲' })
export const reviewer = personWith(['report:read', 'report:review', 'report:submit'], { userId: '00000000-0000-7000-8000-00000000000b', displayName: '项目经理乙' })
export const client = personWith(['report:read', 'report:decide'], { userId: '00000000-0000-7000-8000-00000000000c', displayName: '甲方审核丙' })

/** The spine's bed with people who build, review and decide reports. */
export async function reportTestBed(options: { services?: readonly Service[]; now?: string; contract?: 'real' | 'demonstration' } = {}) {
  const real = loadContract(CONTRACT_2024)
  const bed = await spineTestBed({ now: options.now ?? '2024-10-08T09:00:00+08:00', services: options.services ?? [], document: options.contract === 'demonstration' ? demonstrationTerm(real, '2024-07-19') : real })
  const { runtime, asSystem } = bed
  const { files } = runtime.attached
  for (const actor of [builder, reviewer, client]) {
    if (actor.kind !== 'person') continue
    await bed.pool.query(`insert into platform.user_account (user_id, kind, username, display_name, service_token_sm3, password_changed_at, created_at, updated_at) values ($1, 'service', $2, $3, $4, now(), now(), now())`, [actor.userId, `tester${actor.userId.slice(-1)}`, actor.displayName, sm3(actor.userId)])
  }
  return {
    ...bed,
    files,
    build: (request: BuildReport, actor: Actor = builder) => buildReport(runtime, actor, request),
    /** Does the work of the first `count` occurrences of a cell that fell due in a month: order, evidence of every asked kind, closed in time. */
    fulfil: (cell: { service: string; subsystem: string; month: string; count: number }) =>
      asSystem(async (ctx) => {
        const db = spineTables(ctx)
        const owed = await db
          .selectFrom('spine.occurrence as o')
          .innerJoin('spine.obligation as b', 'b.obligationId', 'o.obligationId')
          .select(['o.occurrenceId', 'o.title', 'o.dueAt', 'b.evidenceKinds', 'b.code'])
          .where('b.service', '=', cell.service)
          .where('b.subsystem', '=', cell.subsystem)
          .where('o.endsOn', '>=', `${cell.month}-01`)
          .where('o.endsOn', '<=', `${cell.month}-30`)
          .orderBy('o.dueAt')
          .limit(cell.count)
          .execute()
        for (const { occurrenceId, title, dueAt, evidenceKinds, code } of owed) {
          const { workOrderId, number } = await openWorkOrder(ctx, { kind: 'manual', service: cell.service, subsystem: cell.subsystem, title, occurrenceId, dueAt })
          const kinds = evidenceKinds.length > 0 ? evidenceKinds : ['service-record']
          for (const kind of kinds) {
            const { evidenceId } = await recordEvidence(ctx, { kind, title, about: { service: cell.service, subsystem: cell.subsystem, obligation: code, workOrder: number }, body: { title }, happenedAt: dueAt })
            await attachEvidence(ctx, workOrderId, [evidenceId])
          }
          const at = new Date(dueAt.getTime() - 3_600_000)
          await db.updateTable('spine.workOrder').set({ state: 'closed', openedAt: new Date(at.getTime() - 3_600_000), submittedAt: at, closedAt: at }).where('workOrderId', '=', workOrderId).execute()
        }
        return owed.length
      }),
    assess: () => asSystem(async (ctx) => assessOccurrences(ctx, await allOpenedOccurrences(ctx))),
    store: async (content: string, fileName = '签字盖章件.pdf') => ({ field: 'file', ...(await files.put(Readable.from([Buffer.from(content)]))), fileName, mediaType: 'application/pdf' }),
    read: async (digest: string) => buffer(await files.read(digest)),
  }
}
