import { sql, type RawBuilder } from 'kysely'
import { businessDate } from '#shared/instant.ts'
import type { Ctx } from '#platform/context/context.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import type { Identity } from '#platform/identity/identity.ts'
import { signIn } from '#platform/identity/sessions/sign-in.ts'
import { findRow, rowsOf, type RowList } from '#subsystems/casework/rows/row-list.ts'
import { appContent, readInForce, syncContent } from '../content/read-content.ts'
import { appApi } from './api.ts'
import { enterApp, hasAppRight, type AppFunction, appFunction } from './app-rights.ts'
import { isOlderVersion } from './is-older-version.ts'

const appErrors = defineErrors('app', {
  'no-release': [404, '该平台尚无发布的版本'],
  'not-open': [403, '该账号没有开通移动端，请由本单位提交系统权限调整单'],
  'no-right': [403, '没有使用此项移动端功能的权限'],
})
const permission = 'app:use'

const sheets: RowList = {
  permission, from: `enforcement.content_version where kind = 'check-sheet'`, key: 'contentVersionId', searched: [], sort: 'title',
  fields: { contentVersionId: 'content_version_id', title: 'title', version: 'version' },
}
const sheetItems: RowList = {
  permission, from: 'enforcement.check_sheet_item', key: 'position', searched: [], sort: 'position',
  fields: { contentVersionId: 'content_version_id', position: 'position', content: 'content', method: 'method', standard: 'standard' },
}

export function appRoutes(identity: Identity): ApiImplementation {
  return implementApi(appApi, {
    signIn: async (ctx, { body }, facts) => {
      const { state, token, account } = await signIn(ctx, identity.parts, body, facts)
      if (!(await enterApp(ctx, account.username))) throw appErrors['not-open']()
      facts.tellAudit({ object: { kind: 'user', id: account.userId }, details: { username: account.username, client: 'app' } })
      return { state, token }
    },
    version: async (ctx, { query: { platform, version } }) => {
      const { rows } = await sql<{ latest: string; minimum: string; releasedOn: string; notes: string }>`
        select version as latest, minimum_version as minimum, released_on, notes from enforcement.app_version where platform = ${platform} order by released_on desc, app_version_id desc limit 1`.execute(ctx.tx)
      const [release] = rows
      if (!release) throw appErrors['no-release']({ detail: platform })
      return { ...release, isSupported: !isOlderVersion(version, release.minimum) }
    },
    tasks: async (ctx) => {
      await requireAppRight(ctx, 'tasks')
      return { items: await myTasks(ctx, sql`k.state in ('approved', 'dispatched', 'on_site', 'recorded')`) }
    },
    checkSheet: async (ctx, { params: { contentVersionId } }) => {
      await requireAppRight(ctx, 'check-sheets')
      return findRow(ctx, sheets, contentVersionId, { items: () => rowsOf(ctx, sheetItems, 'contentVersionId', contentVersionId) })
    },
    content: async (ctx, { query: { on = businessDate(ctx.now), ...narrowed } }) => ({ items: await appContent(ctx, on, narrowed) }),
    contentInForce: (ctx, { params, query }) => readInForce(ctx, params, query.on),
    syncContent: (ctx, { query: { since, limit } }) => syncContent(ctx, since, limit),
    sync: async (ctx, { query: { since, limit } }) => {
      await requireAppRight(ctx, 'sync')
      const { rows } = await sql<{ cursor: number; objectId: number; toState: string }>`
        select h.state_change_id as cursor, h.object_id, h.to_state from casework.state_change h
         where h.workflow = 'inspection-check' and h.state_change_id > ${since} and h.object_id in (${myChecks(ctx)}) order by 1 limit ${limit + 1}`.execute(ctx.tx)
      const page = rows.slice(0, limit)
      const tasks = new Map((page.length === 0 ? [] : await myTasks(ctx, sql`k.inspection_check_id = any(${page.map(({ objectId }) => objectId)})`)).map((task) => [task.inspectionCheckId, task]))
      return {
        changes: page.flatMap(({ cursor, objectId, toState }) => {
          const task = tasks.get(objectId)
          return task ? [{ cursor, toState, task }] : []
        }),
        cursor: page.at(-1)?.cursor ?? since,
        hasMore: rows.length > limit,
      }
    },
  })
}

/** The role opens the client's endpoints at all; what of them is a right of the account, given and taken on its own. */
async function requireAppRight(ctx: Ctx, wanted: AppFunction): Promise<void> {
  requirePermission(ctx, permission)
  if (!(await hasAppRight(ctx, wanted))) throw appErrors['no-right']({ detail: appFunction.titles[wanted] })
}

/** An officer sees his own checks only: the account is bound to the officer's entry in the register. */
function myChecks(ctx: Ctx): RawBuilder<unknown> {
  const username = ctx.actor.kind === 'person' ? ctx.actor.username : ''
  return sql`select inspection_check_id from enforcement.inspection_officer join enforcement.officer using (officer_id) where username = ${username}`
}

type Task = {
  inspectionCheckId: number; checkNo: string; enterpriseName: string; uscc: string; projectName: string | null; address: string | null; longitude: string | null; latitude: string | null
  checkType: string; plannedOn: string; contentVersionId: number; sheetTitle: string; state: string; stateTitle: string
}

async function myTasks(ctx: Ctx, condition: RawBuilder<unknown>): Promise<Task[]> {
  requirePermission(ctx, permission)
  const { rows } = await sql<Task>`
    select k.inspection_check_id, k.check_no, e.name as enterprise_name, e.uscc, p.name as project_name, p.address, p.longitude, p.latitude, k.check_type, k.planned_on,
           k.content_version_id, t.title as sheet_title, k.state, s.title as state_title
      from enforcement.inspection_check k join enforcement.content_version t using (content_version_id) join master.enterprise e using (enterprise_id)
      left join master.project p on p.project_id = k.project_id join casework.workflow_state s on s.workflow = k.workflow and s.state = k.state
     where k.inspection_check_id in (${myChecks(ctx)}) and ${condition} order by k.planned_on, k.inspection_check_id`.execute(ctx.tx)
  return rows
}
