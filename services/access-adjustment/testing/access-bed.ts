import { randomUUID } from 'node:crypto'
import { PassThrough } from 'node:stream'
import type { Actor } from '#platform/context/context.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { decideRequest } from '#spine/requests/approvals/decide-approval.ts'
import { keepFile, openRequest, readRequest, saveDraft, submitRequest } from '#spine/spine.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import { spineTestBed, type SpineTestBed } from '#tests/support/spine-test-bed.ts'
import { formKindFor, type AccessForm } from '../forms/api.ts'
import { accessAdjustment } from '../service.ts'

type Person = Actor & { kind: 'person' }

/** Tables of a system of the usual kind, in a schema of the bed's own database: a real engine, and rows that a test can look at. */
const tablesOf = (schema: string) => `
  create schema ${schema};
  create table ${schema}.app_user (id bigint generated always as identity primary key, login text not null unique, real_name text not null, dept text, job text, status text not null, kind text not null default 'person', last_login timestamptz, row_version integer not null default 1);
  create table ${schema}.app_role (id integer primary key, code text not null unique, name text not null, level integer not null, family text);
  create table ${schema}.app_user_role (user_id bigint not null references ${schema}.app_user, role_id integer not null references ${schema}.app_role, end_at timestamptz, primary key (user_id, role_id));
  create table ${schema}.change_log (change_key text primary key, order_no text, approver text);
  insert into ${schema}.app_role values (1, 'reader', '查询', 1, null), (2, 'clerk', '经办', 1, null), (3, 'boss', '审批', 9, null), (4, 'administrator', '系统管理', 9, null), (5, 'auditor', '审计', 9, null);
  insert into ${schema}.app_user (login, real_name, dept, status) values ('zhang', '张三', '一处', '1'), ('li', '李四', '一处', '1'), ('wang', '王五', '二处', '1');
  insert into ${schema}.app_user (login, real_name, status, kind) values ('robot', '接口', '1', 'api');
  insert into ${schema}.app_user_role (user_id, role_id) select id, 1 from ${schema}.app_user where kind = 'person'`

export const mappingOf = (schema: string) => ({
  account: { table: `${schema}.app_user`, id: 'id', name: 'login', displayName: 'real_name', unit: 'dept', post: 'job', state: { column: 'status', active: '1', suspended: '0', closed: '9' }, lastUsedAt: { column: 'last_login' }, version: 'row_version', service: { column: 'kind', value: 'api' } },
  role: { table: `${schema}.app_role`, id: 'id', code: 'code', title: 'name', privileged: { column: 'level', value: 9 }, exclusionGroup: 'family' },
  link: { table: `${schema}.app_user_role`, account: 'user_id', role: 'role_id', validTo: { column: 'end_at' } },
  journal: { table: `${schema}.change_log`, key: 'change_key', order: 'order_no', approver: 'approver' },
})

export async function prepareTarget(bed: SpineTestBed, subsystem: string, schema: string, name: 'accounts' | 'app-accounts' = 'accounts'): Promise<string> {
  await bed.pool.query(tablesOf(schema))
  const url = new URL(bed.url)
  return bed.asSystem(async (ctx) => {
    await allowAddress(ctx, '127.0.0.0/8', '测试')
    const componentId = await registerComponent(ctx, { subsystem, kind: 'account-interface', name, title: `${name === 'accounts' ? '网页端' : 'APP'}账号` })
    await setConnection(ctx, componentId, {
      connector: 'postgres',
      settings: { host: url.hostname, port: Number(url.port), database: url.pathname.slice(1), username: decodeURIComponent(url.username), accounts: mappingOf(schema) },
      secrets: { password: decodeURIComponent(url.password) },
    })
    return componentId
  })
}

