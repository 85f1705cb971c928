import { defineErrors } from '#platform/errors/app-error.ts'

export const systemErrors = defineErrors('system', {
  'not-found': [404, '没有这个部件'],
  'unknown-subsystem': [400, '没有这个子系统'],
  'name-taken': [409, '该子系统已有同名部件，请换一个代号'],
  changed: [409, '部件已被他人修改，请刷新后重新操作'],
  'connection-changed': [409, '连接方式已被他人修改，请刷新后重新操作'],
  retired: [409, '部件已退役，请先恢复'],
  'no-connection': [409, '这个部件还没有登记连接方式，请先登记'],
  'unknown-connector': [400, '没有这种连接器'],
  'bad-settings': [422, '连接方式填写有误'],
  'secrets-needed': [422, '地址变了，请重新填写凭据：已保存的凭据不会发往新的地址'],
  'no-proof': [409, '这种连接器不能证明账户只读'],
  'bad-address': [422, '不能加入允许清单'],
  'public-address': [422, '这个网段不在常用的内网地址之内，请核实后勾选确认再提交'],
  'address-unknown': [404, '允许清单中没有这一条'],
})

/** What a sealed secret of a connection is bound to: moved to another component it can not be opened. */
export function connectionContext(componentId: string): string {
  return `connection/${componentId}`
}
