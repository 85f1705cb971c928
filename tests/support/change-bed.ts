import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Actor, Ctx } from '#platform/context/context.ts'
import { outsideWork } from '#platform/context/outside.ts'
import { AppError } from '#platform/errors/app-error.ts'
import type { ReceivedFile } from '#platform/http/implement-api.ts'
import type { MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { decideRequest } from '#spine/requests/approvals/decide-approval.ts'
import { acceptRequest, deliverRequest } from '#spine/requests/deliver-request.ts'
import { takeRequest } from '#spine/requests/handle-request.ts'
import { openRequest } from '#spine/requests/open-request.ts'
import { readRequest } from '#spine/requests/read-requests.ts'
import { submitRequest } from '#spine/requests/submit-request.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { performWorkOrderJob } from '#spine/work-orders/perform-work-order-job.ts'
import type { SpineCtx } from '#spine/context.ts'
import { inspection } from '#services/inspection/service.ts'
import type { SpineTestBed } from './spine-test-bed.ts'
import type { ChangeForm } from '#services/change-request/changes/change-form.ts'
import { changeRequest } from '#services/change-request/service.ts'

export const services = [changeRequest, inspection]
export const migrations = services.flatMap(({ migrations: set }) => set ?? [])

type Person = Actor & { kind: 'person' }

const permissions = ['request:read', 'request:read-all', 'request:open', 'request:handle', 'request:assign', 'request:approve', 'change:read', 'change:handle', 'change:review', 'change:configure', 'change-template:approve', 'content:review', 'system:register', 'system:connect', 'allow-list:manage']

/** People of both parties and the verbs that a change goes through, over a bed that loads changes and inspection. */
export async function changeBed(bed: SpineTestBed) {
  const holder = async (name: string, role?: string): Promise<Person> => {
    const person = await bed.person(name, permissions)
    if (role) {
      await bed.pool.query('insert into platform.role (role_code, title, description) values ($1, $1, $1) on conflict do nothing', [role])
      await bed.pool.query("insert into platform.role_permission (role_code, permission) values ($1, 'request:approve') on conflict do nothing", [role])
      await bed.pool.query("insert into platform.role_grant (role_grant_id, user_id, role_code, exclusion_group, state, reason, requested_at) values ($1, $2, $3, '', 'active', '测试', now())", [randomUUID(), person.userId, role])
    }
    return person
  }
  const asker = await holder('业务部门')
  const reviewer = await holder('甲方审核', 'client-reviewer')
  const lead = await holder('甲方负责人', 'client-lead')
  const operator = await holder('实施人')
  const second = await holder('复核人')

  const version = (requestId: string) => bed.as(operator, async (ctx) => (await readRequest(ctx, requestId)).version)
  const form = (more: Partial<ChangeForm> = {}): ChangeForm => ({
    changeKind: 'normal', nature: 'functional', subsystem: 'market-supervision', title: '信用评分增加导出', demand: '业务处室要求导出评分明细', demandUnit: '市场处（示例）', demandNo: 'XQ-2024-09', templateId: null, componentIds: [], structure: [], peopleIds: [],
    plannedFrom: '2024-09-07T20:00:00+08:00', plannedTo: '2024-09-08T02:00:00+08:00', estimateDays: 3, version: '1.5.0', impactClause: '无', impactBackup: '无', impactSharing: '无', impactPeriod: '无',
    plan: '停应用、换包、启动、核对', backOut: '换回旧包并核对', testPlan: '导出结果与列表逐条核对', documents: ['manual'], noDocumentsReason: '', acceptedConflicts: '', emergency: null, ...more,
  })
  const open = (draft: Readonly<Record<string, unknown>>, by = asker) => bed.as(by, (ctx) => openRequest(ctx, { requestId: randomUUID(), kind: 'change-request.change', form: draft }))
  async function submitted(more: Partial<ChangeForm> = {}, by = asker) {
    const row = await open(form(more), by)
    return bed.as(by, (ctx) => submitRequest(ctx, row.requestId, row.version))
  }
  async function approved(more: Partial<ChangeForm> = {}): Promise<string> {
    const row = await submitted(more)
    for (const [who, step] of [[reviewer, 1], [lead, 2]] as const) await bed.as(who, async (ctx) => decideRequest(ctx, row.requestId, (await readRequest(ctx, row.requestId)).version, { step, decision: 'approved', note: '核对无误' }))
    return row.requestId
  }
  const take = async (requestId: string, by = operator) => bed.as(by, async (ctx) => takeRequest(ctx, requestId, await version(requestId)))

  return {
    ...bed, asker, reviewer, lead, operator, second, form, open, submitted, approved, take, version,
    read: (requestId: string) => bed.as(operator, (ctx) => readRequest(ctx, requestId)),
    deliver: async (requestId: string) => bed.as(operator, async (ctx) => deliverRequest(ctx, requestId, await version(requestId), '已按变更单完成')),
    accept: async (requestId: string) => bed.as(asker, async (ctx) => acceptRequest(ctx, requestId, await version(requestId), '符合要求')),
    refusal: (call: Promise<unknown>) => call.then(() => assert.fail('should have been refused'), (error: unknown) => (error instanceof AppError ? error : Promise.reject(error as Error))),
    /** A verb that waits for a system outside its act, as the HTTP server carries it out. */
    async through<T>(who: Person, verb: (ctx: SpineCtx) => Promise<unknown>): Promise<T> {
      const wait = outsideWork<Ctx, T>((await bed.as(who, verb)) as T)
      assert.ok(wait)
      const keep = await wait()
      return bed.as(who, keep)
    },
    /** Carries out what is waiting: inspections and publications, by the job that does it in production. */
    async perform(kind?: string): Promise<number> {
      const rows = await bed.asSystem((ctx) => spineTables(ctx).selectFrom('spine.workOrder').select(['workOrderId', 'kind']).where('isAutomatic', '=', true).where('state', 'in', ['waiting', 'taken']).where('requestId', 'is not', null).execute())
      const mine = rows.filter((row) => kind === undefined || row.kind === kind)
      for (const { workOrderId } of mine) await performWorkOrderJob.perform(bed.runtime, { workOrderId }, { id: 'test', signal: new AbortController().signal })
      return mine.length
    },
    async file(text: string): Promise<ReceivedFile> {
      const { sm3, bytes } = await bed.runtime.attached.files.put(Readable.from([text]))
      await bed.pool.query("insert into platform.file (sm3, bytes, media_type, file_name, stored_at) values ($1, $2, 'text/plain', '证明.txt', now()) on conflict do nothing", [sm3, bytes])
      return { field: 'files', fileName: '证明.txt', mediaType: 'text/plain', bytes, sm3 }
    },
    /** An application that answers the inspection's questions. */
    application: (subsystem: string, url: string) =>
      bed.asSystem(async (ctx) => {
        await allowAddress(ctx, '127.0.0.0/8', '测试')
        const componentId = await registerComponent(ctx, { subsystem, kind: 'web-application', name: 'application', title: '应用' })
        await setConnection(ctx, componentId, { connector: 'http-endpoint', settings: { baseUrl: url } })
        return componentId
      }),
    contentInterface: (baseUrl: string, token: string, content: object) =>
      bed.asSystem(async (ctx) => {
        await allowAddress(ctx, '127.0.0.0/8', '测试')
        const componentId = await registerComponent(ctx, { subsystem: 'law-enforcement', kind: 'content-interface', name: 'content', title: '内容维护接口' })
        await setConnection(ctx, componentId, { connector: 'http-endpoint', settings: { baseUrl, content }, secrets: { token } })
        return componentId
      }),
  }
}
export type ChangeBed = Awaited<ReturnType<typeof changeBed>>

/** One document of the law-enforcement system with another wording. */
export function documentTemplate(code: string, title: string, wording: string): MaintainedContent {
  return { kind: 'document-template', code, title, body: { phase: '检查', numberTemplate: '京建检〔{year}〕{seq}号', fields: [{ name: 'partyName', label: '当事人', isRequired: true }], paragraphs: [{ look: 'title', text: title }, { look: 'body', text: wording }] } }
}
