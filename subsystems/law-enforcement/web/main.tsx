import { AuditOutlined, BookOutlined, FileSearchOutlined, MobileOutlined, ReconciliationOutlined } from '@ant-design/icons'
import { definePages } from '#web/kit/define-pages.ts'
import { defineEntity } from '#subsystems/casework/web/entity.ts'
import { mountSubsystem } from '#subsystems/casework/web/mount-subsystem.tsx'
import { definePublicQuery } from '#subsystems/casework/web/public/public-query.ts'
import { enforcementApi, publicEnforcementApi } from '../api.ts'

const checks = defineEntity(enforcementApi, 'checks', {
  one: 'check', path: '/checks', noun: '行政检查', icon: FileSearchOutlined, key: 'inspectionCheckId', heading: 'enterpriseName', number: 'checkNo', searchHint: '检查编号、企业、项目',
  columns: [
    { key: 'enterpriseName', title: '企业' }, { key: 'checkNo', title: '检查编号', look: 'mono' }, { key: 'projectName', title: '项目' }, { key: 'sheetTitle', title: '检查单' }, { key: 'sheetVersion', title: '检查单版本', look: 'number', isExtra: true }, { key: 'checkType', title: '检查类型' }, { key: 'plannedOn', title: '计划日期', look: 'date' }, { key: 'state', title: '状态', look: 'state' }, { key: 'result', title: '结果' },
    { key: 'organName', title: '执法机构', isExtra: true }, { key: 'checkedAt', title: '检查时间', look: 'instant', isExtra: true }, { key: 'handling', title: '处理', isExtra: true }, { key: 'publishedOn', title: '公示', look: 'date', isExtra: true }, { key: 'uscc', title: '统一社会信用代码', look: 'mono', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'inspection-check' }, { key: 'checkType', label: '检查类型', dictionary: 'check_type' }, { key: 'result', label: '结果', dictionary: 'check_result' }],
  parts: {
    items: { title: '检查项', columns: [{ key: 'content', title: '检查项' }, { key: 'position', title: '序号', look: 'number' }, { key: 'standard', title: '标准' }, { key: 'verdict', title: '结论' }, { key: 'note', title: '说明' }] },
    officers: { title: '检查人员', columns: [{ key: 'name', title: '姓名' }, { key: 'certNo', title: '执法证号', look: 'mono' }, { key: 'postClass', title: '岗位类别' }] },
    rechecks: { title: '复查', columns: [{ key: 'correctBy', title: '限期', look: 'date' }, { key: 'recheckedOn', title: '复查日期', look: 'date' }, { key: 'result', title: '结果' }] },
  },
})

const penaltyCases = defineEntity(enforcementApi, 'penaltyCases', {
  one: 'penaltyCase', path: '/penalty-cases', noun: '处罚案件', icon: AuditOutlined, key: 'penaltyCaseId', heading: 'enterpriseName', number: 'caseNo', searchHint: '案号、企业、决定书文号',
  columns: [
    { key: 'enterpriseName', title: '当事人' }, { key: 'caseNo', title: '案号', look: 'mono' }, { key: 'powerName', title: '案由' }, { key: 'filedOn', title: '立案', look: 'date' }, { key: 'decideBy', title: '应作决定', look: 'date' }, { key: 'state', title: '状态', look: 'state' }, { key: 'fineAmount', title: '罚款', look: 'yuan' },
    { key: 'organName', title: '执法机构', isExtra: true }, { key: 'projectName', title: '项目', isExtra: true }, { key: 'powerCode', title: '职权编码', look: 'mono', isExtra: true }, { key: 'docNo', title: '决定书文号', look: 'mono', isExtra: true }, { key: 'decidedOn', title: '决定日期', look: 'date', isExtra: true }, { key: 'closedOn', title: '结案日期', look: 'date', isExtra: true },
  ],
  facts: [{ key: 'fact', title: '违法事实' }],
  filters: [{ key: 'state', label: '状态', workflow: 'penalty-case' }, { key: 'powerCode', label: '职权编码', isText: true }],
  parts: {
    evidence: { title: '证据', columns: [{ key: 'description', title: '证据' }, { key: 'kindTitle', title: '种类' }, { key: 'takenOn', title: '取得日期', look: 'date' }] },
    discretions: { title: '裁量', columns: [{ key: 'condition', title: '情节' }, { key: 'code', title: '基准', look: 'mono' }, { key: 'version', title: '版本', look: 'number' }, { key: 'measure', title: '幅度' }, { key: 'chosenAmount', title: '裁量金额', look: 'yuan' }, { key: 'outsideReason', title: '超出幅度的理由' }] },
    documents: { title: '文书', columns: [{ key: 'title', title: '文书' }, { key: 'version', title: '模板版本', look: 'number' }, { key: 'docNo', title: '文号', look: 'mono' }, { key: 'madeOn', title: '日期', look: 'date' }] },
  },
})

