import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { ledgerColumns } from '#connectors/sql/change-settings.ts'
import type { Actor } from '#platform/context/context.ts'
import { type Outside, outsideWork } from '#platform/context/outside.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { decideRequest } from '#spine/requests/approvals/decide-approval.ts'
import { keepFile, openRequest, readRequest, submitRequest, type SpineCtx } from '#spine/spine.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import { spineTestBed, type SpineTestBed } from '#tests/support/spine-test-bed.ts'
import { DATA_ORDER_KIND, type DataOrderForm } from '../orders/api.ts'
import { reviewDataOrder } from '../orders/review-order.ts'
import { dataMaintenance } from '../service.ts'

type Person = Actor & { kind: 'person' }

/** A business table of the usual kind in a schema of the bed's own database: a real engine, and rows that a test can look at. */
export const FIELD_TABLES = `
  create schema field;
  create table field.enterprise (id bigint primary key, name text not null, phone text, id_card text, state text not null, amount numeric(12, 2) not null default 0);
  insert into field.enterprise (id, name, phone, id_card, state, amount) select n, '企业' || n, '1380013' || lpad(n::text, 4, '0'), '11010119900307' || lpad(n::text, 4, '0'), '有效', n from generate_series(1, 3000) n;
  create table field.xinyun_data_change (${ledgerColumns.map(([name, type]) => `${name} ${type}`).join(', ')})`

export async function maintenanceBed(now = '2024-09-02T09:00:00+08:00') {
  return withField(await spineTestBed({ now, services: [dataMaintenance] }))
}

/** A bed that stands already, with the business table, its data interface and the people of a data order. */
export async function withField(bed: SpineTestBed) {
  await bed.pool.query(FIELD_TABLES)
  const url = new URL(bed.url)
  const own = { connector: 'postgres', settings: { host: url.hostname, port: Number(url.port), database: url.pathname.slice(1), username: decodeURIComponent(url.username), changes: { schemas: ['field'] } }, secrets: { password: decodeURIComponent(url.password) } }
  const register = (subsystem: 'law-enforcement' | 'market-supervision' | 'cost-information', name = 'data', connection: { connector: string; settings: unknown; secrets: unknown } = own) => bed.asSystem(async (ctx) => {
    await allowAddress(ctx, '127.0.0.0/8', '测试')
    const id = await registerComponent(ctx, { subsystem, kind: 'data-interface', name, title: '业务数据维护接口' })
    await setConnection(ctx, id, connection)
    return id
  })
  const componentId = await register('law-enforcement')
  const all = ['request:read', 'request:read-all', 'request:open', 'request:handle', 'request:approve', 'data-order:read', 'data-order:open', 'data-order:execute', 'data-image:read', 'data-export:read', 'data-export:open', 'data-export:execute', 'data-export:confirm', 'export-query:write', 'export-query:approve']
  const holder = async (name: string, role?: string): Promise<Person> => {
    const person = await bed.person(name, all)
    if (role !== undefined) {
      await bed.pool.query('insert into platform.role (role_code, title, description) values ($1, $1, $1) on conflict do nothing', [role])
      await bed.pool.query("insert into platform.role_permission (role_code, permission) values ($1, 'request:approve') on conflict do nothing", [role])
      await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, $3, '', 'active', '测试', now())", [randomUUID(), person.userId, role])
    }
    return person
  }
  const receiver = async (name: string): Promise<Person> => {
    const person = await bed.person(name, ['data-export:read', 'data-export:receive', 'request:read'])
    await bed.pool.query("insert into platform.role (role_code, title, description) values ('receiver', '接收', '接收') on conflict do nothing")
    await bed.pool.query("insert into platform.role_permission (role_code, permission) values ('receiver', 'data-export:receive') on conflict do nothing")
    await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, 'receiver', '', 'active', '测试', now())", [randomUUID(), person.userId])
    return person
  }
  const people = { writer: await holder('编写人'), reviewer: await holder('甲方审核', 'client-reviewer'), security: await holder('安全负责人', 'security-lead'), executor: await holder('执行人'), receiver: await receiver('接收人'), stranger: await receiver('旁人') }
  /** As the server does: the waiting between the two acts. */
  const act = async <T>(who: Person, work: (ctx: SpineCtx) => Promise<Outside<SpineCtx, T>>): Promise<T> => {
    const keep = await outsideWork<SpineCtx, T>(await bed.as(who, work))?.()
    assert.ok(keep)
    return bed.as(who, keep)
  }
  const attach = (row: { requestId: string; number: string }, who: Person) =>
    bed.as(who, async (ctx) => {
      const content = new PassThrough()
      content.end(`需求单 ${row.number}`)
      const file = { ...(await ctx.files.put(content)), field: 'file', fileName: '需求单.pdf', mediaType: 'application/pdf' }
      await keepFile(ctx, row, file, { kind: 'official-document', note: '', evidenceId: null, formVersion: 0 })
    })
  const formOf = (form: Partial<DataOrderForm>): Record<string, unknown> => ({
    subsystem: 'law-enforcement', componentId, department: '业务一处', demandedBy: '需求人', documentNo: '需求〔2024〕1 号', reason: '按公文更正企业状态', tables: ['field.enterprise'], rows: [1], tolerance: 0, batchSize: null, statementSeconds: 20, lockSeconds: 2,
    startsAt: '2024-09-02T00:00:00+08:00', endsAt: '2024-09-30T00:00:00+08:00', undoes: null, ...form,
  })

  return {
    ...bed,
    people,
    componentId,
    register,
    act,
    attach,
    async draft(form: Partial<DataOrderForm>) {
      const row = await bed.as(people.writer, (ctx) => openRequest(ctx, { requestId: randomUUID(), kind: DATA_ORDER_KIND, form: formOf(form) }))
      await attach(row, people.writer)
      return row
    },
    submit: (row: { requestId: string; version: number }) => bed.as(people.writer, (ctx) => submitRequest(ctx, row.requestId, row.version)),
    async approve(requestId: string) {
      for (const [step, who] of [[1, people.reviewer], [2, people.security]] as const) await bed.as(who, async (ctx) => decideRequest(ctx, requestId, (await readRequest(ctx, requestId)).version, { step, decision: 'approved', note: '核对无误' }))
    },
    /** Drafted, reviewed, submitted and approved. */
    async approved(form: Partial<DataOrderForm>) {
      const row = await this.draft(form)
      await act(people.writer, (ctx) => reviewDataOrder(ctx, row.requestId))
      await this.submit(row)
      await this.approve(row.requestId)
      return row.requestId
    },
    perform: (workOrderId: string) => performWorkOrderJob.perform(bed.runtime, { workOrderId }, { id: 'test', signal: new AbortController().signal }),
    read: (requestId: string) => bed.as(people.executor, (ctx) => readRequest(ctx, requestId)),
    enterprise: async (id: number) => (await bed.pool.query<{ state: string; amount: string }>('select state, amount from field.enterprise where id = $1', [id])).rows[0],
  }
}
export type MaintenanceBed = Awaited<ReturnType<typeof maintenanceBed>>
