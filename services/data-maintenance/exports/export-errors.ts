import { defineErrors } from '#platform/errors/app-error.ts'

export const exportErrors = defineErrors('data-export', {
  'not-found': [404, '没有这次导出'],
  'no-request': [404, '没有这张数据导出需求单'],
  'not-submitted': [409, '需求单还没有提交'],
  'not-ready': [409, '现在还不能生成'],
  unreadable: [422, '查询不能执行，请按审查结果改正'],
  'not-receiver': [403, '只有需求单写明的接收人可以下载、查看口令和签收'],
  'not-available': [409, '文件还没有生成，或已经到期销毁'],
  'not-fetched': [409, '还没有下载过文件，不能签收'],
  'wrong-digest': [409, '核对的摘要与文件不一致，请重新下载核对后再签收'],
  'already-received': [409, '已经签收过'],
  'not-received': [409, '签收之后、销毁之前的文件才能提前销毁'],
  'not-redoable': [409, '只有被拒、还没有重做过、工单未办结的定期导出可以重做'],
  'not-held': [409, '这次导出没有待确认的事项'],
  'own-confirmation': [403, '下达或编写的人不能确认自己的导出'],
  'not-destroyed': [409, '文件还没有到期销毁'],
  'no-query': [404, '没有这个保存的查询'],
  'query-changed': [409, '保存的查询已被别人修改，请刷新后重试'],
  'query-decided': [409, '这一版查询已经批准或退回'],
  'own-approval': [403, '编写这一版查询的人不能批准它'],
})
