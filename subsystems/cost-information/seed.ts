import { addDays } from '#shared/calendar/dates.ts'
import type { Workflow } from '#subsystems/casework/reference/workflow.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'
import { feeRates, norms, resourceClasses, resources, workflows } from './reference.ts'
import { loadPrices } from './seed-prices.ts'

const [, normWorkflow, reportWorkflow, complaintWorkflow] = workflows as [Workflow, Workflow, Workflow, Workflow]

export async function seedCostInformation(context: SeedContext): Promise<void> {
  await loadLibraries(context)
  await loadPrices(context)
  await loadFirms(context)
  await loadIndicators(context)
  await loadCases(context)
}

async function loadLibraries(context: SeedContext): Promise<void> {
  const draw = context.draw.fork('libraries')
  await context.load('cost.resource_class', Object.entries(resourceClasses).map(([code, title]) => ({ resource_class: code, title })))
  await context.load('cost.resource', resources.map((one, at) => ({ resource_id: at + 1, code: one.code, resource_class: one.code.slice(0, 4), name: one.name, spec: one.spec, unit: one.unit, kind: one.kind, tax_rate: one.taxRate })))
  await context.load('cost.resource_map', resources.slice(4, 12).map((one, at) => ({ resource_id: at + 5, old_code: `BJ${one.code.slice(2)}`, valid_to: '2019-12-31' })))
  const books = norms.flatMap((norm) => ['建筑工程', '安装工程'].map((discipline) => ({ norm, discipline }))).map((one, at) => ({ bookId: at + 1, ...one }))
  await context.load('cost.norm_book', books.map(({ bookId, norm, discipline }) => {
    const { state } = context.live(normWorkflow, bookId, draw, `${Number(norm.version) - 1}-03-01T09:00:00+08:00`, { states: norm.states, by: '定额编制岗' })
    return { norm_book_id: bookId, version: norm.version, title: norm.title, discipline, state }
  }))
  const works = [['土石方工程', '挖一般土方', 'm³'], ['砌筑工程', '砌块墙', 'm³'], ['混凝土工程', '现浇混凝土柱', 'm³'], ['混凝土工程', '现浇混凝土有梁板', 'm³'], ['钢筋工程', '现浇构件钢筋', 't'], ['防水工程', '卷材防水层', 'm²']] as const
  const items = books.flatMap(({ bookId }) => works.map(([chapter, name, unit], at) => ({ bookId, chapter, name, unit, at }))).map((one, at) => ({ itemId: at + 1, ...one }))
  await context.load('cost.norm_item', items.map(({ itemId, bookId, chapter, name, unit, at }) => ({ norm_item_id: itemId, norm_book_id: bookId, code: `${String(at + 1).padStart(2, '0')}-5-${at + 11}`, chapter, name, unit, work_content: `${name}的全部操作过程` })))
  await context.load('cost.norm_consumption', items.flatMap(({ itemId }) => draw.several(resources.map((_one, at) => at + 1), 4).map((resourceId, at) => ({ norm_item_id: itemId, resource_id: resourceId, quantity: draw.decimal(0.02, 3, 4), is_main: at === 0 }))))
  await context.load('cost.fee_rate', norms.flatMap(({ version }) => feeRates.map((fee) => ({ version, name: fee.name, rate_base: fee.base, rate: fee.rate, min_rate: fee.min, max_rate: fee.max }))))
}

