import { addDays } from '#shared/calendar/dates.ts'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import type { Draw } from '#subsystems/casework/synthetic/draw.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'
import type { SyntheticEnterprise, SyntheticProject } from '#subsystems/casework/synthetic/world.ts'
import type { ContentIds } from './content/seed-content.ts'
import { documentTypes, powers, type BenchmarkSeed } from './reference.ts'
import type { SyntheticCheck } from './seed-checks.ts'
import type { Organ, Registers } from './seed.ts'
import { penaltyCaseWorkflow } from './workflows.ts'

const calendar = shippedCalendar()
type Tables = Record<'cases' | 'officers' | 'evidence' | 'discretions' | 'decisions' | 'documents' | 'publicity', Row[]>

/** Cases over thirteen months: those that a check handed over, and others from complaints; from filing to publicity. */
export async function loadPenaltyCases(context: SeedContext, registers: Registers, checks: readonly SyntheticCheck[]): Promise<void> {
  const { world, today } = context
  const draw = context.draw.fork('penalty cases')
  const tables: Tables = { cases: [], officers: [], evidence: [], discretions: [], decisions: [], documents: [], publicity: [] }
  const handedOver = checks.filter(({ result }) => result === '移交立案')
  const others = Array.from({ length: 50 * context.scale }, () => {
    const project = draw.pick(world.projects)
    return { checkId: null, organId: draw.integer(1, registers.organs.length), enterpriseId: project.contractorId, projectId: project.projectId, checkedOn: draw.day(today, -390, -2) }
  })
  for (const [at, origin] of [...handedOver, ...others].entries()) {
    const organ = registers.organs.find(({ organId }) => organId === origin.organId)
    const enterprise = world.enterprises.find(({ enterpriseId }) => enterpriseId === origin.enterpriseId)
    const project = world.projects.find(({ projectId }) => projectId === origin.projectId)
    if (!organ || !enterprise || !project) continue
    addCase(context, tables, draw, { caseId: at + 1, filedOn: addDays(origin.checkedOn, 3), checkId: origin.checkId, organ, enterprise, project }, registers)
  }
  for (const [name, table] of Object.entries({ cases: 'penalty_case', officers: 'case_officer', evidence: 'case_evidence', discretions: 'case_discretion', decisions: 'penalty_decision', documents: 'case_document', publicity: 'penalty_publicity' })) {
    await context.load(`enforcement.${table}`, tables[name as keyof Tables])
  }
}

type Case = { readonly caseId: number; readonly filedOn: string; readonly checkId: number | null; readonly organ: Organ; readonly enterprise: SyntheticEnterprise; readonly project: SyntheticProject }

function addCase(context: SeedContext, tables: Tables, draw: Draw, one: Case, { officers, contentIds }: Registers): void {
  const { today } = context
  const { caseId, filedOn, organ, enterprise, project } = one
  const powerAt = draw.integer(0, powers.length - 1)
  const power = powers[powerAt] as (typeof powers)[number]
  const stepAt = draw.integer(0, power.benchmarks.length - 1)
  const step = power.benchmarks[stepAt] as BenchmarkSeed
  const isNone = step.discretionClass === 'T'
  const fine = fineOf(step, project, draw)
  const isHeavy = fine >= 100_000
  const decidedOn = addDays(filedOn, draw.integer(25, 80))
  const servedOn = addDays(decidedOn, draw.integer(1, 7))
  const closedOn = addDays(servedOn, draw.integer(8, 25))
  const told = [
    ['clue', addDays(filedOn, -3)], ['verifying', addDays(filedOn, -2)], ['filed', filedOn], ['investigating', addDays(filedOn, 1)], ['final_report', addDays(decidedOn, -14)], ['legal_review', addDays(decidedOn, -12)],
    ...(isHeavy ? [['collective', addDays(decidedOn, -10)] as const] : []), ['notified', addDays(decidedOn, -8)], ...(isHeavy && caseId % 4 === 0 ? [['hearing', addDays(decidedOn, -1)] as const] : []),
    ['decided', decidedOn], ['served', servedOn], ['performing', servedOn], ['closed', closedOn], ['filed_archive', addDays(closedOn, 10)],
  ] as const
  const walk = context.live(penaltyCaseWorkflow, caseId, draw, `${addDays(filedOn, -3)}T09:00:00+08:00`, { by: '案件承办岗', states: told.filter(([, on], at) => at === 0 || on < today) })
  const has = (state: string) => walk.reached(state) !== undefined
  tables.cases.push({
    penalty_case_id: caseId, case_no: `京建案（${organ.shortName}）〔${filedOn.slice(0, 4)}〕${String(caseId).padStart(5, '0')}`, enforcement_organ_id: organ.organId, inspection_check_id: one.checkId, enterprise_id: enterprise.enterpriseId, project_id: project.projectId,
    source: one.checkId ? '1' : draw.pick(['2', '3', '4', '5']), procedure: '普通', power_id: powerAt + 1, fact: `在${project.name}施工中${power.name.replace(/^对|的处罚$/g, '')}`, filed_on: filedOn, decide_by: addDays(filedOn, 90),
    is_legally_reviewed: has('legal_review'), is_collective: has('collective'), has_hearing: has('hearing'), closed_on: has('closed') ? closedOn : null, closed_state: has('closed') ? (isNone ? '03' : '01') : null, state: walk.state,
  })
  tables.officers.push(...draw.several(officers.filter(({ organId }) => organId === organ.organId), 2).map(({ officerId }) => ({ penalty_case_id: caseId, officer_id: officerId })))
  if (has('investigating')) for (const kind of ['01', '08', '06']) tables.evidence.push({ penalty_case_id: caseId, kind, description: { '01': '施工合同与资料复印件', '08': '现场检查笔录', '06': '询问笔录' }[kind] ?? '', taken_on: addDays(filedOn, 1) })
  if (has('legal_review')) tables.discretions.push({ penalty_case_id: caseId, content_version_id: contentIds('benchmark', power.code), benchmark_code: step.code, factors: step.condition, chosen_amount: fine, outside_reason: null })
  addDocuments(tables, contentIds, one, decidedOn, has)
  if (has('decided')) addDecision(context, tables, draw, one, { decidedOn, servedOn, closedOn, fine, isNone, power, contentIds, isServed: has('served'), isClosed: has('closed') })
}

