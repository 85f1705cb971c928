import { addDays } from '#shared/calendar/dates.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import type { SeedContext, SyntheticCase } from '#subsystems/casework/synthetic/seed-context.ts'
import { ruleItems, ruleSets, scales, workflows } from './reference.ts'
import { scorePopulation, type ScoredEvent, type ScoredProject } from './score.ts'

type Event = ScoredEvent & { readonly enterpriseId: number; readonly state: string; readonly publishFrom: string }
const [creditEventWorkflow] = workflows

export async function seedMarketSupervision(context: SeedContext): Promise<void> {
  await loadRules(context)
  const projects = await loadProjects(context)
  const events = await loadEvents(context)
  await loadSnapshots(context, projects, events)
  await loadCases(context, events)
  await loadRegisters(context)
}

async function loadRules(context: SeedContext): Promise<void> {
  await context.load('market.credit_rule_set', ruleSets.map((set, at) => ({
    credit_rule_set_id: at + 1, version: set.version, subject_type: set.subjectType, effective_from: set.effectiveFrom, period_months: set.periodMonths,
    block_max: set.blockMax, rank_step: set.rankStep, rank_deduction: set.rankDeduction, rank_floor: set.rankFloor,
  })))
  await context.load('market.credit_rule_item', ruleItems.map((item, at) => ({
    credit_rule_item_id: at + 1, credit_rule_set_id: 1, code: item.code, block: item.block, kind: item.kind, title: item.title, level: item.level, points: item.points, cap: null, publish_months: item.publishMonths, basis: item.basis,
  })))
}

async function loadProjects(context: SeedContext): Promise<Array<ScoredProject & { contractorId: number }>> {
  const draw = context.draw.fork('projects')
  const running = context.world.projects.filter(({ status }) => status !== 'preparing')
  const evaluations: Row[] = []
  const scored = running.map((project) => {
    const { weight } = scales.find(({ from }) => project.contractAmount >= from) ?? scales[3]
    const monthly = monthsBack(context.today, 6).map((period) => ({ project_id: project.projectId, period, safety: draw.decimal(70, 99, 2), quality: draw.decimal(72, 99, 2), innovation: draw.decimal(40, 95, 2) }))
    evaluations.push(...monthly)
    const dynamic = Math.round((monthly.reduce((sum, one) => sum + one.safety * 0.4 + one.quality * 0.4 + one.innovation * 0.2, 0) / monthly.length) * 100) / 100
    return { projectId: project.projectId, contractorId: project.contractorId, weight, dynamic }
  })
  await context.load('market.project_scale', context.world.projects.map((project) => {
    const { scale, weight } = scales.find(({ from }) => project.contractAmount >= from) ?? scales[3]
    return { project_id: project.projectId, scale, weight }
  }))
  await context.load('market.project_dynamic_eval', evaluations)
  return scored
}

async function loadEvents(context: SeedContext): Promise<Event[]> {
  const { world, today } = context
  const draw = context.draw.fork('events')
  const rows: Row[] = []
  const events = Array.from({ length: 160 * context.scale }, (_, at): Event => {
    const id = at + 1
    const item = draw.pick(ruleItems)
    const builder = draw.pick(world.builders)
    const project = item.block === '项目履约' ? world.projects.find(({ contractorId }) => contractorId === builder.enterpriseId) : undefined
    const docOn = draw.day(today, -500, 0)
    const start = `${docOn}T09:30:00+08:00`
    const publishTo = addDays(docOn, item.publishMonths * 30 + 12)
    const states = ['collected', 'verified', 'determined', 'notified', 'published']
    const walk = creditEventWorkflow
      ? context.live(creditEventWorkflow, id, draw, start, { by: '信用评价岗', states: publishTo < today ? [...states, ['expired', addDays(publishTo, 1)]] : states.slice(0, docOn > addDays(today, -5) ? draw.integer(1, 3) : 5) })
      : undefined
    const state = walk?.state ?? 'collected'
    rows.push({
      credit_event_id: id, enterprise_id: builder.enterpriseId, project_id: project?.projectId ?? null, credit_rule_item_id: ruleItems.indexOf(item) + 1, kind: item.kind, title: `${item.title}（${item.level}）`,
      doc_no: `京建${item.kind === '良好' ? '奖' : '罚'}字〔${docOn.slice(0, 4)}〕第${String(id).padStart(6, '0')}号`, doc_on: docOn, source: draw.pick(['区住建委', '市住建委', '执法总队', '企业申报']), publish_from: addDays(docOn, 4), publish_to: publishTo, state,
    })
    return { creditEventId: id, enterpriseId: builder.enterpriseId, projectId: project?.projectId ?? null, block: item.block, kind: item.kind, points: item.points, title: `${item.title}（${item.level}）`, state, publishFrom: addDays(docOn, 4) }
  })
  await context.load('market.credit_event', rows)
  return events
}