async function loadFirms(context: SeedContext): Promise<void> {
  const { world, today, scale } = context
  const draw = context.draw.fork('firms')
  const consultants = world.enterprises.filter(({ kind }) => kind === '咨询')
  await context.load('cost.cost_firm', consultants.map((one, at) => ({ cost_firm_id: at + 1, enterprise_id: one.enterpriseId, engineers_l1: draw.integer(3, 30), engineers_l2: draw.integer(2, 20), credit_grade: draw.pick(['AAA', 'AAA', 'AA', 'A', 'B']), listed_on: draw.day(today, -1_500, -200) })))
  const year = Number(today.slice(0, 4))
  const reports: Row[] = []
  for (const [at] of consultants.entries()) for (const back of [1, 2]) {
    const id = reports.length + 1
    const walk = context.live(reportWorkflow, id, draw, `${year - back + 1}-01-20T09:00:00+08:00`, { by: '统计岗', states: ['draft', 'submitted', 'checked', 'accepted', ...(back > 1 ? ['counted'] : [])].slice(0, today < `${year}-02-01` && back === 1 ? 1 : undefined) })
    reports.push({ firm_annual_report_id: id, cost_firm_id: at + 1, year: year - back, income_early: draw.decimal(20, 300, 2), income_construction: draw.decimal(100, 2000, 2), income_settlement: draw.decimal(200, 3000, 2), income_whole: draw.decimal(50, 1500, 2), income_appraisal: draw.decimal(0, 120, 2), state: walk.state })
  }
  await context.load('cost.firm_annual_report', reports)

  const engineers = world.persons.slice(0, 40 * scale)
  const certificates = await context.makeCertificates(engineers.map((person, at) => ({ certNo: `建[造]11${String(at + 1).padStart(9, '0')}`, certType: 'cost-engineer', personId: person.personId, issuedOn: draw.day(today, -1_300, -20), validYears: 4 })))
  const rows = certificates.map((certificate, at) => ({ cost_engineer_id: at + 1, person_id: certificate.personId as number, cost_firm_id: draw.integer(1, consultants.length), certificate_id: certificate.certificateId, level: draw.pick(['一级', '二级']), speciality: draw.pick(['土建', '土建', '安装', '交通', '水利']), seal_valid_to: certificate.validTo }))
  await context.load('cost.cost_engineer', rows)
  await context.load('cost.result_document', Array.from({ length: 80 * scale }, () => {
    const project = draw.pick(world.projects)
    const engineer = draw.pick(rows)
    return { cost_firm_id: engineer.cost_firm_id, project_id: project.projectId, cost_engineer_id: engineer.cost_engineer_id, kind: draw.pick(['概算', '最高投标限价', '投标报价', '结算', '造价鉴定']), amount: project.contractAmount, submitted_on: draw.day(today, -360, -1), check_result: draw.chance(0.3) ? draw.pick(['合格', '合格', '合格', '不合格']) : null }
  }))
}

async function loadIndicators(context: SeedContext): Promise<void> {
  const draw = context.draw.fork('indicators')
  await context.load('cost.cost_indicator', context.world.projects.filter(({ status }) => status !== 'preparing').map((project) => {
    const [labour, machine, fee] = [draw.integer(1_600, 2_200), draw.integer(500, 900), draw.integer(1_400, 1_900)]
    // In ten-thousandths, so that the four shares add up to exactly one.
    return { project_id: project.projectId, structure_type: draw.pick(['框架结构', '剪力墙结构', '框架-剪力墙结构', '钢结构']), unit_cost: Math.round((project.contractAmount * 1_000_000) / project.area) / 100, labour_share: labour / 10_000, material_share: (10_000 - labour - machine - fee) / 10_000, machine_share: machine / 10_000, fee_share: fee / 10_000, priced_on: project.startOn }
  }))
}

async function loadCases(context: SeedContext): Promise<void> {
  const { world } = context
  const draw = context.draw.fork('complaints')
  const projects: number[] = []
  const pickProject = (inner: SeedContext['draw']) => {
    const project = inner.pick(world.projects)
    projects.push(project.projectId - 1)
    return project
  }
  const cases = await context.makeCases({
    itemCode: 'ZJ-TS-01', prefix: 'XJ', count: 16 * context.scale, handledBy: '造价管理岗', materials: ['投诉书', '招标文件', '计算依据'],
    of: (_at, inner) => {
      const project = pickProject(inner)
      return { enterpriseId: inner.pick(world.builders).enterpriseId, projectId: project.projectId, subject: `对${project.name}最高投标限价的投诉` }
    },
  })
  await context.load('cost.price_complaint', cases.map((one, at) => {
    const project = world.projects[projects[at] ?? 0]
    const limit = Number(((project?.contractAmount ?? 1) * 1.05).toFixed(4))
    const walk = context.live(complaintWorkflow, at + 1, draw, one.submittedAt, { by: '造价管理岗' })
    const error = walk.reached('rechecked') ? draw.decimal(-5, 5, 4) : null
    return { price_complaint_id: at + 1, case_item_id: one.caseItemId, project_id: project?.projectId ?? 1, limit_published_on: addDays(one.submittedAt.slice(0, 10), -draw.integer(1, 5)), limit_amount: limit, rechecked_amount: error === null ? null : Number((limit * (1 + error / 100)).toFixed(4)), error_ratio: error, state: walk.state }
  }))
  await context.makeCases({
    itemCode: 'ZJ-BA-01', prefix: 'JS', count: 20 * context.scale, handledBy: '造价管理岗', materials: ['竣工结算文件', '备案表'],
    of: (_at, inner) => {
      const project = inner.pick(world.projects)
      return { enterpriseId: project.contractorId, projectId: project.projectId, subject: `${project.name}竣工结算文件备案` }
    },
  })
}
