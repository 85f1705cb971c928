import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { service, serviceTitle } from '#shared/services.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { requestPriority } from '#spine/requests/api.ts'
import { ladderStep, stepText } from './ladder-step.ts'

/** Closed sets and words that pages speak in. */
export { escalationChannel, escalationMoment, escalationTarget, type LadderStep, stepText } from './ladder-step.ts'

export const ladderState = closedSet({ current: '生效中', coming: '未生效', replaced: '已被替换', ended: '已停用' })
export type LadderState = Member<typeof ladderState>

export const ladderView = z.object({
  ladderId: z.string(),
  service: z.string(),
  subsystem: z.string().nullable(),
  priority: requestPriority.schema.nullable(),
  effectiveOn: z.string(),
  replacedOn: z.string().nullable(),
  state: ladderState.schema,
  steps: z.array(ladderStep),
  reason: z.string(),
  setAt: instantField,
  setByName: z.string(),
})
export type LadderView = z.output<typeof ladderView>

export const escalationApi = defineApi({
  prefix: '/api/escalation-ladders',
  title: '升级阶梯',
  endpoints: {
    listLadders: {
      method: 'GET', path: '', summary: '查询升级阶梯', permission: 'escalation:read', audit: 'none', query: listQuery.extend({ service: z.string().optional() }), response: listOf(ladderView),
      sheet: sheetOf('升级阶梯', ladderView, { service: ['模块', serviceTitle], subsystem: ['子系统', subsystemTitle], priority: ['优先级', requestPriority.titles], state: ['状态', ladderState.titles], effectiveOn: '生效', replacedOn: '被替换', steps: ['步骤', (steps) => steps.map(stepText).join('；')], reason: '理由', setByName: '设置人', setAt: '设置' }),
    },
    getLadder: { method: 'GET', path: '/:ladderId', summary: '查看升级阶梯', permission: 'escalation:read', audit: 'none', params: z.object({ ladderId: z.uuid() }), response: ladderView },
    setLadder: {
      method: 'POST', path: '', summary: '设置升级阶梯；不含步骤为停用', permission: 'escalation:set', audit: 'escalation-ladder.set',
      body: z.object({
        ladderId: z.uuid(),
        service: service.schema,
        subsystem: z.string().min(1).nullable().default(null),
        priority: requestPriority.schema.nullable().default(null),
        effectiveOn: dateField,
        steps: z.array(ladderStep).max(20, '至多 20 步'),
        reason: z.string().trim().min(4, '请写明理由，至少四个字').max(500),
      }),
      response: z.object({ ladderId: z.string() }),
    },
  },
})
