import type { Content } from '#shared/document-model.ts'
import { currentContract, openFigures } from '#spine/spine.ts'
import type { ReportChapter } from '#spine/service.ts'
import { evidenceOfKinds } from './recorded-evidence.ts'

type Item = readonly [content: string, kinds: string]
type Part = { readonly chapter: string; readonly title: string; readonly order: number; readonly isMandatory: boolean; readonly items: readonly Item[] }

/**
 * Contents of the 网络安全年报 (九(十二)): three parts are contractual, the rest is practice. Each line names the evidence
 * on which it rests; what nobody recorded is said to be missing.
 */
const PARTS: readonly Part[] = [
  { chapter: 'security-scope', title: '范围与组织', order: 10, isMandatory: false, items: [['安全责任人与管理机构', 'appointment-letter'], ['参与主体与账户', 'access-list'], ['安全与保密措施', 'safety-measures'], ['适用法律法规', 'law-register']] },
  { chapter: 'security-data', title: '数据安全管理', order: 20, isMandatory: true, items: [['政务数据存储位置', 'storage-map'], ['访问与导出记录', 'export-log'], ['导出工单与交接', 'export-work-order,hand-over-receipt'], ['账户权限复核', 'access-review'], ['数据调整记录', 'data-change-record'], ['备份与恢复测试', 'backup-run,restore-test'], ['共享交换对账', 'reconciliation'], ['密码应用', 'crypto-inventory']] },
  { chapter: 'security-supply', title: '关键软件和核心硬件供应链管理', order: 30, isMandatory: true, items: [['软硬件组件清单（供应商、版本、产地、支持期限）', 'component-list'], ['补丁与升级', 'patch-record'], ['数据库结构与盘点', 'inventory-document']] },
  { chapter: 'security-team', title: '管理技术团队变化', order: 40, isMandatory: true, items: [['人员名册', 'roster'], ['人员更换通知', 'personnel-notice'], ['甲方书面同意', 'client-consent'], ['离岗清单', 'leaver-checklist'], ['人员保密承诺', 'staff-undertaking'], ['安全培训', 'training-record']] },
  { chapter: 'security-risk', title: '风险、漏洞与事件', order: 50, isMandatory: false, items: [['风险评估', 'risk-assessment'], ['漏洞处置', 'vulnerability-case'], ['安全通知答复', 'notice-answer'], ['等保测评材料', 'grading-materials'], ['突发事件', 'incident-record'], ['应急预案与演练', 'emergency-plan,drill-record']] },
]

export const securityChapters: readonly ReportChapter[] = PARTS.map((part) => ({
  chapter: part.chapter,
  title: part.title,
  order: part.order,
  kinds: ['security-yearly'],
  async compose(ctx, period) {
    const figures = openFigures(ctx, period)
    const titles = (await currentContract(ctx)).document.evidenceKinds
    const rows: Content[][] = []
    const missing: string[] = []
    for (const [at, [content, kinds]] of part.items.entries()) {
      const figure = await figures.figure({ id: `${part.chapter}-${at + 1}`, label: content, unit: '份', query: evidenceOfKinds, parameters: { kinds } })
      if (figure.value === 0) missing.push(content)
      rows.push([content, kinds.split(',').map((kind) => titles[kind] ?? kind).join('、'), [{ figure: figure.id }], figure.value === 0 ? '本年没有登记' : '见证据'])
    }
    return figures.chapter([
      ...(part.isMandatory ? [{ kind: 'paragraph', content: '本章为合同九(十二)要求的必备内容。' } as const] : []),
      {
        kind: 'table',
        caption: `${part.title}：依据与登记情况`,
        columns: [{ title: '内容', unit: '', align: 'left', width: 2.2 }, { title: '依据的证据', unit: '', align: 'left', width: 2.2 }, { title: '本年登记', unit: '', align: 'right', width: 1 }, { title: '说明', unit: '', align: 'left', width: 1.2 }],
        rows,
        zeroRows: '',
      },
      ...(missing.length > 0 ? [{ kind: 'note', tone: part.isMandatory ? 'bad' : 'watch', content: `尚未登记：${missing.join('、')}。须补齐证据后重新编制，报告不以文字代替证据。` } as const] : []),
    ])
  },
}))
