import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { findRow, listRows, rowsOf, type RowList } from '#subsystems/casework/rows/row-list.ts'
import { stateHistory } from '#subsystems/casework/rows/state-history.ts'
import { publicAttendanceApi, workforceApi } from './api.ts'

const SITE = `workforce.site_project sp join master.project p using (project_id) join master.enterprise c on c.enterprise_id = p.contractor_id join master.enterprise o on o.enterprise_id = p.owner_id
  join master.region r on r.region = p.region join casework.workflow_state s on s.workflow = sp.workflow and s.state = sp.state`
const REGISTERED = `(select count(*) from workforce.project_worker w where w.site_project_id = sp.site_project_id and w.left_on is null)`

const projects: RowList = {
  permission: 'site:read', from: SITE,
  fields: {
    siteProjectId: 'sp.site_project_id', projectCode: 'sp.project_code', name: 'p.name', region: 'p.region', regionTitle: 'r.title', contractorName: 'c.name', ownerName: 'o.name', wageDay: 'sp.wage_day', registered: REGISTERED,
    teams: '(select count(*) from workforce.team t where t.site_project_id = sp.site_project_id)', devices: '(select count(*) from workforce.device d where d.site_project_id = sp.site_project_id)', state: 'sp.state', stateTitle: 's.title',
  },
  key: 'siteProjectId', searched: ['name', 'projectCode', 'contractorName'], sort: 'projectCode',
}

/** Of each site being built, how many were there on the last day that the gates reported. No person is named. */
const publicAttendance: RowList = {
  permission: 'public',
  from: `${SITE} cross join lateral (
      select (a.at at time zone 'Asia/Shanghai')::date as on_date, count(distinct a.project_worker_id) as present, count(distinct a.project_worker_id) filter (where w.work_role = '10') as managers
        from workforce.project_worker w join workforce.attendance a using (project_worker_id)
       where w.site_project_id = sp.site_project_id and a.direction = '01'
         and a.at >= (select date_trunc('day', max(at), 'Asia/Shanghai') from workforce.attendance)
       group by 1) day
    where sp.state = 'building'`,
  fields: { siteProjectId: 'sp.site_project_id', projectName: 'p.name', regionTitle: 'r.title', contractorName: 'c.name', onDate: 'day.on_date', present: 'day.present', managersPresent: 'day.managers', registered: REGISTERED },
  key: 'siteProjectId', searched: ['projectName', 'contractorName'], sort: '-present',
}

