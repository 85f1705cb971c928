import { businessDate } from '#shared/instant.ts'
import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { findRow, listRows, rowsOf, type RowList } from '#subsystems/casework/rows/row-list.ts'
import { stateHistory } from '#subsystems/casework/rows/state-history.ts'
import { enforcementApi, publicEnforcementApi } from './api.ts'
import { benchmarkSteps } from './content/content-lists.ts'

export const checks: RowList = {
  permission: 'inspection-check:read',
  from: `enforcement.inspection_check k join enforcement.enforcement_organ g using (enforcement_organ_id) join enforcement.content_version t using (content_version_id)
    join master.enterprise e using (enterprise_id) left join master.project p on p.project_id = k.project_id join casework.workflow_state s on s.workflow = k.workflow and s.state = k.state`,
  fields: {
    inspectionCheckId: 'k.inspection_check_id', checkNo: 'k.check_no', organName: 'g.name', enterpriseName: 'e.name', uscc: 'e.uscc', projectName: 'p.name', sheetTitle: 't.title', sheetVersion: 't.version', checkType: 'k.check_type', plannedOn: 'k.planned_on', checkedAt: 'k.checked_at',
    result: 'k.result', handling: 'k.handling', publishedOn: 'k.published_on', state: 'k.state', stateTitle: 's.title',
  },
  key: 'inspectionCheckId', searched: ['checkNo', 'enterpriseName', 'projectName'], sort: '-plannedOn',
}
const publicChecks: RowList = { ...checks, permission: 'public', from: `${checks.from} where k.published_on is not null`, fields: { ...checks.fields, checkedOn: `(k.checked_at at time zone 'Asia/Shanghai')::date` }, sort: '-publishedOn' }
const checkPart = (from: string, fields: RowList['fields'], key: string): RowList => ({ permission: 'inspection-check:read', from, fields: { ...fields, inspectionCheckId: 'inspection_check_id' }, key, searched: [], sort: key })
const officers = checkPart('enforcement.inspection_officer join enforcement.officer o using (officer_id)', { name: 'o.name_mask', certNo: 'o.cert_no', postClass: 'o.post_class' }, 'certNo')
const items = checkPart('enforcement.inspection_item i join enforcement.inspection_check k using (inspection_check_id) join enforcement.check_sheet_item c using (content_version_id, position)', { position: 'i.position', content: 'c.content', standard: 'c.standard', verdict: 'i.verdict', note: 'i.note' }, 'position')
const rechecks = checkPart('enforcement.recheck', { recheckId: 'recheck_id', correctBy: 'correct_by', recheckedOn: 'rechecked_on', result: 'result' }, 'recheckId')

const penaltyCases: RowList = {
  permission: 'penalty-case:read',
  from: `enforcement.penalty_case k join enforcement.enforcement_organ g using (enforcement_organ_id) join enforcement.power w using (power_id) join master.enterprise e using (enterprise_id)
    left join master.project p on p.project_id = k.project_id left join enforcement.penalty_decision d using (penalty_case_id) join casework.workflow_state s on s.workflow = k.workflow and s.state = k.state`,
  fields: {
    penaltyCaseId: 'k.penalty_case_id', caseNo: 'k.case_no', organName: 'g.name', enterpriseName: 'e.name', uscc: 'e.uscc', projectName: 'p.name', powerCode: 'w.code', powerName: 'w.name', fact: 'k.fact', filedOn: 'k.filed_on', decideBy: 'k.decide_by',
    decidedOn: 'd.decided_on', docNo: 'd.doc_no', fineAmount: 'd.fine_amount', closedOn: 'k.closed_on', state: 'k.state', stateTitle: 's.title',
  },
  key: 'penaltyCaseId', searched: ['caseNo', 'enterpriseName', 'docNo'], sort: '-filedOn',
}
const casePart = (from: string, fields: RowList['fields'], key: string): RowList => ({ permission: 'penalty-case:read', from, fields: { ...fields, penaltyCaseId: 'penalty_case_id' }, key, searched: [], sort: key })
const evidence = casePart(`enforcement.case_evidence v join master.dictionary_entry d on d.dictionary = 'evidence_kind' and d.code = v.kind`, { caseEvidenceId: 'v.case_evidence_id', kindTitle: 'd.title', description: 'v.description', takenOn: 'v.taken_on' }, 'caseEvidenceId')
const discretions = casePart('enforcement.case_discretion c join enforcement.benchmark_step b on b.content_version_id = c.content_version_id and b.code = c.benchmark_code', { caseDiscretionId: 'c.case_discretion_id', contentVersionId: 'b.content_version_id', version: 'b.version', code: 'b.code', condition: 'b.condition', measure: 'b.measure', chosenAmount: 'c.chosen_amount', outsideReason: 'c.outside_reason' }, 'caseDiscretionId')
const documents = casePart('enforcement.case_document c join enforcement.content_version t using (content_version_id)', { caseDocumentId: 'c.case_document_id', contentVersionId: 't.content_version_id', version: 't.version', title: 't.title', docNo: 'c.doc_no', madeOn: 'c.made_on' }, 'caseDocumentId')

