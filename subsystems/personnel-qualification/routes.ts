import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { findRow, listRows, rowsOf, type RowList } from '#subsystems/casework/rows/row-list.ts'
import { stateHistory } from '#subsystems/casework/rows/state-history.ts'
import { personnelApi, publicCertificateApi } from './api.ts'

const certificates: RowList = {
  permission: 'person-certificate:read',
  from: `personnel.person_certificate q join casework.certificate c using (certificate_id) join personnel.person_cert_type t on t.cert_type = q.cert_type
    join master.person p on p.person_id = q.person_id join master.enterprise e on e.enterprise_id = q.enterprise_id join casework.workflow_state s on s.workflow = c.workflow and s.state = c.state`,
  fields: {
    certificateId: 'c.certificate_id', certNo: 'c.cert_no', holder: 'p.name_mask', idNoMask: 'p.id_no_mask', certType: 'q.cert_type', certTypeTitle: 't.title', family: 't.family', trade: 'q.trade', enterpriseName: 'e.name',
    issuedOn: 'c.issued_on', validTo: 'c.valid_to', state: 'c.state', stateTitle: 's.title', isFrozen: 'q.is_frozen',
  },
  key: 'certificateId', searched: ['certNo', 'enterpriseName'], sort: 'validTo',
}
const publicCertificates: RowList = { ...certificates, permission: 'public' }
const part = (from: string, fields: RowList['fields'], sort: string): RowList => ({ permission: 'person-certificate:read', from, fields: { ...fields, certificateId: 'certificate_id' }, key: 'rowId', searched: [], sort })
const verifications = part('personnel.national_verification', { rowId: 'national_verification_id', askedAt: 'asked_at', returnCode: 'return_code', returnMessage: 'return_message', isOverridden: 'is_overridden' }, 'askedAt')
const anomalies = part('personnel.cert_anomaly a join casework.workflow_state s on s.workflow = a.workflow and s.state = a.state', { rowId: 'a.cert_anomaly_id', kind: 'a.kind', foundOn: 'a.found_on', detail: 'a.detail', stateTitle: 's.title' }, 'foundOn')

const applications: RowList = {
  permission: 'application:read',
  from: `personnel.person_cert_application a join casework.case_item c using (case_item_id) join personnel.person_cert_type t on t.cert_type = a.cert_type join master.person p on p.person_id = a.person_id
    join master.enterprise e on e.enterprise_id = a.enterprise_id join casework.workflow_state s on s.workflow = c.workflow and s.state = c.state
    join master.dictionary_entry d on d.dictionary = 'operate_type' and d.code = a.operate_type`,
  fields: {
    personCertApplicationId: 'a.person_cert_application_id', caseNo: 'c.case_no', applicant: 'p.name_mask', enterpriseName: 'e.name', certType: 'a.cert_type', certTypeTitle: 't.title', operateTitle: 'd.title',
    state: 'c.state', stateTitle: 's.title', submittedAt: 'c.submitted_at', promisedOn: 'c.promised_on', decision: 'a.decision', decidedOn: 'a.decided_on',
  },
  key: 'personCertApplicationId', searched: ['caseNo', 'enterpriseName'], sort: '-submittedAt',
}
const examPlans: RowList = {
  permission: 'exam:read',
  from: `personnel.exam_plan x join personnel.exam_site o using (exam_site_id) join personnel.person_cert_type t on t.cert_type = x.cert_type join casework.workflow_state s on s.workflow = x.workflow and s.state = x.state`,
  fields: {
    examPlanId: 'x.exam_plan_id', planNo: 'x.plan_no', certType: 'x.cert_type', certTypeTitle: 't.title', siteName: 'o.name', examOn: 'x.exam_on', signupFrom: 'x.signup_from', signupTo: 'x.signup_to', quota: 'x.quota',
    signedUp: '(select count(*) from personnel.exam_signup g where g.exam_plan_id = x.exam_plan_id)',
    passed: '(select count(*) from personnel.exam_signup g join personnel.exam_score c using (exam_signup_id) where g.exam_plan_id = x.exam_plan_id and c.is_passed)',
    state: 'x.state', stateTitle: 's.title',
  },
  key: 'examPlanId', searched: ['planNo', 'siteName'], sort: '-examOn',
}

export const personnelQualificationRoutes: readonly ApiImplementation[] = [
  implementApi(publicCertificateApi, { verify: async (ctx, { query: { certNo } }) => ({ items: await rowsOf(ctx, publicCertificates, 'certNo', certNo) }) }),
  implementApi(personnelApi, {
    certificates: (ctx, { query }) => listRows(ctx, certificates, query),
    certificate: (ctx, { params: { certificateId } }) =>
      findRow(ctx, certificates, certificateId, {
        verifications: () => rowsOf(ctx, verifications, 'certificateId', certificateId),
        anomalies: () => rowsOf(ctx, anomalies, 'certificateId', certificateId),
        history: () => stateHistory(ctx, 'person-certificate:read', 'certificate', certificateId),
      }),
    applications: (ctx, { query }) => listRows(ctx, applications, query),
    examPlans: (ctx, { query }) => listRows(ctx, examPlans, query),
  }),
]
