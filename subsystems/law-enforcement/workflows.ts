import { defineWorkflow, type Workflow } from '#subsystems/casework/reference/workflow.ts'

export const inspectionCheckWorkflow: Workflow = defineWorkflow('inspection-check', '行政检查', {
  planned: ['已计划', 'approved', 'drawn', 'cancelled'],
  drawn: ['已抽取（双随机）', 'approved'],
  approved: ['已审批', 'dispatched', 'cancelled'],
  dispatched: ['已派发', 'on_site', 'cancelled'],
  on_site: ['现场检查中', 'recorded'],
  recorded: ['已记录', 'signed', 'refused_sign'],
  signed: ['当事人已签字', 'result'],
  refused_sign: ['拒签有见证', 'result'],
  result: ['已出结果', 'published', 'rechecking'],
  rechecking: ['待复查', 'published'],
  published: ['已公示', 'archived'],
  archived: ['已归档'],
  cancelled: ['已取消'],
})

export const penaltyCaseWorkflow: Workflow = defineWorkflow('penalty-case', '行政处罚案件', {
  clue: ['线索', 'verifying'],
  verifying: ['核查中', 'filed', 'not_filed'],
  not_filed: ['不予立案'],
  filed: ['已立案', 'investigating', 'withdrawn'],
  investigating: ['调查取证', 'final_report', 'withdrawn'],
  final_report: ['调查终结', 'legal_review'],
  legal_review: ['法制审核', 'notified', 'collective'],
  collective: ['集体讨论', 'notified'],
  notified: ['已告知', 'decided', 'hearing', 'statement'],
  statement: ['陈述申辩', 'decided'],
  hearing: ['听证', 'decided'],
  decided: ['已决定', 'served'],
  served: ['已送达', 'performing'],
  performing: ['执行中', 'closed', 'extra_fine', 'court'],
  extra_fine: ['加处罚款', 'closed', 'court'],
  court: ['申请强制执行', 'closed'],
  closed: ['已结案', 'filed_archive'],
  filed_archive: ['已归档'],
  withdrawn: ['撤销立案'],
})

export const workflows: readonly Workflow[] = [inspectionCheckWorkflow, penaltyCaseWorkflow]
