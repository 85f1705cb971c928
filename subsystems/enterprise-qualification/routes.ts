import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { findRow, listRows, rowsOf, type RowList } from '#subsystems/casework/rows/row-list.ts'
import { stateHistory } from '#subsystems/casework/rows/state-history.ts'
import { publicQualificationApi, qualificationApi } from './api.ts'

const CATEGORIES = `array(select k.category_name || k.grade from qualification.qual_certificate_item ci join qualification.qual_category k using (qual_category_id) where ci.certificate_id = q.certificate_id order by k.qual_category_id)`

const certificates: RowList = {
  permission: 'certificate:read',
  from: `qualification.qual_certificate q join casework.certificate c using (certificate_id) join master.enterprise e on e.enterprise_id = q.enterprise_id
    join master.region r on r.region = e.region join casework.workflow_state s on s.workflow = c.workflow and s.state = c.state`,
  fields: {
    certificateId: 'c.certificate_id', certNo: 'c.cert_no', enterpriseName: 'e.name', uscc: 'e.uscc', region: 'e.region', regionTitle: 'r.title', categories: CATEGORIES, issueOrg: 'c.issue_org',
    issuedOn: 'c.issued_on', validFrom: 'c.valid_from', validTo: 'c.valid_to', state: 'c.state', stateTitle: 's.title',
  },
  key: 'certificateId', searched: ['certNo', 'enterpriseName', 'uscc'], sort: 'validTo',
}
const publicCertificates: RowList = { ...certificates, permission: 'public', sort: 'enterpriseName' }

const applications: RowList = {
  permission: 'application:read',
  from: `qualification.qual_application a join casework.case_item c using (case_item_id) join master.enterprise e on e.enterprise_id = a.enterprise_id
    join casework.workflow_state s on s.workflow = c.workflow and s.state = c.state`,
  fields: {
    qualApplicationId: 'a.qual_application_id', caseNo: 'c.case_no', enterpriseName: 'e.name', uscc: 'e.uscc', appType: 'a.app_type', promiseMode: 'a.promise_mode',
    categories: 'array(select k.category_name || k.grade from qualification.qual_application_item ai join qualification.qual_category k using (qual_category_id) where ai.qual_application_id = a.qual_application_id order by k.qual_category_id)',
    state: 'c.state', stateTitle: 's.title', submittedAt: 'c.submitted_at', promisedOn: 'c.promised_on', decision: 'a.decision', decisionDocNo: 'a.decision_doc_no', decidedOn: 'a.decided_on',
  },
  key: 'qualApplicationId', searched: ['caseNo', 'enterpriseName', 'uscc'], sort: '-submittedAt',
}
/** Parts of an application, all read with its permission. */
const part = (from: string, fields: RowList['fields']): RowList => ({ permission: 'application:read', from, fields: { ...fields, qualApplicationId: 'qual_application_id' }, key: 'rowId', searched: [], sort: 'rowId' })
const people = part('qualification.qual_application_person join master.person using (person_id)', { rowId: 'qual_application_person_id', name: 'name_mask', role: 'role', certNo: 'cert_no', insuredMonths: 'qual_application_person.insured_months', isVerified: 'is_verified' })
const performances = part('qualification.qual_application_performance f join master.project p using (project_id)', { rowId: 'qual_application_performance_id', projectName: 'p.name', performanceClass: 'performance_class', contractAmount: 'f.contract_amount', dataLevel: 'f.data_level', verdict: 'verdict' })
const prechecks = part('qualification.qual_precheck join qualification.qual_indicator i using (qual_indicator_id) join qualification.qual_category k using (qual_category_id)', {
  rowId: 'qual_precheck_id', category: 'k.category_name || k.grade', indicator: 'i.title', unit: 'i.unit', standard: 'i.value', claimed: 'claimed', verified: 'verified', gap: 'gap', isAssessed: 'i.is_assessed',
})
const reviews = part('qualification.expert_review', { rowId: 'expert_review_id', expertCode: 'expert_code', opinion: 'opinion', hasConflict: 'has_conflict', signedAt: 'signed_at' })

const safetyPermits: RowList = {
  permission: 'certificate:read',
  from: `qualification.safety_permit q join casework.certificate c using (certificate_id) join master.enterprise e on e.enterprise_id = q.enterprise_id
    join casework.workflow_state s on s.workflow = c.workflow and s.state = c.state`,
  fields: {
    certificateId: 'c.certificate_id', certNo: 'c.cert_no', enterpriseName: 'e.name', uscc: 'e.uscc', permitScope: 'q.permit_scope', safetyOfficerCount: 'q.safety_officer_count',
    requiredOfficerCount: 'q.required_officer_count', issuedOn: 'c.issued_on', validTo: 'c.valid_to', state: 'c.state', stateTitle: 's.title',
  },
  key: 'certificateId', searched: ['certNo', 'enterpriseName', 'uscc'], sort: 'validTo',
}

export const enterpriseQualificationRoutes: readonly ApiImplementation[] = [
  implementApi(publicQualificationApi, { qualifications: (ctx, { query }) => listRows(ctx, publicCertificates, query) }),
  implementApi(qualificationApi, {
    certificates: (ctx, { query }) => listRows(ctx, certificates, query),
    certificate: (ctx, { params: { certificateId } }) => findRow(ctx, certificates, certificateId, { history: () => stateHistory(ctx, 'certificate:read', 'certificate', certificateId) }),
    applications: (ctx, { query }) => listRows(ctx, applications, query),
    application: (ctx, { params: { qualApplicationId } }) =>
      findRow(ctx, applications, qualApplicationId, {
        people: () => rowsOf(ctx, people, 'qualApplicationId', qualApplicationId),
        performances: () => rowsOf(ctx, performances, 'qualApplicationId', qualApplicationId),
        prechecks: () => rowsOf(ctx, prechecks, 'qualApplicationId', qualApplicationId),
        reviews: () => rowsOf(ctx, reviews, 'qualApplicationId', qualApplicationId),
      }),
    safetyPermits: (ctx, { query }) => listRows(ctx, safetyPermits, query),
  }),
]