/** Only what was uploaded and not taken back is public. */
const publicPenalties: RowList = {
  permission: 'public', from: 'enforcement.penalty_publicity u where u.uploaded_at is not null and u.withdrawn_on is null',
  fields: { penaltyPublicityId: 'u.penalty_publicity_id', partyName: 'u.cf_xdr_mc', uscc: 'u.cf_xdr_shxym', docNo: 'u.cf_wsh', violation: 'u.cf_wfxw', basis: 'u.cf_yj', penaltyKind: 'u.cf_cflb', content: 'u.cf_nr', fineInTenThousand: 'u.cf_nr_fk', decidedOn: 'u.cf_jdrq', organName: 'u.cf_cfjg', publishedUntil: 'u.cf_gsjzq' },
  key: 'penaltyPublicityId', searched: ['partyName', 'uscc', 'docNo'], sort: '-decidedOn',
}

export const lawEnforcementRoutes: readonly ApiImplementation[] = [
  implementApi(publicEnforcementApi, {
    penalties: (ctx, { query }) => listRows(ctx, publicPenalties, query),
    checks: (ctx, { query }) => listRows(ctx, publicChecks, query),
  }),
  implementApi(enforcementApi, {
    checks: (ctx, { query }) => listRows(ctx, checks, query),
    check: (ctx, { params: { inspectionCheckId } }) =>
      findRow(ctx, checks, inspectionCheckId, {
        officers: () => rowsOf(ctx, officers, 'inspectionCheckId', inspectionCheckId),
        items: () => rowsOf(ctx, items, 'inspectionCheckId', inspectionCheckId),
        rechecks: () => rowsOf(ctx, rechecks, 'inspectionCheckId', inspectionCheckId),
        history: () => stateHistory(ctx, 'inspection-check:read', 'inspection-check', inspectionCheckId),
      }),
    penaltyCases: (ctx, { query }) => listRows(ctx, penaltyCases, query),
    penaltyCase: (ctx, { params: { penaltyCaseId } }) =>
      findRow(ctx, penaltyCases, penaltyCaseId, {
        evidence: () => rowsOf(ctx, evidence, 'penaltyCaseId', penaltyCaseId),
        discretions: () => rowsOf(ctx, discretions, 'penaltyCaseId', penaltyCaseId),
        documents: () => rowsOf(ctx, documents, 'penaltyCaseId', penaltyCaseId),
        history: () => stateHistory(ctx, 'penalty-case:read', 'penalty-case', penaltyCaseId),
      }),
    benchmarks: (ctx, { query: { on = businessDate(ctx.now), ...query } }) => listRows(ctx, benchmarkSteps(on), query),
  }),
]
