import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineErrors } from '#platform/errors/app-error.ts'

export const componentKind = closedSet({
  'web-application': '应用',
  database: '数据库',
  middleware: '中间件',
  host: '主机',
  certificate: '证书',
  'backup-set': '备份集',
})
export type ComponentKind = Member<typeof componentKind>

export const criticality = closedSet({ core: '核心', normal: '一般', auxiliary: '辅助' })

export const systemErrors = defineErrors('system', {
  'not-found': [404, '没有这个部件'],
  'unknown-subsystem': [400, '没有这个子系统'],
  'name-taken': [409, '该子系统已有同名部件'],
  changed: [409, '部件已被他人修改，请刷新后重新操作'],
  'no-connection': [409, '这个部件还没有登记连接方式'],
  'unknown-connector': [400, '没有这种连接器'],
  'bad-settings': [422, '连接方式填写有误'],
})

/** What a sealed secret of a connection is bound to: moved to another component it can not be opened. */
export function connectionContext(componentId: string): string {
  return `connection/${componentId}`
}