/** A snapshot on the first of each of the last three months and one of today; each keeps its lines. */
async function loadSnapshots(context: SeedContext, projects: ReadonlyArray<ScoredProject & { contractorId: number }>, events: readonly Event[]): Promise<void> {
  const draw = context.draw.fork('snapshots')
  const days = [...new Set([...monthsBack(context.today, 3).map((month) => `${month}-01`), context.today])].filter((day) => day <= context.today)
  const snapshots: Row[] = []
  const lines: Row[] = []
  for (const day of days) {
    const sheets = scorePopulation(
      context.world.builders.map(({ enterpriseId }) => ({
        enterpriseId, projects: projects.filter(({ contractorId }) => contractorId === enterpriseId),
        events: events.filter((event) => event.enterpriseId === enterpriseId && event.state === 'published' && event.publishFrom <= day),
      })),
      ruleSets[0],
    )
    for (const sheet of sheets) {
      const id = snapshots.length + 1
      snapshots.push({ score_snapshot_id: id, enterprise_id: sheet.enterpriseId, credit_rule_set_id: 1, scored_on: day, project_points: sheet.projectPoints, corp_points: sheet.corpPoints, total: sheet.total, rank: sheet.rank, grade: sheet.grade })
      lines.push(...sheet.lines.map((line) => ({ score_snapshot_id: id, block: line.block, credit_event_id: line.creditEventId, project_id: line.projectId, points: line.points, note: line.note })))
    }
  }
  await context.load('market.score_snapshot', snapshots)
  await context.load('market.score_line', lines)
  await context.load('market.bid_query_log', Array.from({ length: 40 * context.scale }, (_, at) => ({
    score_snapshot_id: draw.integer(1, snapshots.length), tender_no: `ZB${context.today.slice(0, 4)}${String(at + 1).padStart(5, '0')}`, queried_at: `${draw.day(context.today, -60, -1)}T14:00:00+08:00`, queried_by: '示例招标代理机构',
  })))
}

async function loadCases(context: SeedContext, events: readonly Event[]): Promise<void> {
  const bad = events.filter(({ kind, state }) => kind === '不良' && state === 'published')
  const draw = context.draw.fork('cases')
  const subjectOf = new Map<number, Event>()
  const request = (itemCode: string, prefix: string, count: number, subject: string) =>
    context.makeCases({
      itemCode, prefix, count, handledBy: '信用评价岗', materials: ['申请书', '证明材料'],
      of: (at, inner) => {
        const event = inner.pick(bad)
        subjectOf.set(at, event)
        return { enterpriseId: event.enterpriseId, subject: `${subject}：${event.title}` }
      },
    })
  const verdictOf = (one: SyntheticCase, yes: string, no: string) => (one.decidedOn ? (one.isGranted ? yes : no) : null)

  const objections = await request('SC-YY-01', 'YY', 24 * context.scale, '对信用信息提出异议')
  await context.load('market.objection', objections.map((one, at) => ({ case_item_id: one.caseItemId, credit_event_id: subjectOf.get(at)?.creditEventId ?? 1, claim: draw.pick(['事实与实际不符', '责任主体认定有误', '已整改完毕']), verdict: verdictOf(one, '成立', '不成立'), decided_on: one.decidedOn })))
  const repairs = await request('SC-XF-01', 'XF', 24 * context.scale, '申请信用修复')
  await context.load('market.repair_application', repairs.map((one, at) => {
    const event = subjectOf.get(at)
    return { case_item_id: one.caseItemId, credit_event_id: event?.creditEventId ?? 1, promise: '承诺依法诚信经营，不再发生同类行为', minimum_met_on: addDays(event?.publishFrom ?? context.today, 180), verdict: verdictOf(one, '同意', '不同意'), decided_on: one.decidedOn }
  }))
}

async function loadRegisters(context: SeedContext): Promise<void> {
  const { world, today, scale } = context
  const draw = context.draw.fork('registers')
  await context.load('market.contract_record', world.projects.flatMap((project) => [
    { project_id: project.projectId, contractor_id: project.contractorId, contract_kind: '施工总承包', amount: project.contractAmount, signed_on: addDays(project.startOn, -30), guarantee_form: draw.pick(['银行保函', '工程担保', '保险']) },
    { project_id: project.projectId, contractor_id: project.supervisorId, contract_kind: '监理', amount: Number((project.contractAmount * 0.015).toFixed(4)), signed_on: addDays(project.startOn, -25), guarantee_form: '无' },
  ]))
  await context.load('market.penalty_point_record', Array.from({ length: 40 * scale }, () => {
    const recordedOn = draw.day(today, -360, -1)
    return { enterprise_id: draw.pick(world.builders).enterpriseId, behaviour_code: `SGA${String(draw.integer(1, 60)).padStart(3, '0')}`, points: draw.integer(1, 6), recorded_on: recordedOn, cycle_ends_on: addDays(recordedOn, 365) }
  }))
  await context.load('market.blacklist_entry', Array.from({ length: 4 * scale }, (_, at) => {
    const listedOn = draw.day(today, -500, -30)
    const endsOn = addDays(listedOn, 365)
    return { enterprise_id: draw.pick(world.builders).enterpriseId, ground: draw.pick(['转包被处罚', '提供虚假材料取得资质', '拖欠工人工资情节严重']), doc_no: `京建黑字〔${listedOn.slice(0, 4)}〕第${at + 1}号`, listed_on: listedOn, ends_on: endsOn, removed_on: endsOn < today ? endsOn : null }
  }))
  await context.load('market.corp_entry_record', Array.from({ length: 6 * scale }, () => ({ enterprise_id: draw.pick(world.builders).enterpriseId, origin_region: draw.pick(['河北省', '天津市', '江苏省', '浙江省']), entered_on: draw.day(today, -700, -10), leader_count: draw.integer(3, 20) })))
  await context.load('market.illegal_contracting_clue', Array.from({ length: 18 * scale }, () => {
    const project = draw.pick(world.projects)
    return { project_id: project.projectId, enterprise_id: project.contractorId, kind: draw.pick(['转包', '挂靠', '违法分包']), source: draw.pick(['举报', '巡查', '数据比对']), found_on: draw.day(today, -200, -1), verdict: draw.pick(['待核查', '属实', '不属实', '移送执法']) }
  }))
}

/** The last `count` months before that of `date`, oldest first, `2024-08`. */
function monthsBack(date: string, count: number): string[] {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, at) => month - count + 1 + at).map((one) => `${Math.floor(one / 12)}-${String((one % 12) + 1).padStart(2, '0')}`)
}
