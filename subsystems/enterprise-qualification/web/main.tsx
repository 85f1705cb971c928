import { FileProtectOutlined, FormOutlined, SafetyOutlined } from '@ant-design/icons'
import { defineEntity } from '#subsystems/casework/web/entity.ts'
import { mountSubsystem } from '#subsystems/casework/web/mount-subsystem.tsx'
import { definePublicQuery } from '#subsystems/casework/web/public/public-query.ts'
import { publicQualificationApi, qualificationApi } from '../api.ts'

const certificates = defineEntity(qualificationApi, 'certificates', {
  one: 'certificate', path: '/certificates', noun: '资质证书', icon: FileProtectOutlined, key: 'certificateId', heading: 'enterpriseName', number: 'certNo', searchHint: '企业、信用代码、证书编号',
  columns: [
    { key: 'enterpriseName', title: '企业' }, { key: 'certNo', title: '证书编号', look: 'mono' }, { key: 'categories', title: '资质类别', look: 'titles' }, { key: 'regionTitle', title: '所在区' },
    { key: 'state', title: '状态', look: 'state' }, { key: 'validTo', title: '有效期至', look: 'date' }, { key: 'uscc', title: '统一社会信用代码', look: 'mono', isExtra: true }, { key: 'issuedOn', title: '发证日期', look: 'date', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'certificate' }, { key: 'region', label: '所在区', dictionary: 'region' }],
})

const applications = defineEntity(qualificationApi, 'applications', {
  one: 'application', path: '/applications', noun: '资质申请', icon: FormOutlined, key: 'qualApplicationId', heading: 'enterpriseName', number: 'caseNo', searchHint: '企业、办件编号',
  columns: [
    { key: 'enterpriseName', title: '企业' }, { key: 'caseNo', title: '办件编号', look: 'mono' }, { key: 'appType', title: '申请类型' }, { key: 'promiseMode', title: '审批方式' }, { key: 'categories', title: '申请资质', look: 'titles' },
    { key: 'state', title: '状态', look: 'state' }, { key: 'submittedAt', title: '提交', look: 'instant' }, { key: 'promisedOn', title: '承诺办结', look: 'date', isExtra: true }, { key: 'decision', title: '决定', isExtra: true },
    { key: 'decisionDocNo', title: '决定文号', look: 'mono', isExtra: true }, { key: 'decidedOn', title: '决定日期', look: 'date', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'case-item' }, { key: 'appType', label: '申请类型', dictionary: 'app_type' }],
  parts: {
    prechecks: { title: '自动预审', columns: [{ key: 'indicator', title: '指标' }, { key: 'category', title: '资质' }, { key: 'standard', title: '标准', look: 'number' }, { key: 'claimed', title: '申报', look: 'number' }, { key: 'verified', title: '核验', look: 'number' }, { key: 'gap', title: '差额', look: 'number' }, { key: 'unit', title: '单位' }, { key: 'isAssessed', title: '现行考核', look: 'yes' }] },
    people: { title: '人员', columns: [{ key: 'name', title: '姓名' }, { key: 'role', title: '岗位' }, { key: 'certNo', title: '证书编号', look: 'mono' }, { key: 'insuredMonths', title: '社保月数', look: 'number' }, { key: 'isVerified', title: '已核验', look: 'yes' }] },
    performances: { title: '业绩', columns: [{ key: 'projectName', title: '项目' }, { key: 'performanceClass', title: '业绩指标' }, { key: 'contractAmount', title: '合同额', look: 'ten-thousand-yuan' }, { key: 'dataLevel', title: '数据等级', dictionary: 'data_level' }, { key: 'verdict', title: '认定' }] },
    reviews: { title: '专家评审', columns: [{ key: 'expertCode', title: '专家', look: 'mono' }, { key: 'opinion', title: '意见' }, { key: 'hasConflict', title: '回避', look: 'yes' }, { key: 'signedAt', title: '签署', look: 'instant' }] },
  },
})

const safetyPermits = defineEntity(qualificationApi, 'safetyPermits', {
  path: '/safety-permits', noun: '安全生产许可证', icon: SafetyOutlined, key: 'certificateId', heading: 'enterpriseName', searchHint: '企业、证书编号',
  columns: [
    { key: 'enterpriseName', title: '企业' }, { key: 'certNo', title: '证书编号', look: 'mono' }, { key: 'permitScope', title: '许可范围' }, { key: 'safetyOfficerCount', title: '专职安全员', look: 'number' }, { key: 'requiredOfficerCount', title: '应配', look: 'number' },
    { key: 'state', title: '状态', look: 'state' }, { key: 'validTo', title: '有效期至', look: 'date' }, { key: 'issuedOn', title: '发证日期', look: 'date', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'certificate' }],
})

mountSubsystem({
  slug: 'enterprise-qualification',
  accent: { light: '#2f5d8c', dark: '#85b4e0' },
  mark: '资',
  entities: [certificates, applications, safetyPermits],
  publicQueries: [
    definePublicQuery(publicQualificationApi, 'qualifications', {
      title: '企业资质', hint: '企业名称、统一社会信用代码或证书编号', heading: 'enterpriseName',
      columns: [{ key: 'enterpriseName', title: '企业' }, { key: 'stateTitle', title: '状态' }, { key: 'categories', title: '资质类别', look: 'titles' }, { key: 'certNo', title: '证书编号', look: 'mono' }, { key: 'uscc', title: '统一社会信用代码', look: 'mono' }, { key: 'validTo', title: '有效期至', look: 'date' }, { key: 'issueOrg', title: '发证机关' }],
    }),
  ],
})
