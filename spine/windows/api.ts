import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, dueText, instantField, instantInput } from '#shared/instant.ts'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'

/** 特殊时期 is declared by the client and owed 7×24 (七(二)); 封网 forbids changes; 计划维护 excuses what was announced before it began. */
export const windowKind = closedSet({ maintenance: '计划维护', freeze: '封网', 'special-period': '特殊时期' })
export type WindowKind = Member<typeof windowKind>

export const windowState = closedSet({ planned: '未开始', active: '进行中', past: '已结束', cancelled: '已撤销' })
export type WindowState = Member<typeof windowState>

const windowId = z.object({ windowId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(1_000)

export const windowView = z.object({
  windowId: z.string(),
  kind: windowKind.schema,
  subsystem: z.string().nullable(),
  title: z.string(),
  startsAt: instantField,
  endsAt: instantField,
  reason: z.string(),
  state: windowState.schema,
  declaredAt: instantField,
  declaredByName: z.string().nullable(),
  cancelledAt: instantField.nullable(),
  cancelledByName: z.string().nullable(),
  cancelReason: z.string().nullable(),
})
export type WindowView = z.output<typeof windowView>

export const windowsApi = defineApi({
  prefix: '/api/windows',
  title: '时间窗',
  endpoints: {
    listWindows: {
      method: 'GET', path: '', summary: '查询计划维护、封网与特殊时期', permission: 'window:read', audit: 'none',
      query: listQuery.extend({ kind: windowKind.schema.optional(), subsystem: z.string().optional(), from: dateField.optional(), to: dateField.optional() }),
      response: listOf(windowView),
      sheet: sheetOf('时间窗', windowView, {
        title: '名称', kind: ['类别', windowKind.titles], state: ['状态', windowState.titles], subsystem: ['子系统', subsystemTitle], startsAt: '开始', endsAt: ['结束', dueText], reason: '理由', declaredByName: '登记人', declaredAt: '登记',
        cancelledByName: '撤销人', cancelledAt: '撤销', cancelReason: '撤销理由',
      }),
    },
    getWindow: { method: 'GET', path: '/:windowId', summary: '查看时间窗', permission: 'window:read', audit: 'none', params: windowId, response: windowView },
    declareWindow: {
      method: 'POST', path: '', summary: '登记时间窗', permission: 'window:declare', audit: 'window.declared',
      body: z.object({
        windowId: z.uuid(),
        kind: windowKind.schema,
        subsystem: z.string().min(1).nullable(),
        title: z.string().trim().min(2, '请填写名称').max(100),
        startsAt: instantInput,
        endsAt: instantInput,
        reason,
        acceptsOverlaps: z.boolean().default(false),
      }),
      response: z.object({ windowId: z.string() }),
    },
    cancelWindow: { method: 'POST', path: '/:windowId/cancel', summary: '撤销时间窗', permission: 'window:declare', audit: 'window.cancelled', params: windowId, body: z.object({ reason }) },
  },
})
