import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { wordsOfDictionary } from '#subsystems/casework/reference/dictionary.ts'
import { dictionaries } from './reference.ts'
import { stateChange, textFilter } from '#subsystems/casework/api.ts'

const id = z.number().int()

/** Persons appear with their name and number masked. */
export const publicPersonCertificate = z.object({ certNo: z.string(), holder: z.string(), idNoMask: z.string(), certTypeTitle: z.string(), enterpriseName: z.string(), issuedOn: dateField, validTo: dateField, stateTitle: z.string() })
export const personCertificateRow = publicPersonCertificate.extend({ certificateId: id, certType: z.string(), family: z.string(), trade: z.string().nullable(), state: z.string(), isFrozen: z.boolean() })
export const certApplicationRow = z.object({
  personCertApplicationId: id, caseNo: z.string(), applicant: z.string(), enterpriseName: z.string(), certType: z.string(), certTypeTitle: z.string(), operateTitle: z.string(), state: z.string(), stateTitle: z.string(),
  submittedAt: instantField, promisedOn: dateField.nullable(), decision: z.string().nullable(), decidedOn: dateField.nullable(),
})
export const examPlanRow = z.object({
  examPlanId: id, planNo: z.string(), certType: z.string(), certTypeTitle: z.string(), siteName: z.string(), examOn: dateField, signupFrom: dateField, signupTo: dateField, quota: z.number().int(), signedUp: z.number().int(), passed: z.number().int(), state: z.string(), stateTitle: z.string(),
})

export const publicCertificateApi = defineApi({
  prefix: '/api/public/person-certificates',
  title: '公众查询',
  endpoints: {
    /** Only by the whole certificate number: a public list of people would be a leak (个保法第六条). */
    verify: { method: 'GET', path: '', summary: '人员证书验真：凭完整证书编号（无需登录）', permission: 'public', audit: 'none', query: z.object({ certNo: z.string().trim().min(6, '请输入完整的证书编号').max(40) }), response: z.object({ items: z.array(publicPersonCertificate) }) },
  },
})

export const personnelApi = defineApi({
  prefix: '/api/personnel',
  title: '人员资格管理',
  endpoints: {
    certificates: {
      method: 'GET', path: '/certificates', summary: '人员证书列表', permission: 'person-certificate:read', audit: 'none', query: listQuery.extend({ state: textFilter, certType: textFilter, family: textFilter }), response: listOf(personCertificateRow),
      sheet: sheetOf('人员证书', personCertificateRow, { holder: '持证人', certNo: '证书编号', certTypeTitle: '证书种类', enterpriseName: '企业', stateTitle: '状态', validTo: '有效期至', idNoMask: '证件号码', family: '类别', trade: ['工种', wordsOfDictionary(dictionaries, 'trade')], issuedOn: '发证日期', isFrozen: '已冻结' }),
    },
    certificate: {
      method: 'GET', path: '/certificates/:certificateId', summary: '一本人员证书、核验记录与状态历史', permission: 'person-certificate:read', audit: 'none', params: z.object({ certificateId: z.coerce.number().int() }),
      response: personCertificateRow.extend({
        verifications: z.array(z.object({ askedAt: instantField, returnCode: z.string(), returnMessage: z.string(), isOverridden: z.boolean() })),
        anomalies: z.array(z.object({ kind: z.string(), foundOn: dateField, detail: z.string(), stateTitle: z.string() })),
        history: z.array(stateChange),
      }),
    },
    applications: {
      method: 'GET', path: '/applications', summary: '人员证书申请列表', permission: 'application:read', audit: 'none', query: listQuery.extend({ state: textFilter, certType: textFilter }), response: listOf(certApplicationRow),
      sheet: sheetOf('证书申请', certApplicationRow, { applicant: '申请人', caseNo: '办件编号', certTypeTitle: '证书种类', operateTitle: '业务', enterpriseName: '企业', stateTitle: '状态', submittedAt: '提交', promisedOn: '承诺办结', decision: '决定', decidedOn: '决定日期' }),
    },
    examPlans: {
      method: 'GET', path: '/exam-plans', summary: '考试计划列表', permission: 'exam:read', audit: 'none', query: listQuery.extend({ state: textFilter, certType: textFilter }), response: listOf(examPlanRow),
      sheet: sheetOf('考试计划', examPlanRow, { planNo: '计划编号', certTypeTitle: '证书种类', siteName: '考点', examOn: '考试日期', quota: '名额', signedUp: '报名', passed: '合格', stateTitle: '状态', signupFrom: '报名自', signupTo: '报名至' }),
    },
  },
})
