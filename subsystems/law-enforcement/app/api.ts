import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import { dateField } from '#shared/instant.ts'
import { contentKind } from '#shared/maintenance/maintained-content.ts'
import { contentCode, onDay, servedContent, servedVersion } from '../content/api.ts'

const version = z.string().regex(/^\d+\.\d+\.\d+$/, '版本号形如 1.4.0')
const id = z.number().int()

export const appTask = z.object({
  inspectionCheckId: id, checkNo: z.string(), enterpriseName: z.string(), uscc: z.string(), projectName: z.string().nullable(), address: z.string().nullable(), longitude: z.string().nullable(), latitude: z.string().nullable(),
  checkType: z.string(), plannedOn: dateField, contentVersionId: id, sheetTitle: z.string(), state: z.string(), stateTitle: z.string(),
})

/** What the mobile client (执法 APP) speaks. It holds a token instead of a cookie and sends it as `Authorization: Bearer`. */
export const appApi = defineApi({
  prefix: '/api/app',
  title: '移动执法',
  endpoints: {
    signIn: {
      method: 'POST', path: '/sign-in', summary: '移动端登录，取得令牌；state 不是 signed-in 时，用该令牌先完成验证码或更换密码', permission: 'public', audit: 'session.started',
      body: z.object({ username: z.string().trim().min(1, '请输入用户名').max(64), password: z.string().min(1, '请输入密码').max(256) }),
      response: z.object({ state: z.string(), token: z.string() }),
    },
    version: {
      method: 'GET', path: '/version', summary: '最新版本与最低可用版本', permission: 'public', audit: 'none', query: z.object({ platform: z.enum(['android', 'ios']), version }),
      response: z.object({ latest: z.string(), minimum: z.string(), isSupported: z.boolean(), releasedOn: dateField, notes: z.string() }),
    },
    tasks: { method: 'GET', path: '/tasks', summary: '我的检查任务（未完成）', permission: 'app:use', audit: 'none', response: z.object({ items: z.array(appTask) }) },
    checkSheet: {
      method: 'GET', path: '/check-sheets/:contentVersionId', summary: '检查单的检查项，供离线填写：下达检查时的版本', permission: 'app:use', audit: 'none', params: z.object({ contentVersionId: z.coerce.number().int() }),
      response: z.object({ contentVersionId: id, title: z.string(), version: z.number().int(), items: z.array(z.object({ position: z.number().int(), content: z.string(), method: z.string(), standard: z.string() })) }),
    },
    sync: {
      method: 'GET', path: '/sync', summary: '自某个游标以来我的任务发生的变化，按发生次序', permission: 'app:use', audit: 'none',
      query: z.object({ since: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(500).default(200) }),
      response: z.object({ changes: z.array(z.object({ cursor: z.number().int(), toState: z.string(), task: appTask })), cursor: z.number().int(), hasMore: z.boolean() }),
    },
    content: {
      method: 'GET', path: '/content', summary: '某日有效的法律法规、裁量基准、填报页面、案卷文书模板与检查单模板', permission: 'app-content:read', audit: 'none',
      query: z.object({ on: onDay, kind: contentKind.schema.optional(), code: contentCode.optional() }), response: z.object({ items: z.array(servedVersion) }),
    },
    contentInForce: {
      method: 'GET', path: '/content/:kind/:code', summary: '一项内容某日有效版本的正文', permission: 'app-content:read', audit: 'none',
      params: z.object({ kind: contentKind.schema, code: contentCode }), query: z.object({ on: onDay }), response: servedContent,
    },
    syncContent: {
      method: 'GET', path: '/content-sync', summary: '自某个游标以来变化的内容版本（含正文；含待生效、已失效与已撤回的），离线时按日期取用', permission: 'app-content:read', audit: 'none',
      query: z.object({ since: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(100).default(50) }),
      response: z.object({ changes: z.array(servedContent.extend({ changeNo: z.number().int() })), cursor: z.number().int(), hasMore: z.boolean() }),
    },
  },
})
