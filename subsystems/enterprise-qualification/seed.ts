import { addDays } from '#shared/calendar/dates.ts'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import { validityEnd } from '#subsystems/casework/synthetic/make-cases.ts'
import type { SeedContext, SyntheticCase } from '#subsystems/casework/synthetic/seed-context.ts'
import type { ToldState } from '#subsystems/casework/synthetic/walk-workflow.ts'
import { buildingIndicators, categories, decisionLevel, STANDARD_VERSION, workflows } from './reference.ts'

type Category = { readonly qualCategoryId: number; readonly code: string; readonly name: string; readonly grade: string; readonly sequence: string }
const ORGAN = { name: '北京市住房和城乡建设委员会（示例）', uscc: '11110199MA00000110' }
const calendar = shippedCalendar()

export async function seedEnterpriseQualification(context: SeedContext): Promise<void> {
  const categoryRows = await loadStandards(context)
  const cases = await context.makeCases({
    itemCode: 'JZ-ZZ-01', prefix: 'ZZ', count: 90 * context.scale, handledBy: '市级审核岗', materials: ['资质申请表', '企业章程', '审计报告', '人员社保证明', '业绩证明'],
    of: (_at, draw) => {
      const enterprise = draw.pick(context.world.builders)
      return { enterpriseId: enterprise.enterpriseId, subject: `${enterprise.name}申请建筑业企业资质` }
    },
  })
  const applications = await loadApplications(context, cases, categoryRows)
  await loadCertificates(context, categoryRows)
  await loadSafetyPermits(context)
  await loadDynamicChecks(context)
  await loadPublicity(context, applications)
  await context.load('qualification.outside_entry', context.world.builders.filter((_one, at) => at % 9 === 4).map((one, at) => {
    const draw = context.draw.fork(`entry ${at}`)
    const reportedOn = draw.day(context.today, -300, -5)
    return { enterprise_id: one.enterpriseId, origin_region: draw.pick(['河北省', '天津市', '山东省', '江苏省']), reported_on: reportedOn, valid_to: addDays(reportedOn, 364) }
  }))
}

async function loadStandards(context: SeedContext): Promise<Category[]> {
  const all: Category[] = categories.flatMap(({ code, name, grades, sequence }) => grades.map((grade) => ({ code, name, grade, sequence }))).map((one, at) => ({ ...one, qualCategoryId: at + 1 }))
  await context.load('qualification.qual_category', all.map((one) => ({
    qual_category_id: one.qualCategoryId, standard_version: STANDARD_VERSION, sequence: one.sequence, category_code: one.code, category_name: one.name, grade: one.grade, decision_level: decisionLevel(one.sequence, one.grade), is_valid: true,
  })))
  await context.load('qualification.qual_indicator', all.filter(({ code, grade }) => code === 'A01' && grade !== '特级').flatMap((one) =>
    buildingIndicators.map((indicator) => ({
      qual_category_id: one.qualCategoryId, code: indicator.code, title: indicator.title, operator: '>=', value: indicator.values[one.grade as '一级'], unit: indicator.unit,
      is_assessed: !indicator.isHeadCount || one.grade === '三级', evidence_type: indicator.evidence,
    })),
  ))
  return all
}

type Application = { readonly id: number; readonly one: SyntheticCase; readonly categories: readonly Category[]; readonly decision: '准予' | '不准予' | null; readonly docNo: string | null }