const corps: RowList = {
  permission: 'site:read', from: 'workforce.site_corp k join master.enterprise e using (enterprise_id)', key: 'siteCorpId', searched: [], sort: 'siteCorpId',
  fields: { siteCorpId: 'k.site_corp_id', siteProjectId: 'k.site_project_id', name: 'e.name', corpType: 'k.corp_type', enteredOn: 'k.entered_on', leftOn: 'k.left_on' },
}
const warnings: RowList = {
  permission: 'site:read', from: 'workforce.wage_warning', key: 'wageWarningId', searched: [], sort: '-raisedOn',
  fields: { wageWarningId: 'wage_warning_id', siteProjectId: 'site_project_id', level: 'level', reason: 'reason', raisedOn: 'raised_on', handleBy: 'handle_by', handledOn: 'handled_on' },
}
const attendance: RowList = {
  permission: 'site:read',
  from: `(select w.site_project_id, (a.at at time zone 'Asia/Shanghai')::date as on_date, count(distinct a.project_worker_id) as present
            from workforce.attendance a join workforce.project_worker w using (project_worker_id)
           where a.at >= (select date_trunc('day', max(at), 'Asia/Shanghai') - interval '13 days' from workforce.attendance) group by 1, 2) day`,
  key: 'onDate', searched: [], sort: 'onDate', fields: { siteProjectId: 'day.site_project_id', onDate: 'day.on_date', present: 'day.present' },
}
const workers: RowList = {
  permission: 'site:read',
  from: `workforce.project_worker w join workforce.team t using (team_id) join workforce.site_project sp on sp.site_project_id = w.site_project_id join master.project p on p.project_id = sp.project_id
    join master.person h on h.person_id = w.person_id left join workforce.work_type k on k.work_type = w.work_type join casework.workflow_state s on s.workflow = w.workflow and s.state = w.state`,
  fields: {
    projectWorkerId: 'w.project_worker_id', siteProjectId: 'w.site_project_id', projectName: 'p.name', teamName: 't.name', name: 'h.name_mask', idNoMask: 'h.id_no_mask', workRole: 'w.work_role', workTypeTitle: 'k.title', postType: 'w.post_type',
    joinedOn: 'w.joined_on', leftOn: 'w.left_on', contractType: 'w.contract_type', trainingHours: 'w.training_hours', state: 'w.state', stateTitle: 's.title',
  },
  key: 'projectWorkerId', searched: ['projectName', 'teamName', 'workTypeTitle'], sort: '-joinedOn',
}
const wageSheets: RowList = {
  permission: 'wage:read',
  from: `workforce.wage_sheet g join workforce.team t using (team_id) join workforce.site_project sp on sp.site_project_id = g.site_project_id join master.project p on p.project_id = sp.project_id
    join casework.workflow_state s on s.workflow = g.workflow and s.state = g.state
    cross join lateral (select count(*) as people, coalesce(sum(total_pay), 0) as total_pay, coalesce(sum(actual_pay), 0) as actual_pay, count(*) filter (where bank_result = '失败') as failed from workforce.wage_detail d where d.wage_sheet_id = g.wage_sheet_id) sums`,
  fields: {
    wageSheetId: 'g.wage_sheet_id', sheetNo: 'g.sheet_no', projectName: 'p.name', teamName: 't.name', payMonth: 'g.pay_month', people: 'sums.people', totalPay: 'sums.total_pay', actualPay: 'sums.actual_pay', failed: 'sums.failed', state: 'g.state', stateTitle: 's.title',
  },
  key: 'wageSheetId', searched: ['sheetNo', 'projectName'], sort: '-payMonth',
}
const wageDetails: RowList = {
  permission: 'wage:read', from: 'workforce.wage_detail d join workforce.project_worker w using (project_worker_id) join master.person h using (person_id)', key: 'wageDetailId', searched: [], sort: 'wageDetailId',
  fields: { wageDetailId: 'd.wage_detail_id', wageSheetId: 'd.wage_sheet_id', name: 'h.name_mask', days: 'd.days', totalPay: 'd.total_pay', deduct: 'd.deduct', actualPay: 'd.actual_pay', bankResult: 'd.bank_result' },
}

export const siteWorkforceRoutes: readonly ApiImplementation[] = [
  implementApi(publicAttendanceApi, { attendance: (ctx, { query }) => listRows(ctx, publicAttendance, query) }),
  implementApi(workforceApi, {
    projects: (ctx, { query }) => listRows(ctx, projects, query),
    project: (ctx, { params: { siteProjectId } }) =>
      findRow(ctx, projects, siteProjectId, {
        corps: () => rowsOf(ctx, corps, 'siteProjectId', siteProjectId),
        warnings: () => rowsOf(ctx, warnings, 'siteProjectId', siteProjectId),
        attendance: () => rowsOf(ctx, attendance, 'siteProjectId', siteProjectId),
        history: () => stateHistory(ctx, 'site:read', 'site-project', siteProjectId),
      }),
    workers: (ctx, { query }) => listRows(ctx, workers, query),
    wageSheets: (ctx, { query }) => listRows(ctx, wageSheets, query),
    wageSheet: (ctx, { params: { wageSheetId } }) =>
      findRow(ctx, wageSheets, wageSheetId, {
        details: () => rowsOf(ctx, wageDetails, 'wageSheetId', wageSheetId),
        history: () => stateHistory(ctx, 'wage:read', 'wage-sheet', wageSheetId),
      }),
  }),
]
