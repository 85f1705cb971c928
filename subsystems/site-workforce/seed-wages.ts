import { addDays } from '#shared/calendar/dates.ts'
import type { Workflow } from '#subsystems/casework/reference/workflow.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'
import type { SyntheticProject } from '#subsystems/casework/synthetic/world.ts'
import { workflows } from './reference.ts'

export type Site = { readonly siteProjectId: number; readonly project: SyntheticProject; readonly labourId: number }
export type Worker = { readonly projectWorkerId: number; readonly teamId: number; readonly siteProjectId: number; readonly joinedOn: string; /** 元 a day. */ readonly dayRate: number }

const [, , sheetWorkflow, accountWorkflow, complaintWorkflow] = workflows as [Workflow, Workflow, Workflow, Workflow, Workflow]
const MONTHS = 3

export async function loadWages(context: SeedContext, sites: readonly Site[], workers: readonly Worker[]): Promise<void> {
  const started = sites.filter(({ project }) => project.status !== 'preparing')
  await loadAccounts(context, started)
  await loadSheets(context, workers)
  await loadComplaints(context, started)
}

async function loadAccounts(context: SeedContext, sites: readonly Site[]): Promise<void> {
  const draw = context.draw.fork('accounts')
  const transfers: Row[] = []
  await context.load('workforce.wage_account', sites.map(({ siteProjectId, project }, at) => {
    const states = project.status === 'finished' ? ['agreed', 'opened', 'in_use', ['notice_30d', project.finishOn] as const, ...(addDays(project.finishOn, 30) < context.today ? [['closed', addDays(project.finishOn, 30)] as const] : [])] : ['agreed', 'opened', 'in_use']
    const walk = context.live(accountWorkflow, at + 1, draw, `${project.startOn}T09:00:00+08:00`, { by: '劳资专管员', states })
    for (const month of lastMonths(context.today, MONTHS)) if (project.status === 'building') transfers.push({ wage_account_id: at + 1, transferred_on: `${month}-08`, amount: draw.integer(20, 300) * 10_000, period: month })
    return { wage_account_id: at + 1, site_project_id: siteProjectId, bank: '示例银行京城支行', account_no_enc: context.personalData.seal('wage_account.account_no', `1100${String(draw.integer(0, 999_999_999)).padStart(12, '0')}`), opened_on: addDays(project.startOn, 1), balance: walk.state === 'closed' ? 0 : draw.integer(5, 400) * 10_000, state: walk.state }
  }))
  await context.load('workforce.wage_transfer', transfers)
  await context.load('workforce.wage_deposit', sites.map(({ siteProjectId, project }) => {
    // Contracts below 300 万 without arrears may be exempt (人社部发〔2021〕65号).
    const isExempt = project.contractAmount < 300
    const ratio = isExempt ? 0 : draw.pick([0.01, 0.015, 0.02, 0.03])
    return { site_project_id: siteProjectId, form: draw.pick(['现金', '银行保函', '银行保函', '工程担保', '保险']), ratio, amount: Math.round(project.contractAmount * 10_000 * ratio * 100) / 100, issued_on: addDays(project.startOn, 10), expires_on: addDays(project.finishOn, 30), exemption_reason: isExempt ? '合同额低于 300 万元且一年内无欠薪' : null }
  }))
  await context.load('workforce.wage_warning', sites.filter(({ project }) => project.status === 'building').flatMap(({ siteProjectId }) => (draw.chance(0.4) ? [siteProjectId] : [])).map((siteProjectId) => {
    const raisedOn = draw.day(context.today, -60, -1)
    const handledOn = draw.day(raisedOn, 1, 12)
    return { site_project_id: siteProjectId, level: draw.pick(['蓝', '蓝', '黄', '橙', '红']), reason: draw.pick(['专户余额低于上月应发工资', '人工费用超过 31 天未拨付', '工资单逾期未报送', '出勤与发薪天数不符']), raised_on: raisedOn, handle_by: addDays(raisedOn, 10), handled_on: handledOn < context.today ? handledOn : null }
  }))
}

