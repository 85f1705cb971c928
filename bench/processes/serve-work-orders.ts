import { sql } from 'kysely'
import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import { connectDatabase } from '#platform/database/connect.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineAttached, SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { workOrderSummary } from '#spine/work-orders/api.ts'
import { workOrderRoutes } from '#spine/work-orders/routes.ts'
import { openBenchCentre } from '../bench-bed.ts'

/** The centre's HTTP server in a process of its own, with two one-row endpoints more to be measured against. */
const [url = '', home = ''] = process.argv.slice(2)
process.once('disconnect', () => process.exit())
const centre = await openBenchCentre(url, home)
const { pool } = connectDatabase({ url, applicationName: 'bench bare', maxConnections: 8, log: centre.runtime.log })

const COLUMNS = [
  'w.workOrderId', 'w.number', 'w.kind', 'w.service', 'w.subsystem', 'w.title', 'w.state', 'w.isAutomatic', 'w.assigneeId', 'u.displayName as assigneeName',
  'w.openedAt', 'w.dueAt', 'w.submittedAt', 'w.closedAt', 'w.version',
] as const

const oneRowApi = defineApi({
  prefix: '/api/one-row',
  title: '基准',
  endpoints: {
    readRow: { method: 'GET', path: '/:workOrderId', summary: '一行', permission: 'work-order:read', audit: 'none', params: z.object({ workOrderId: z.uuid() }), response: workOrderSummary },
  },
})
const oneRow = implementApi<typeof oneRowApi.endpoints, SpineCtx>(oneRowApi, {
  readRow: (ctx, { params }) =>
    spineTables(ctx)
      .selectFrom('spine.workOrder as w')
      .leftJoin('platform.userAccount as u', 'u.userId', 'w.assigneeId')
      .select(COLUMNS)
      .where('w.workOrderId', '=', params.workOrderId)
      .executeTakeFirstOrThrow(),
})
const app = await createHttpServer<SpineAttached>({
  title: '基准',
  version: '0',
  runtime: centre.runtime,
  implementations: [workOrderRoutes, oneRow],
  files: centre.runtime.attached.files,
  identify: centre.identity.identify,
  readiness: [],
  async mountMore(server) {
    server.get<{ Params: { id: string } }>('/bare-row/:id', (request) =>
      pool.query({ name: 'bare', text: 'select * from spine.work_order where work_order_id = $1', values: [request.params.id] }).then(({ rows: [row] }) => row),
    )
  },
})
const { rows } = await sql<{ id: string }>`select work_order_id as id from spine.work_order tablesample system (1) limit 5000`.execute(centre.runtime.database)
process.send?.({ url: await app.listen({ port: 0, host: '127.0.0.1' }), ids: rows.map(({ id }) => id) })
