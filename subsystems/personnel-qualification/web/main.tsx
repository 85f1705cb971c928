import { FormOutlined, IdcardOutlined, ScheduleOutlined } from '@ant-design/icons'
import { defineEntity } from '#subsystems/casework/web/entity.ts'
import { mountSubsystem } from '#subsystems/casework/web/mount-subsystem.tsx'
import { definePublicQuery } from '#subsystems/casework/web/public/public-query.ts'
import { personnelApi, publicCertificateApi } from '../api.ts'

const families = ['安管人员', '特种作业', '二级建造师']

const certificates = defineEntity(personnelApi, 'certificates', {
  one: 'certificate', path: '/certificates', noun: '人员证书', icon: IdcardOutlined, key: 'certificateId', heading: 'holder', number: 'certNo', searchHint: '证书编号、企业',
  columns: [
    { key: 'holder', title: '持证人' }, { key: 'certNo', title: '证书编号', look: 'mono' }, { key: 'certTypeTitle', title: '证书种类' }, { key: 'enterpriseName', title: '企业' }, { key: 'state', title: '状态', look: 'state' }, { key: 'validTo', title: '有效期至', look: 'date' },
    { key: 'idNoMask', title: '证件号码', look: 'mono', isExtra: true }, { key: 'family', title: '类别', isExtra: true }, { key: 'trade', title: '工种', dictionary: 'trade', isExtra: true }, { key: 'issuedOn', title: '发证日期', look: 'date', isExtra: true }, { key: 'isFrozen', title: '已冻结', look: 'yes', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'certificate' }, { key: 'family', label: '类别', options: families }],
  parts: {
    verifications: { title: '核验记录', columns: [{ key: 'returnMessage', title: '结果' }, { key: 'returnCode', title: '返回码', look: 'mono' }, { key: 'askedAt', title: '时间', look: 'instant' }, { key: 'isOverridden', title: '人工放行', look: 'yes' }] },
    anomalies: { title: '异常', columns: [{ key: 'kind', title: '异常' }, { key: 'detail', title: '情况' }, { key: 'stateTitle', title: '状态' }, { key: 'foundOn', title: '发现日期', look: 'date' }] },
  },
})

const applications = defineEntity(personnelApi, 'applications', {
  path: '/applications', noun: '证书申请', icon: FormOutlined, key: 'personCertApplicationId', heading: 'applicant', searchHint: '办件编号、企业',
  columns: [
    { key: 'applicant', title: '申请人' }, { key: 'caseNo', title: '办件编号', look: 'mono' }, { key: 'certTypeTitle', title: '证书种类' }, { key: 'operateTitle', title: '业务' }, { key: 'enterpriseName', title: '企业' }, { key: 'state', title: '状态', look: 'state' }, { key: 'submittedAt', title: '提交', look: 'instant' },
    { key: 'promisedOn', title: '承诺办结', look: 'date', isExtra: true }, { key: 'decision', title: '决定', isExtra: true }, { key: 'decidedOn', title: '决定日期', look: 'date', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'case-item' }],
})

const examPlans = defineEntity(personnelApi, 'examPlans', {
  path: '/exam-plans', noun: '考试计划', icon: ScheduleOutlined, key: 'examPlanId', heading: 'planNo', searchHint: '计划编号、考点',
  columns: [
    { key: 'planNo', title: '计划编号', look: 'mono' }, { key: 'certTypeTitle', title: '证书种类' }, { key: 'siteName', title: '考点' }, { key: 'examOn', title: '考试日期', look: 'date' }, { key: 'quota', title: '名额', look: 'number' }, { key: 'signedUp', title: '报名', look: 'number' }, { key: 'passed', title: '合格', look: 'number' }, { key: 'state', title: '状态', look: 'state' },
    { key: 'signupFrom', title: '报名自', look: 'date', isExtra: true }, { key: 'signupTo', title: '报名至', look: 'date', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'exam-plan' }],
})

mountSubsystem({
  slug: 'personnel-qualification',
  accent: { light: '#37714f', dark: '#8cc7a5' },
  mark: '人',
  entities: [certificates, applications, examPlans],
  publicQueries: [
    definePublicQuery(publicCertificateApi, 'verify', {
      title: '证书验真', hint: '完整的证书编号', field: 'certNo', heading: 'holder',
      columns: [{ key: 'holder', title: '持证人' }, { key: 'stateTitle', title: '状态' }, { key: 'certTypeTitle', title: '证书种类' }, { key: 'certNo', title: '证书编号', look: 'mono' }, { key: 'idNoMask', title: '证件号码', look: 'mono' }, { key: 'enterpriseName', title: '企业' }, { key: 'issuedOn', title: '发证日期', look: 'date' }, { key: 'validTo', title: '有效期至', look: 'date' }],
    }),
  ],
})
