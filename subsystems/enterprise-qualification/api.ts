import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { stateChange, textFilter } from '#subsystems/casework/api.ts'

const id = z.number().int()

export const publicQualification = z.object({
  certNo: z.string(), enterpriseName: z.string(), uscc: z.string(), regionTitle: z.string(), categories: z.array(z.string()),
  issueOrg: z.string(), validFrom: dateField, validTo: dateField, stateTitle: z.string(),
})

export const qualificationCertificateRow = z.object({
  certificateId: id, certNo: z.string(), enterpriseName: z.string(), uscc: z.string(), region: z.string(), regionTitle: z.string(), categories: z.array(z.string()),
  issuedOn: dateField, validTo: dateField, state: z.string(), stateTitle: z.string(),
})
export const qualificationApplicationRow = z.object({
  qualApplicationId: id, caseNo: z.string(), enterpriseName: z.string(), uscc: z.string(), appType: z.string(), promiseMode: z.string(), categories: z.array(z.string()),
  state: z.string(), stateTitle: z.string(), submittedAt: instantField, promisedOn: dateField.nullable(), decision: z.string().nullable(), decisionDocNo: z.string().nullable(), decidedOn: dateField.nullable(),
})
export const safetyPermitRow = z.object({
  certificateId: id, certNo: z.string(), enterpriseName: z.string(), uscc: z.string(), permitScope: z.string(), safetyOfficerCount: z.number().int(), requiredOfficerCount: z.number().int(),
  issuedOn: dateField, validTo: dateField, state: z.string(), stateTitle: z.string(),
})

export const publicQualificationApi = defineApi({
  prefix: '/api/public/qualifications',
  title: '公众查询',
  endpoints: {
    qualifications: { method: 'GET', path: '', summary: '企业资质查询（无需登录）', permission: 'public', audit: 'none', query: listQuery.extend({ uscc: textFilter, certNo: textFilter }), response: listOf(publicQualification) },
  },
})

export const qualificationApi = defineApi({
  prefix: '/api/qualification',
  title: '企业资质审批与监管',
  endpoints: {
    certificates: {
      method: 'GET', path: '/certificates', summary: '资质证书列表', permission: 'certificate:read', audit: 'none', query: listQuery.extend({ state: textFilter, region: textFilter }), response: listOf(qualificationCertificateRow),
      sheet: sheetOf('资质证书', qualificationCertificateRow, { enterpriseName: '企业', certNo: '证书编号', categories: '资质类别', regionTitle: '所在区', stateTitle: '状态', validTo: '有效期至', uscc: '统一社会信用代码', issuedOn: '发证日期' }),
    },
    certificate: {
      method: 'GET', path: '/certificates/:certificateId', summary: '一本资质证书及其状态历史', permission: 'certificate:read', audit: 'none', params: z.object({ certificateId: z.coerce.number().int() }),
      response: qualificationCertificateRow.extend({ history: z.array(stateChange) }),
    },
    applications: {
      method: 'GET', path: '/applications', summary: '资质申请列表', permission: 'application:read', audit: 'none', query: listQuery.extend({ state: textFilter, appType: textFilter }), response: listOf(qualificationApplicationRow),
      sheet: sheetOf('资质申请', qualificationApplicationRow, { enterpriseName: '企业', caseNo: '办件编号', appType: '申请类型', promiseMode: '审批方式', categories: '申请资质', stateTitle: '状态', submittedAt: '提交', promisedOn: '承诺办结', decision: '决定', decisionDocNo: '决定文号', decidedOn: '决定日期' }),
    },
    application: {
      method: 'GET', path: '/applications/:qualApplicationId', summary: '一件资质申请的申报内容与自动预审结果', permission: 'application:read', audit: 'none', params: z.object({ qualApplicationId: z.coerce.number().int() }),
      response: qualificationApplicationRow.extend({
        people: z.array(z.object({ name: z.string(), role: z.string(), certNo: z.string(), insuredMonths: z.number().int(), isVerified: z.boolean() })),
        /** Money in 万元. */
        performances: z.array(z.object({ projectName: z.string(), performanceClass: z.string(), contractAmount: z.string(), dataLevel: z.string(), verdict: z.string() })),
        prechecks: z.array(z.object({ category: z.string(), indicator: z.string(), unit: z.string(), standard: z.string(), claimed: z.string(), verified: z.string(), gap: z.string(), isAssessed: z.boolean() })),
        reviews: z.array(z.object({ expertCode: z.string(), opinion: z.string(), hasConflict: z.boolean(), signedAt: instantField })),
      }),
    },
    safetyPermits: {
      method: 'GET', path: '/safety-permits', summary: '安全生产许可证列表', permission: 'certificate:read', audit: 'none', query: listQuery.extend({ state: textFilter }), response: listOf(safetyPermitRow),
      sheet: sheetOf('安全生产许可证', safetyPermitRow, { enterpriseName: '企业', certNo: '证书编号', permitScope: '许可范围', safetyOfficerCount: '专职安全员', requiredOfficerCount: '应配', stateTitle: '状态', validTo: '有效期至', issuedOn: '发证日期' }),
    },
  },
})
