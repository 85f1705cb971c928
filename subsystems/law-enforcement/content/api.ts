import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField } from '#shared/instant.ts'
import { contentChannel, contentKind, contentPublication, contentVersion } from '#shared/maintenance/maintained-content.ts'

const contentVersionId = z.number().int()
/** The day that is asked about; today when it is left out. */
export const onDay = dateField.optional()
export const contentCode = z.string().trim().min(1).max(40)

/** A version with its number here, as pages and APP link to it. */
export const servedVersion = contentVersion.extend({ contentVersionId, kindTitle: z.string() })
/** The text itself; its shape by kind is `maintainedContent` of shared/maintained-content.ts. */
const body = z.unknown()
export const servedContent = servedVersion.extend({ body })

const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(1_000)
const oneVersion = z.object({ kind: contentKind.schema, code: contentCode, version: z.coerce.number().int().min(1) })

/** What the pages of this system and its officers read. */
export const contentApi = defineApi({
  prefix: '/api/enforcement/content',
  title: '法规与模板',
  endpoints: {
    inForce: {
      method: 'GET', path: '', summary: '某日有效的法律法规、裁量基准、填报页面、案卷文书模板与检查单模板', permission: 'content:read', audit: 'none',
      query: listQuery.extend({ on: onDay, kind: contentKind.schema.optional(), code: contentCode.optional() }), response: listOf(servedVersion),
    },
    content: {
      method: 'GET', path: '/:contentVersionId', summary: '一个版本的正文，及该内容的全部版本', permission: 'content:read', audit: 'none', params: z.object({ contentVersionId: z.coerce.number().int() }),
      response: servedContent.extend({ versions: z.array(servedVersion) }),
    },
  },
})

/** For the program that maintains the content, and nobody else. */
export const contentMaintenanceApi = defineApi({
  prefix: '/api/content-maintenance',
  title: '内容维护接口',
  endpoints: {
    versions: {
      method: 'GET', path: '/versions', summary: '全部版本，含未生效、已失效与已撤回的', permission: 'content:maintain', audit: 'none',
      query: listQuery.extend({ kind: contentKind.schema.optional(), code: contentCode.optional() }), response: listOf(servedVersion),
    },
    version: { method: 'GET', path: '/versions/:kind/:code/:version', summary: '一个版本的正文', permission: 'content:maintain', audit: 'none', params: oneVersion, response: servedContent },
    publish: {
      method: 'PUT', path: '/publications/:publishKey', summary: '发布一个版本：同一标识只发布一次；前一版本在新版生效前一日失效', permission: 'content:maintain', audit: 'content.published',
      params: z.object({ publishKey: z.uuid() }), body: contentPublication, response: z.object({ outcome: z.enum(['published', 'repeated']), version: servedVersion }),
    },
    withdraw: {
      method: 'POST', path: '/versions/:kind/:code/:version/withdraw', summary: '撤回尚未生效的版本，前一版本恢复原来的期限', permission: 'content:maintain', audit: 'content.withdrawn',
      params: oneVersion, body: z.object({ reason }), response: servedVersion,
    },
    channels: {
      method: 'GET', path: '/in-force', summary: '某日网页端与移动端各自有效的版本与摘要', permission: 'content:maintain', audit: 'none',
      query: z.object({ on: dateField, kind: contentKind.schema.optional(), code: contentCode.optional() }),
      response: z.object({ on: dateField, isEqual: z.boolean(), items: z.array(z.object({ channel: contentChannel.schema, kind: contentKind.schema, code: z.string(), version: z.number().int(), hash: z.string() })) }),
    },
  },
})