const benchmarks = defineEntity(enforcementApi, 'benchmarks', {
  path: '/benchmarks', noun: '裁量基准', icon: ReconciliationOutlined, isDated: true, key: 'benchmarkId', heading: 'powerName', searchHint: '职权名称、基准编码',
  columns: [{ key: 'powerName', title: '职权' }, { key: 'code', title: '基准编码', look: 'mono' }, { key: 'condition', title: '情节' }, { key: 'measure', title: '幅度' }, { key: 'basisPenalty', title: '处罚依据' }, { key: 'version', title: '版本', look: 'number' }, { key: 'validFrom', title: '生效', look: 'date' }, { key: 'validTo', title: '失效', look: 'date', isExtra: true }, { key: 'minAmount', title: '下限', look: 'number', isExtra: true }, { key: 'maxAmount', title: '上限', look: 'number', isExtra: true }, { key: 'unit', title: '单位', isExtra: true }],
  filters: [{ key: 'powerCode', label: '职权编码', isText: true }],
})

const content = definePages({
  group: 'content', title: '法规与模板', icon: BookOutlined, permission: 'content:read',
  routes: [
    { path: '/content', title: '法规与模板', load: () => import('./content-page.tsx'), menu: { section: 'business', order: 30 } },
    { path: '/content/:contentVersionId', title: '法规与模板版本', load: () => import('./content-version-page.tsx') },
  ],
})

const tasks = definePages({
  group: 'tasks', title: '我的任务', icon: MobileOutlined, permission: 'app:use',
  routes: [
    { path: '/tasks', title: '我的任务', load: () => import('./tasks-page.tsx'), menu: { section: 'desk', order: 5 } },
    { path: '/tasks/sheets/:contentVersionId', title: '检查单', load: () => import('./check-sheet-page.tsx') },
  ],
})

mountSubsystem({
  slug: 'law-enforcement',
  accent: { light: '#3c3f66', dark: '#a9addb' },
  mark: '法',
  entities: [checks, penaltyCases, benchmarks],
  publicQueries: [
    definePublicQuery(publicEnforcementApi, 'penalties', {
      title: '行政处罚', hint: '当事人、统一社会信用代码或决定书文号', heading: 'partyName',
      columns: [{ key: 'partyName', title: '当事人' }, { key: 'decidedOn', title: '决定日期', look: 'date' }, { key: 'fineInTenThousand', title: '罚款', look: 'ten-thousand-yuan' }, { key: 'docNo', title: '决定书文号' }, { key: 'violation', title: '违法行为' }, { key: 'basis', title: '处罚依据' }, { key: 'content', title: '处罚内容' }, { key: 'organName', title: '处罚机关' }, { key: 'publishedUntil', title: '公示至', look: 'date' }],
    }),
    definePublicQuery(publicEnforcementApi, 'checks', {
      title: '行政检查', hint: '企业名称、检查编号', heading: 'enterpriseName',
      columns: [{ key: 'enterpriseName', title: '企业' }, { key: 'checkedOn', title: '检查日期', look: 'date' }, { key: 'result', title: '结果' }, { key: 'handling', title: '处理' }, { key: 'checkType', title: '检查类型' }, { key: 'sheetTitle', title: '检查单' }, { key: 'checkNo', title: '检查编号', look: 'mono' }, { key: 'organName', title: '检查机关' }],
    }),
  ],
  morePages: [tasks, content],
})