/** One sheet a team and month; what is paid follows from days worked and the day rate. */
async function loadSheets(context: SeedContext, workers: readonly Worker[]): Promise<void> {
  const draw = context.draw.fork('sheets')
  const teams = Map.groupBy(workers, ({ teamId }) => teamId)
  const sheets: Row[] = []
  const details: Row[] = []
  for (const month of lastMonths(context.today, MONTHS)) {
    for (const [teamId, members] of teams) {
      const id = sheets.length + 1
      const present = members.filter(({ joinedOn }) => joinedOn.slice(0, 7) <= month)
      if (present.length === 0) continue
      const firstDay = `${month}-01`
      const ended = addDays(firstDay, 31)
      const told = [['drafting', ended], ['worker_confirming', addDays(ended, 3)], ['submitted', addDays(ended, 5)], ['audited', addDays(ended, 7)], ['bank_sent', addDays(ended, 9)], [draw.chance(0.9) ? 'paid' : 'partly_paid', addDays(ended, 10)]] as const
      const states = told.filter(([state, on]) => state === 'drafting' || on <= context.today)
      const walk = context.live(sheetWorkflow, id, draw, `${ended}T09:00:00+08:00`, { by: '劳资专管员', states })
      sheets.push({ wage_sheet_id: id, site_project_id: present[0]?.siteProjectId ?? 0, team_id: teamId, pay_month: month, sheet_no: `GZ${month.replace('-', '')}${String(id).padStart(6, '0')}`, bank_batch_no: walk.reached('bank_sent') ? `P${draw.integer(10_000_000, 99_999_999)}` : null, state: walk.state })
      for (const { projectWorkerId, dayRate } of present) {
        const days = draw.integer(16, 27)
        const deduct = draw.chance(0.1) ? draw.integer(1, 20) * 10 : 0
        const isPaid = walk.reached('paid') ?? walk.reached('partly_paid')
        details.push({ wage_sheet_id: id, project_worker_id: projectWorkerId, days, total_pay: days * dayRate, deduct, actual_pay: days * dayRate - deduct, is_back_pay: false, confirmed_at: walk.reached('submitted') ?? null, bank_result: isPaid ? (walk.state === 'partly_paid' && draw.chance(0.3) ? '失败' : '成功') : null })
      }
    }
  }
  await context.load('workforce.wage_sheet', sheets)
  await context.load('workforce.wage_detail', details)
}

async function loadComplaints(context: SeedContext, sites: readonly Site[]): Promise<void> {
  const draw = context.draw.fork('complaints')
  const chosen: Site[] = []
  const cases = await context.makeCases({
    itemCode: 'XC-TS-01', prefix: 'TS', count: 20 * context.scale, handledBy: '区监管员', materials: ['投诉登记表', '考勤证明'],
    of: (_at, inner) => {
      const site = inner.pick(sites)
      chosen.push(site)
      return { personId: inner.pick(context.world.persons).personId, projectId: site.project.projectId, subject: '反映拖欠工资' }
    },
  })
  await context.load('workforce.wage_complaint', cases.map((one, at) => {
    const walk = context.live(complaintWorkflow, at + 1, draw, one.submittedAt, { by: '区监管员' })
    const orderedAt = walk.reached('ordered_to_correct')
    return { wage_complaint_id: at + 1, case_item_id: one.caseItemId, site_project_id: chosen[at]?.siteProjectId ?? 1, amount: draw.integer(3, 120) * 1000, people: draw.integer(1, 12), correct_by: orderedAt ? addDays(orderedAt.slice(0, 10), 10) : null, state: walk.state }
  }))
}

/** The `count` months before the one of `date`, oldest first. */
function lastMonths(date: string, count: number): string[] {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, at) => month - count + at).map((one) => `${Math.floor(one / 12)}-${String((one % 12) + 1).padStart(2, '0')}`)
}
