import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { findRow, listRows, rowsOf, type RowList } from '#subsystems/casework/rows/row-list.ts'
import { stateHistory } from '#subsystems/casework/rows/state-history.ts'
import { marketApi, publicScoreApi } from './api.ts'

const creditEvents: RowList = {
  permission: 'credit:read',
  from: `market.credit_event v join master.enterprise e using (enterprise_id) join market.credit_rule_item i using (credit_rule_item_id)
    join casework.workflow_state s on s.workflow = v.workflow and s.state = v.state left join master.project p on p.project_id = v.project_id`,
  fields: {
    creditEventId: 'v.credit_event_id', enterpriseName: 'e.name', uscc: 'e.uscc', projectName: 'p.name', kind: 'v.kind', code: 'i.code', title: 'v.title', points: 'i.points', docNo: 'v.doc_no', docOn: 'v.doc_on',
    source: 'v.source', publishFrom: 'v.publish_from', publishTo: 'v.publish_to', state: 'v.state', stateTitle: 's.title',
  },
  key: 'creditEventId', searched: ['enterpriseName', 'uscc', 'title', 'docNo'], sort: '-docOn',
}
const scores: RowList = {
  permission: 'credit:read',
  from: 'market.score_snapshot n join master.enterprise e using (enterprise_id) join market.credit_rule_set r using (credit_rule_set_id)',
  fields: {
    scoreSnapshotId: 'n.score_snapshot_id', enterpriseName: 'e.name', uscc: 'e.uscc', scoredOn: 'n.scored_on', rulesVersion: 'r.version', projectPoints: 'n.project_points', corpPoints: 'n.corp_points', total: 'n.total', rank: 'n.rank', grade: 'n.grade',
  },
  key: 'scoreSnapshotId', searched: ['enterpriseName', 'uscc'], sort: '-scoredOn',
}
/** Only the newest score of each enterprise is public; older ones stay for those who must explain them. */
const publicScores: RowList = { ...scores, permission: 'public', from: `${scores.from} where n.scored_on = (select max(scored_on) from market.score_snapshot)`, sort: 'rank' }
const lines: RowList = {
  permission: 'credit:read', from: 'market.score_line l left join master.project p using (project_id)', key: 'scoreLineId', searched: [], sort: 'scoreLineId',
  fields: { scoreLineId: 'l.score_line_id', scoreSnapshotId: 'l.score_snapshot_id', block: 'l.block', points: 'l.points', note: 'l.note', creditEventId: 'l.credit_event_id', projectName: 'p.name' },
}
const contracts: RowList = {
  permission: 'contract:read', from: 'market.contract_record c join master.project p using (project_id) join master.enterprise e on e.enterprise_id = c.contractor_id',
  fields: { contractRecordId: 'c.contract_record_id', projectName: 'p.name', contractorName: 'e.name', contractKind: 'c.contract_kind', amount: 'c.amount', signedOn: 'c.signed_on', guaranteeForm: 'c.guarantee_form' },
  key: 'contractRecordId', searched: ['projectName', 'contractorName'], sort: '-signedOn',
}

export const marketSupervisionRoutes: readonly ApiImplementation[] = [
  implementApi(publicScoreApi, { scores: (ctx, { query }) => listRows(ctx, publicScores, query) }),
  implementApi(marketApi, {
    creditEvents: (ctx, { query }) => listRows(ctx, creditEvents, query),
    creditEvent: (ctx, { params: { creditEventId } }) => findRow(ctx, creditEvents, creditEventId, { history: () => stateHistory(ctx, 'credit:read', 'credit-event', creditEventId) }),
    scores: (ctx, { query }) => listRows(ctx, scores, query),
    score: (ctx, { params: { scoreSnapshotId } }) => findRow(ctx, scores, scoreSnapshotId, { lines: () => rowsOf(ctx, lines, 'scoreSnapshotId', scoreSnapshotId) }),
    contracts: (ctx, { query }) => listRows(ctx, contracts, query),
  }),
]