export async function accessBed(now = '2024-09-02T09:00:00+08:00') {
  const bed = await spineTestBed({ now, services: [accessAdjustment], ...(accessAdjustment.migrations ? { migrations: [accessAdjustment.migrations] } : {}) })
  const all = ['request:read', 'request:read-all', 'request:open', 'request:handle', 'request:approve', 'access-form:open', 'access-form:handle', 'access-review:read', 'access-review:manage', 'access-adjustment:read', 'access-rule:manage', 'access-rule:approve']
  const holder = async (name: string, role?: string): Promise<Person> => {
    const person = await bed.person(name, all)
    if (role !== undefined) {
      await bed.pool.query('insert into platform.role (role_code, title, description) values ($1, $1, $1) on conflict do nothing', [role])
      await bed.pool.query("insert into platform.role_permission (role_code, permission) values ($1, 'request:approve') on conflict do nothing", [role])
      await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, $3, '', 'active', '测试', now())", [randomUUID(), person.userId, role])
    }
    return person
  }
  const people = {
    asker: await holder('申请人'), reviewer: await holder('甲方审核', 'client-reviewer'), lead: await holder('甲方负责人', 'client-lead'),
    security: await holder('安全负责人', 'security-lead'), manager: await holder('项目经理', 'project-manager'), handler: await holder('办理人'),
  }
  const complete = (form: Partial<AccessForm> & Pick<AccessForm, 'subsystem' | 'kind' | 'lines'>): Record<string, unknown> => ({
    issuer: form.subsystem === 'enterprise-qualification' ? 'business-department' : 'general-affairs-centre', issuerName: '综合处', documentNo: '综函〔2024〕1 号', reason: '岗位调整需要', startsOn: null, hours: null, ...form,
  })

  return {
    ...bed,
    people,
    holder,
    /** A draft with the official document that the contract asks for. */
    async draft(form: Parameters<typeof complete>[0], by: Person = people.asker, kind: string = formKindFor(form.subsystem)) {
      const row = await bed.as(by, (ctx) => openRequest(ctx, { requestId: randomUUID(), kind, form: complete(form) }))
      const content = new PassThrough()
      content.end(`公文 ${row.number}`)
      await bed.as(by, async (ctx) => {
        const file = { ...(await ctx.files.put(content)), field: 'file', fileName: '公文.pdf', mediaType: 'application/pdf' }
        await keepFile(ctx, row, file, { kind: 'official-document', note: '', evidenceId: null, formVersion: 0 })
      })
      return row
    },
    async submit(form: Parameters<typeof complete>[0], by: Person = people.asker, kind?: string) {
      const row = await this.draft(form, by, kind)
      return bed.as(by, (ctx) => submitRequest(ctx, row.requestId, row.version))
    },
    edit: (requestId: string, form: Parameters<typeof complete>[0], by: Person = people.asker) =>
      bed.as(by, async (ctx) => {
        const { version } = await readRequest(ctx, requestId)
        const row = await saveDraft(ctx, requestId, version, complete(form))
        return submitRequest(ctx, requestId, row.version)
      }),
    decide: (who: Person, requestId: string, step: number, decision: 'approved' | 'refused' | 'returned' = 'approved') =>
      bed.as(who, async (ctx) => decideRequest(ctx, requestId, (await readRequest(ctx, requestId)).version, { step, decision, note: '核对无误' })),
    async approve(requestId: string) {
      const { approvals } = await bed.as(people.handler, (ctx) => readRequest(ctx, requestId))
      const route = approvals.length === 3 ? [people.lead, people.security, people.manager] : [people.reviewer, people.manager]
      for (const [index, who] of route.entries()) await this.decide(who, requestId, index + 1)
    },
    async orders(requestId: string) {
      return (await bed.pool.query<{ workOrderId: string; kind: string; state: string; input: unknown; result: { applied: number; refused: number } | null }>(`select work_order_id as "workOrderId", kind, state, input, result from spine.work_order where request_id = $1 and kind <> 'access-adjustment.fulfil-form' order by number`, [requestId])).rows
    },
    perform: (workOrderId: string) => performWorkOrderJob.perform(bed.runtime, { workOrderId }, { id: 'test', signal: new AbortController().signal }),
    /** Runs every order of the form until none is left. */
    async execute(requestId: string) {
      for (let open = true; open; ) {
        const next = (await this.orders(requestId)).find(({ state }) => state !== 'closed' && state !== 'cancelled')
        open = next !== undefined
        if (next) await this.perform(next.workOrderId)
      }
    },
    read: (requestId: string) => bed.as(people.handler, (ctx) => readRequest(ctx, requestId)),
    async rolesOf(schema: string, login: string): Promise<string[]> {
      const { rows } = await bed.pool.query<{ code: string }>(`select r.code from ${schema}.app_user_role l join ${schema}.app_user u on u.id = l.user_id join ${schema}.app_role r on r.id = l.role_id where u.login = $1 order by 1`, [login])
      return rows.map(({ code }) => code)
    },
  }
}
export type AccessBed = Awaited<ReturnType<typeof accessBed>>