function addDocuments(tables: Tables, contentIds: ContentIds, { caseId, organ, filedOn }: Case, decidedOn: string, has: (state: string) => boolean): void {
  const made: ReadonlyArray<readonly [title: string, state: string, on: string]> = [['立案审批表', 'filed', filedOn], ['询问笔录', 'investigating', addDays(filedOn, 1)], ['调查终结报告', 'final_report', addDays(decidedOn, -14)], ['法制审核意见书', 'legal_review', addDays(decidedOn, -12)], ['行政处罚事先告知书', 'notified', addDays(decidedOn, -8)], ['结案审批表', 'closed', decidedOn]]
  for (const [title, state, on] of made) {
    const type = documentTypes.find((one) => one.title === title)
    if (type && has(state)) tables.documents.push({ penalty_case_id: caseId, document_type: type.code, content_version_id: contentIds('document-template', type.code), doc_no: numberOf(type.numberTemplate, organ, on, caseId), made_on: on, file_sm3: null })
  }
}

type Decision = { readonly decidedOn: string; readonly servedOn: string; readonly closedOn: string; readonly fine: number; readonly isNone: boolean; readonly power: (typeof powers)[number]; readonly contentIds: ContentIds; readonly isServed: boolean; readonly isClosed: boolean }

function addDecision(context: SeedContext, tables: Tables, draw: Draw, { caseId, organ, enterprise, project }: Case, decision: Decision): void {
  const { decidedOn, servedOn, fine, isNone, power, contentIds } = decision
  const type = documentTypes.find(({ title }) => title === (isNone ? '不予行政处罚决定书' : '行政处罚决定书'))
  const docNo = numberOf(type?.numberTemplate ?? '', organ, decidedOn, caseId)
  const isRevoked = draw.chance(0.02) && decision.isClosed
  tables.documents.push({ penalty_case_id: caseId, document_type: type?.code ?? '', content_version_id: contentIds('document-template', type?.code ?? ''), doc_no: docNo, made_on: decidedOn, file_sm3: null })
  tables.decisions.push({
    penalty_case_id: caseId, doc_no: docNo, kinds: isNone ? ['其他'] : ['罚款'], fine_amount: fine, confiscated_amount: 0, collected_amount: decision.isClosed && !isRevoked ? fine : 0, plot: isNone ? '减轻' : draw.pick(['从轻', '一般', '一般', '从重']),
    decided_on: decidedOn, served_on: decision.isServed ? servedOn : null, service_way: decision.isServed ? draw.pick(['01', '01', '04', '06']) : null, pay_by: decision.isServed && !isNone ? addDays(servedOn, 15) : null, revoked_on: isRevoked ? decision.closedOn : null,
  })
  if (isNone) return
  const uploadedOn = draw.day(decidedOn, 1, 9)
  tables.publicity.push({
    penalty_case_id: caseId, cf_xdr_mc: enterprise.name, cf_xdr_lb: '法人及非法人组织', cf_xdr_shxym: enterprise.uscc, cf_frdb: enterprise.legalRepName, cf_wsh: docNo, cf_wfxw: power.name.replace(/^对|的处罚$/g, ''), cf_sy: `在${project.name}施工中违法，事实清楚`,
    cf_yj: power.penalty, cf_cflb: '罚款', cf_nr: `罚款 ${fine} 元`,
    // The receiving platform takes 万元, our own tables hold 元.
    cf_nr_fk: fine / 10_000, cf_nr_wfff: null, cf_nr_zkdx: null, cf_jdrq: decidedOn, cf_yxq: addDays(decidedOn, 365), cf_gsjzq: addDays(decidedOn, 365), cf_cfjg: organ.name, cf_cfjgdm: organ.uscc, cf_sjly: organ.name, cf_sjlydm: organ.uscc, bz: null,
    spec_version: '2021', upload_due_on: calendar.addWorkingDays(decidedOn, 7).date, uploaded_at: uploadedOn < context.today ? `${uploadedOn}T15:00:00+08:00` : null, withdrawn_on: isRevoked ? addDays(decision.closedOn, 2) : null,
  })
}

/** 元, within the step's range. */
function fineOf(step: BenchmarkSeed, project: SyntheticProject, draw: Draw): number {
  const share = draw.decimal(0, 1, 2)
  const value = step.min + (step.max - step.min) * share
  return step.unit === '%合同价' ? Math.round((project.contractAmount * 10_000 * value) / 100) : Math.round(value)
}

function numberOf(template: string, organ: Organ, date: string, sequence: number): string {
  return template.replace('{organ}', organ.shortName).replace('{year}', date.slice(0, 4)).replace('{seq}', String(sequence).padStart(6, '0'))
}
