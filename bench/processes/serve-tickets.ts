import { sql } from 'kysely'
import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import { createHttpServer } from '#platform/http/http-server.ts'
import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineAttached, SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { requestRoutes } from '#spine/requests/routes.ts'
import { ticketRoutes } from '#services/service-desk/tickets/routes.ts'
import { openBenchCentre } from '../bench-bed.ts'

/** The centre's HTTP server in a process of its own, with a one-row endpoint more to be measured against. */
const [url = '', home = ''] = process.argv.slice(2)
process.once('disconnect', () => process.exit())
const centre = await openBenchCentre(url, home)

const oneRowApi = defineApi({
  prefix: '/api/one-row',
  title: '基准',
  endpoints: {
    readRow: {
      method: 'GET', path: '/:requestId', summary: '一行', permission: 'request:read', audit: 'none', params: z.object({ requestId: z.uuid() }),
      response: z.object({ requestId: z.string(), number: z.string(), kind: z.string(), subsystem: z.string(), title: z.string(), state: z.string(), priority: z.string().nullable(), requesterName: z.string(), requesterUnit: z.string(), assigneeName: z.string().nullable(), version: z.number() }),
    },
  },
})
const oneRow = implementApi<typeof oneRowApi.endpoints, SpineCtx>(oneRowApi, {
  readRow: (ctx, { params }) =>
    spineTables(ctx)
      .selectFrom('spine.request as r')
      .leftJoin('platform.userAccount as u', 'u.userId', 'r.assigneeId')
      .select(['r.requestId', 'r.number', 'r.kind', 'r.subsystem', 'r.title', 'r.state', 'r.priority', 'r.requesterName', 'r.requesterUnit', 'u.displayName as assigneeName', 'r.version'])
      .where('r.requestId', '=', params.requestId)
      .executeTakeFirstOrThrow(),
})
const app = await createHttpServer<SpineAttached>({ title: '基准', version: '0', runtime: centre.runtime, implementations: [ticketRoutes, requestRoutes, oneRow], files: centre.runtime.attached.files, identify: centre.identity.identify, readiness: [] })
const { rows } = await sql<{ id: string }>`select request_id as id from spine.request tablesample system (1) limit 5000`.execute(centre.runtime.database)
process.send?.({ url: await app.listen({ port: 0, host: '127.0.0.1' }), ids: rows.map(({ id }) => id) })