async function loadApplications(context: SeedContext, cases: readonly SyntheticCase[], all: readonly Category[]): Promise<Application[]> {
  const { world } = context
  const draw = context.draw.fork('applications')
  const building = all.filter(({ code, grade }) => code === 'A01' && grade !== '特级')
  const open = all.filter(({ grade }) => grade !== '特级')
  const items: Row[] = []
  const people: Row[] = []
  const assetRows: Row[] = []
  const equipment: Row[] = []
  const performances: Row[] = []
  const prechecks: Row[] = []
  const reviews: Row[] = []
  const applications = cases.map((one, at): Application => {
    const id = at + 1
    const decision = one.decidedOn ? (one.isGranted ? '准予' : '不准予') : null
    const chosen = [...new Set([draw.pick(building), ...(draw.chance(0.4) ? [draw.pick(open)] : [])])]
    for (const category of chosen) items.push({ qual_application_id: id, qual_category_id: category.qualCategoryId })
    for (const person of draw.several(world.persons.filter(({ enterpriseId }) => enterpriseId === one.enterpriseId).slice(0, 12), 5)) {
      people.push({ qual_application_id: id, person_id: person.personId, role: draw.pick(['技术负责人', '注册建造师', '职称人员', '现场管理人员', '技术工人']), cert_no: `SL${draw.hex(10)}`, insured_months: draw.integer(0, 60), is_verified: draw.chance(0.9) })
    }
    const assets = world.enterprises.find(({ enterpriseId }) => enterpriseId === one.enterpriseId)?.netAssets ?? 0
    assetRows.push({ qual_application_id: id, net_assets: assets, audit_report_no: `示审字${draw.integer(1000, 9999)}号`, audit_firm: '北京示例会计师事务所', audit_year: Number(one.submittedAt.slice(0, 4)) - 1 })
    equipment.push({ qual_application_id: id, name: draw.pick(['塔式起重机', '施工升降机', '混凝土泵车', '全站仪']), model: `SL-${draw.integer(10, 99)}`, quantity: draw.integer(1, 6), original_value: draw.integer(20_000, 900_000), invoice_no: String(draw.integer(10_000_000, 99_999_999)) })
    for (const project of draw.several(world.projects.filter(({ contractorId }) => contractorId === one.enterpriseId), 2)) {
      performances.push({ qual_application_id: id, project_id: project.projectId, performance_class: '民用建筑层数', tech_parameters: `建筑面积 ${project.area} 平方米`, contract_amount: project.contractAmount, data_level: draw.pick(['A', 'A', 'B', 'D']), verdict: decision ? draw.pick(['认可', '认可', '不认可']) : '待核查' })
    }
    for (const category of chosen.filter(({ code }) => code === 'A01')) prechecks.push(...precheck(id, category, building, assets, draw.fork(`precheck ${id}`)))
    if (one.acceptedAt && draw.chance(0.5)) reviews.push({ qual_application_id: id, expert_code: `ZJ${String(draw.integer(1, 40)).padStart(3, '0')}`, opinion: decision === '不准予' ? '不达标' : '达标', has_conflict: false, signed_at: one.acceptedAt })
    return { id, one, categories: chosen, decision, docNo: decision ? `京建资许字〔${one.decidedOn?.slice(0, 4)}〕第${String(id).padStart(5, '0')}号` : null }
  })
  await context.load('qualification.qual_application', applications.map(({ id, one, decision, docNo }) => ({
    qual_application_id: id, case_item_id: one.caseItemId, enterprise_id: one.enterpriseId, app_type: draw.pick(['首次', '升级', '增项', '增项', '延续', '延续', '简单变更']), promise_mode: draw.chance(0.3) ? '告知承诺' : '一般',
    standard_version: STANDARD_VERSION, decision, decision_doc_no: docNo, decided_on: one.decidedOn,
  })))
  await context.load('qualification.qual_application_item', items)
  await context.load('qualification.qual_application_person', people)
  await context.load('qualification.qual_application_asset', assetRows)
  await context.load('qualification.qual_application_equipment', equipment)
  await context.load('qualification.qual_application_performance', performances)
  await context.load('qualification.qual_precheck', prechecks)
  await context.load('qualification.expert_review', reviews)
  return applications
}

/** What was claimed against what could be verified; indicator ids follow the order in which standards are loaded. */
function precheck(applicationId: number, category: Category, building: readonly Category[], netAssets: number, draw: SeedContext['draw']): Row[] {
  const offset = building.findIndex(({ qualCategoryId }) => qualCategoryId === category.qualCategoryId) * buildingIndicators.length
  return buildingIndicators.map((indicator, at) => {
    const standard = indicator.values[category.grade as '一级']
    const claimed = indicator.code === 'net-assets' ? netAssets : Math.round(standard * draw.decimal(0.9, 1.4, 2))
    const verified = Math.round(claimed * (draw.chance(0.8) ? 1 : 0.85) * 100) / 100
    return { qual_application_id: applicationId, qual_indicator_id: offset + at + 1, claimed, verified, gap: Number((verified - standard).toFixed(2)) }
  })
}

async function loadCertificates(context: SeedContext, all: readonly Category[]): Promise<void> {
  const draw = context.draw.fork('certificates')
  const holders = context.world.builders
  const made = await context.makeCertificates(holders.map((one, at) => ({ certNo: `D211${String(at + 1).padStart(6, '0')}`, certType: 'qualification', enterpriseId: one.enterpriseId, issuedOn: draw.day(context.today, -1_900, -10), validYears: 5 })))
  await context.load('qualification.qual_certificate', made.map((certificate, at) => ({ certificate_id: certificate.certificateId, enterprise_id: certificate.enterpriseId as number, reg_capital: holders[at]?.regCapital ?? 0 })))
  await context.load('qualification.qual_certificate_item', made.flatMap((certificate) =>
    draw.several(all.filter(({ grade }) => grade !== '特级'), draw.integer(1, 4)).map((category) => ({ certificate_id: certificate.certificateId, qual_category_id: category.qualCategoryId, approved_on: certificate.issuedOn, valid_to: certificate.validTo })),
  ))
}

