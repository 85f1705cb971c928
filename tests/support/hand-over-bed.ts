import type { Actor } from '#platform/context/context.ts'
import { decideRequest } from '#spine/requests/approvals/decide-approval.ts'
import { readRequest } from '#spine/spine.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import { changeRequest } from '#services/change-request/service.ts'
import { dataInventory } from '#services/data-inventory/service.ts'
import { dataMaintenance } from '#services/data-maintenance/service.ts'
import { withField } from '#services/data-maintenance/testing/maintenance-bed.ts'
import { spineTestBed } from './spine-test-bed.ts'

type Person = Actor & { kind: 'person' }

/** One business database that the inventory reads and data maintenance writes, each by a connection of its own. */
export async function handOverBed() {
  const services = [dataInventory, dataMaintenance, changeRequest]
  const field = await withField(await spineTestBed({ now: '2024-09-02T09:00:00+08:00', services, migrations: services.flatMap(({ migrations }) => migrations ?? []) }))
  const url = new URL(field.url)
  const databaseId = await field.asSystem(async (ctx) => {
    const id = await registerComponent(ctx, { subsystem: 'law-enforcement', kind: 'database', name: 'database', title: '业务库' })
    await setConnection(ctx, id, { connector: 'postgres', settings: { host: url.hostname, port: Number(url.port), database: url.pathname.slice(1), username: decodeURIComponent(url.username) }, secrets: { password: decodeURIComponent(url.password) } })
    return id
  })
  const describer = await field.person('盘点员', ['inventory:read', 'inventory:scan', 'inventory:decide', 'inventory:describe', 'request:read', 'request:read-all', 'request:open', 'data-order:read', 'data-order:open'])
  const { reviewer, security } = field.people
  return {
    ...field,
    databaseId,
    describer,
    async decide(requestId: string, decision: 'approved' | 'refused' = 'approved') {
      for (const [step, who] of [[1, reviewer], [2, security]] as ReadonlyArray<readonly [number, Person]>) {
        await field.as(who, async (ctx) => decideRequest(ctx, requestId, (await readRequest(ctx, requestId)).version, { step, decision, note: '核对无误' }))
        if (decision === 'refused') return
      }
    },
    /** Carries out what waits, until nothing does. */
    async work() {
      for (;;) {
        const { rows } = await field.pool.query<{ id: string }>("select work_order_id as id from spine.work_order where kind in ('data-maintenance.write-comments', 'data-inventory.read-structure') and state in ('waiting', 'taken') order by opened_at limit 1")
        if (rows[0] === undefined) return
        await performWorkOrderJob.perform(field.runtime, { workOrderId: rows[0].id }, { id: 'test', signal: new AbortController().signal })
      }
    },
  }
}
