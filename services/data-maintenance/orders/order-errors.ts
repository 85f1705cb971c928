import { defineErrors } from '#platform/errors/app-error.ts'

export const orderErrors = defineErrors('data-order', {
  'not-found': [404, '没有这张数据调整需求单'],
  'no-target': [409, '这个部件的连接没有登记数据维护的范围，不能改数据'],
  'not-ready': [409, '需求单现在不能执行'],
  'not-submitted': [409, '需求单还没有提交'],
  'not-an-approver': [403, '只有审批过这一版需求单的人可以记录免演练'],
  'not-executable': [409, '脚本不能执行，请按审查结果改正'],
  'no-execution': [404, '没有这次执行'],
  'not-undoable': [409, '这次执行不能撤销'],
  'no-image': [404, '没有这次执行的影像'],
})