async function loadSafetyPermits(context: SeedContext): Promise<void> {
  const draw = context.draw.fork('safety permits')
  const cases = await context.makeCases({
    itemCode: 'JZ-AX-01', prefix: 'AX', count: 30 * context.scale, handledBy: '安全许可岗', materials: ['安全生产许可证申请表', '安全生产责任制文件', '工伤保险证明'],
    of: (_at, inner) => ({ enterpriseId: inner.pick(context.world.builders).enterpriseId, subject: '申请安全生产许可证' }),
  })
  const caseOf = new Map(cases.filter(({ isGranted }) => isGranted).map((one) => [one.enterpriseId, one.caseItemId]))
  const made = await context.makeCertificates(context.world.builders.map((one, at) => {
    const issuedOn = draw.day(context.today, -1_150, -10)
    const caseItemId = caseOf.get(one.enterpriseId)
    return { certNo: `（京）JZ安许证字[${issuedOn.slice(0, 4)}]${String(at + 1).padStart(6, '0')}`, certType: 'safety-permit', enterpriseId: one.enterpriseId, issuedOn, validYears: 3, ...(caseItemId ? { caseItemId } : {}) }
  }))
  await context.load('qualification.safety_permit', made.map((one) => ({ certificate_id: one.certificateId, enterprise_id: one.enterpriseId as number, permit_scope: '建筑施工', safety_officer_count: draw.integer(1, 8), required_officer_count: draw.pick([2, 3, 4]) })))
}

async function loadDynamicChecks(context: SeedContext): Promise<void> {
  const draw = context.draw.fork('dynamic checks')
  const workflow = workflows[0]
  if (!workflow) return
  await context.load('qualification.dynamic_check', context.world.builders.filter((_one, at) => at % 2 === 0).map((one, at) => {
    const checkedOn = draw.day(context.today, -300, -1)
    const isBad = draw.chance(0.2)
    const isRectified = isBad && addDays(checkedOn, 30) < context.today && draw.chance(0.7)
    const states: ToldState[] = ['planned', ['checked', checkedOn], ...(isBad ? ['rectifying'] : ['closed']), ...(isRectified ? [['rechecked', addDays(checkedOn, 30)] as const, ['closed', addDays(checkedOn, 30)] as const] : [])]
    const walk = context.live(workflow, at + 1, draw, `${addDays(checkedOn, -1)}T09:00:00+08:00`, { states, by: '动态核查员' })
    return {
      dynamic_check_id: at + 1, enterprise_id: one.enterpriseId, batch_no: `DH${checkedOn.slice(0, 7)}`, trigger_kind: draw.pick(['随机', '随机', '告知承诺核查', '举报', '年度']), checked_on: checkedOn,
      result: isBad ? '不合格' : '合格', rectify_by: isBad ? addDays(checkedOn, 90) : null, rectified_on: isRectified ? addDays(checkedOn, 30) : null, state: walk.state,
    }
  }))
}

/** Every granted application is published; upload is due on the seventh working day after the decision. */
async function loadPublicity(context: SeedContext, applications: readonly Application[]): Promise<void> {
  const draw = context.draw.fork('publicity')
  await context.load('qualification.permit_publicity', applications.filter(({ decision }) => decision === '准予').flatMap(({ id, one, categories: chosen, docNo }) => {
    const enterprise = context.world.enterprises.find(({ enterpriseId }) => enterpriseId === one.enterpriseId)
    if (!enterprise || !one.decidedOn || !docNo) return []
    const due = calendar.addWorkingDays(one.decidedOn, 7).date
    const uploadedOn = draw.day(one.decidedOn, 1, 8)
    return [{
      qual_application_id: id, xk_xdr_mc: enterprise.name, xk_xdr_lb: '法人及非法人组织', xk_xdr_shxym: enterprise.uscc, xk_frdb: enterprise.legalRepName, xk_xkws: '准予行政许可决定书', xk_wsh: docNo, xk_xklb: '普通',
      xk_xkzs: '建筑业企业资质证书', xk_xkbh: null, xk_nr: chosen.map(({ name, grade }) => name + grade).join('、'), xk_jdrq: one.decidedOn, xk_yxqz: one.decidedOn, xk_yxqzi: validityEnd(one.decidedOn, 5),
      xk_xkjg: ORGAN.name, xk_xkjgdm: ORGAN.uscc, xk_zt: '1', xk_lydw: ORGAN.name, xk_lydwdm: ORGAN.uscc, bz: null, spec_version: '2021', upload_due_on: due, uploaded_at: uploadedOn <= context.today ? `${uploadedOn}T10:00:00+08:00` : null,
    }]
  }))
}
