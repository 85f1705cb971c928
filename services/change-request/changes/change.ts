import { defineErrors } from '#platform/errors/app-error.ts'

export const changeErrors = defineErrors('change', {
  'not-found': [404, '没有这份变更'],
  'not-running': [409, '变更当前状态不能进行此操作，请先批准并领取办理'],
  'not-releasable': [422, '尚不能开始发布，请先完成下列事项'],
  frozen: [409, '封网期间不能发布；确属紧急的，请另提紧急变更并写明理由'],
  'step-invalid': [422, '步骤没有登记，请按提示修改'],
  'no-components': [422, '变更单没有写明所涉部件，无法检查'],
  'checks-running': [409, '检查正在进行，请待其完成'],
  'not-emergency': [409, '只有紧急变更须事后补录与复核'],
  'own-review': [403, '不能复核自己办理或补录的紧急变更'],
  'effort-below-zero': [422, '更正后的工作量不能小于零'],
  'document-unknown': [404, '该变更没有使这份文档过时'],
  'proof-missing': [422, '请附上证明文件'],
  'hours-changed': [409, '备份时段已被他人修改，请刷新后重新操作'],
})

export const changeTemplateErrors = defineErrors('change-template', {
  'not-found': [404, '没有这个模板'],
  changed: [409, '模板已被他人修改，请刷新后重新操作'],
  'wrong-state': [409, '模板当前状态不能进行此操作'],
  'own-approval': [403, '不能批准自己起草的模板'],
})

export const contentDraftErrors = defineErrors('content-draft', {
  'not-found': [404, '没有这份内容稿'],
  changed: [409, '内容稿已被他人修改，请刷新后重新操作'],
  'wrong-state': [409, '内容稿当前状态不能进行此操作'],
  'not-a-content-change': [409, '只有「执法内容维护」的变更可以编辑执法内容'],
  'own-review': [403, '不能复核自己编辑的内容'],
  'not-what-was-seen': [409, '复核的内容与当前内容不同，请刷新后重新阅读'],
  'basis-moved': [409, '目标系统已有更新的版本，请对照后重新编辑'],
  'other-change': [409, '这项内容正由另一份变更维护'],
  'no-interface': [409, '受管系统中没有登记执法系统的内容维护接口'],
  'target-failed': [502, '执法系统没有给出结果'],
  'not-published': [409, '只有已发布且尚未生效的版本可以撤回'],
})
