import { defineErrors } from './app-error.ts'

/** Errors that any endpoint can answer with. */
export const requestErrors = defineErrors('request', {
  invalid: [400, '提交的内容有误，请按提示修改后重试'],
  malformed: [400, '请求内容不是有效的 JSON'],
  'too-large': [413, '提交的内容超出大小上限'],
  'not-found': [404, '没有这个地址'],
  'method-not-allowed': [405, '这个地址不接受此操作'],
  'unsupported-media': [415, '不支持的内容类型'],
  'not-signed-in': [401, '请先登录'],
  forbidden: [403, '您没有进行此操作的权限，如需办理请联系系统管理员'],
  'too-many-rows': [422, '清单超过 100,000 行，不能一次导出；请用筛选条件缩小范围后分次导出'],
  'foreign-origin': [403, '请求不是从本系统页面发出的，已拒绝'],
  conflict: [409, '内容已被他人修改，请刷新后重新提交'],
  'too-many': [429, '操作过于频繁，请稍后再试'],
  unavailable: [503, '服务暂时不可用，请稍后重试'],
  'disk-full': [507, '磁盘空间不足，内容未保存；请清理空间后重试'],
})
