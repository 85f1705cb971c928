import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineErrors } from '#platform/errors/app-error.ts'

/** 特殊时期 is declared by the client and owed 7×24 (七(二)); 封网 forbids changes; 计划维护 excuses what was announced before it began. */
export const windowKind = closedSet({ maintenance: '计划维护', freeze: '封网', 'special-period': '特殊时期' })
export type WindowKind = Member<typeof windowKind>

export const windowState = closedSet({ planned: '未开始', active: '进行中', past: '已结束', cancelled: '已撤销' })
export type WindowState = Member<typeof windowState>

export const windowErrors = defineErrors('window', {
  'not-found': [404, '没有这个时间窗'],
  invalid: [422, '时间窗没有登记，请按提示修改'],
  overlaps: [422, '与已登记的时间窗重叠，请核实；确需登记请勾选「重叠也登记」'],
  over: [409, '时间窗已经结束或撤销，不能再撤销'],
})
