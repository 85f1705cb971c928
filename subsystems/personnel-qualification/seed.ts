import { addDays, daysBetween } from '#shared/calendar/dates.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import { validityEnd } from '#subsystems/casework/synthetic/make-cases.ts'
import type { CertificateRequest, SeedContext, SyntheticCertificate } from '#subsystems/casework/synthetic/seed-context.ts'
import type { SyntheticPerson } from '#subsystems/casework/synthetic/world.ts'
import type { Workflow } from '#subsystems/casework/reference/workflow.ts'
import { certTypes, specialities, trades, workflows } from './reference.ts'

type CertType = (typeof certTypes)[number]
const [examPlanWorkflow, examSignupWorkflow, anomalyWorkflow] = workflows as [Workflow, Workflow, Workflow]
const itemOf = (type: CertType) => (type.family === '特种作业' ? 'RY-TZ-01' : type.family === '二级建造师' ? 'RY-JZ-01' : 'RY-AG-01')

export async function seedPersonnelQualification(context: SeedContext): Promise<void> {
  await loadRules(context)
  await loadTraining(context)
  await loadExams(context)
  await loadApplications(context)
  await loadCertificates(context)
}

async function loadRules({ load }: SeedContext): Promise<void> {
  await load('personnel.person_cert_type', certTypes.map((type) => ({ cert_type: type.code, title: type.title, family: type.family, valid_years: type.validYears, renewal_months: type.renewalMonths, time_limit: type.timeLimit })))
  // The retirement age rises step by step from 2025 on: a rule is a row with the date from which it holds.
  await load('personnel.age_rule', certTypes.flatMap(({ code }) => (['1', '2'] as const).flatMap((sex) => [
    { cert_type: code, sex, min_age: 18, max_age: sex === '1' ? 60 : 55, effective_from: '2008-06-01' },
    { cert_type: code, sex, min_age: 18, max_age: sex === '1' ? 63 : 58, effective_from: '2025-01-01' },
  ])))
}

async function loadTraining(context: SeedContext): Promise<void> {
  const draw = context.draw.fork('training')
  const orgs = context.world.enterprises.filter(({ kind }) => kind === '培训')
  await context.load('personnel.training_org', orgs.map((one, at) => ({ training_org_id: at + 1, enterprise_id: one.enterpriseId, capacity: draw.integer(200, 3000), is_active: true })))
  await context.load('personnel.training_record', context.world.persons.flatMap((person) => (draw.chance(0.6) ? [person] : [])).map((person) => {
    const finishedOn = draw.day(context.today, -400, -3)
    return { person_id: person.personId, training_org_id: draw.integer(1, orgs.length), year: Number(finishedOn.slice(0, 4)), hours: draw.pick([12, 24, 32, 60]), finished_on: finishedOn }
  }))
}

async function loadExams(context: SeedContext): Promise<void> {
  const { world, today } = context
  const draw = context.draw.fork('exams')
  const sites = ['110105', '110106', '110108', '110112', '110114', '110115'].map((region, at) => ({ exam_site_id: at + 1, name: `示例考点${at + 1}`, region, seats: draw.integer(60, 240) }))
  await context.load('personnel.exam_site', sites)
  const plans: Row[] = []
  const [signups, tickets, scores]: [Row[], Row[], Row[]] = [[], [], []]
  for (let at = 0; at < 18 * context.scale; at += 1) {
    const type = draw.pick(certTypes.filter(({ family }) => family !== '二级建造师'))
    const examOn = draw.day(today, -300, 45)
    const [signupFrom, signupTo] = [addDays(examOn, -45), addDays(examOn, -20)]
    const milestones = [['published', addDays(signupFrom, -5)], ['signup', signupFrom], ['prepared', addDays(signupTo, 5)], ['held', examOn], ['scored', addDays(examOn, 7)], ['closed', addDays(examOn, 20)]] as const
    const planId = at + 1
    const walk = context.live(examPlanWorkflow, planId, draw, `${addDays(signupFrom, -5)}T09:00:00+08:00`, { by: '考务岗', states: milestones.filter(([state, on]) => state === 'published' || on <= today) })
    plans.push({ exam_plan_id: planId, plan_no: `KS${examOn.replaceAll('-', '')}${String(planId).padStart(3, '0')}`, cert_type: type.code, exam_site_id: draw.integer(1, sites.length), exam_on: examOn, signup_from: signupFrom, signup_to: signupTo, quota: 60, pass_score: 60, state: walk.state })
    for (const person of draw.several(world.persons, signupFrom <= today ? draw.integer(6, 20) : 0)) addSignup(person, planId, examOn, signupFrom)
  }
  await context.load('personnel.exam_plan', plans)
  await context.load('personnel.exam_signup', signups)
  await context.load('personnel.exam_ticket', tickets)
  await context.load('personnel.exam_score', scores)

  function addSignup(person: SyntheticPerson, planId: number, examOn: string, signupFrom: string): void {
    const id = signups.length + 1
    const signedUpOn = draw.day(signupFrom, 0, Math.min(20, Math.max(0, daysBetween(signupFrom, today))))
    const score = draw.decimal(38, 99, 1)
    const isPassed = score >= 60
    const told = [['signed_up', signedUpOn], ['employer_confirmed', addDays(signedUpOn, 1)], ['approved', addDays(signedUpOn, 3)], ['ticketed', addDays(examOn, -7)], ['sat', examOn], [isPassed ? 'passed' : 'failed', addDays(examOn, 7)]] as const
    const walk = context.live(examSignupWorkflow, id, draw, `${signedUpOn}T10:00:00+08:00`, { by: '考务岗', states: told.filter(([state, on]) => state === 'signed_up' || on <= today) })
    signups.push({ exam_signup_id: id, exam_plan_id: planId, person_id: person.personId, enterprise_id: person.enterpriseId, appointment: draw.pick(['01', '05', '07', '08', '99']), signed_up_at: `${signedUpOn}T10:00:00+08:00`, is_photo_valid: true, state: walk.state })
    if (walk.reached('ticketed')) tickets.push({ exam_signup_id: id, ticket_no: `ZK${String(planId).padStart(4, '0')}${String(id).padStart(6, '0')}`, room: `第${draw.integer(1, 8)}考场`, seat: draw.integer(1, 30) })
    if (walk.reached('passed') ?? walk.reached('failed')) scores.push({ exam_signup_id: id, score, is_passed: isPassed, published_on: addDays(examOn, 7) })
  }
}

async function loadApplications(context: SeedContext): Promise<void> {
  const { world } = context
  const rows: Row[] = []
  for (const [itemCode, types] of groupedTypes()) {
    const chosen = new Map<number, { person: SyntheticPerson; type: CertType }>()
    const cases = await context.makeCases({
      itemCode, prefix: itemCode.slice(3, 5), count: 40 * context.scale, handledBy: '人员资格审核岗', materials: ['申请表', '身份证明', '社保证明', '继续教育证明'],
      of: (at, draw) => {
        const person = draw.pick(world.persons)
        const type = draw.pick(types)
        chosen.set(at, { person, type })
        return { personId: person.personId, enterpriseId: person.enterpriseId, subject: `申请${type.title}` }
      },
    })
    const draw = context.draw.fork(`applications ${itemCode}`)
    for (const [at, one] of cases.entries()) {
      const { person, type } = chosen.get(at) ?? {}
      if (!person || !type) continue
      rows.push({ case_item_id: one.caseItemId, person_id: person.personId, enterprise_id: person.enterpriseId, cert_type: type.code, operate_type: draw.pick(['01', '02', '02', '09', '05', '08']), is_employer_confirmed: draw.chance(0.95), decision: one.decidedOn ? (one.isGranted ? '准予' : '不准予') : null, decided_on: one.decidedOn })
    }
  }
  await context.load('personnel.person_cert_application', rows)
}

function groupedTypes(): Map<string, CertType[]> {
  const groups = new Map<string, CertType[]>()
  for (const type of certTypes) groups.set(itemOf(type), [...(groups.get(itemOf(type)) ?? []), type])
  return groups
}

async function loadCertificates(context: SeedContext): Promise<void> {
  const { world, today, scale } = context
  const draw = context.draw.fork('certificates')
  const requests: Array<CertificateRequest & { type: CertType; person: SyntheticPerson }> = []
  for (const person of world.persons) {
    for (const type of draw.several(certTypes, draw.pick([0, 1, 1, 1, 2]))) {
      const issuedOn = draw.day(today, -type.validYears * 380, -3)
      const number = String(requests.length + 1).padStart(7, '0')
      const certNo = type.family === '安管人员' ? `京建安${type.code}(${issuedOn.slice(0, 4)})${number}` : type.family === '特种作业' ? `京A${draw.pick(Object.keys(trades))}${issuedOn.slice(0, 4)}${number}` : `京211${issuedOn.slice(0, 4)}${number}`
      requests.push({ certNo, certType: type.code, personId: person.personId, enterpriseId: person.enterpriseId, issuedOn, validYears: type.validYears, type, person })
    }
  }
  const made = (await context.makeCertificates(requests)) as ReadonlyArray<SyntheticCertificate & { type: CertType; person: SyntheticPerson }>
  await context.load('personnel.person_certificate', made.map((one) => ({
    certificate_id: one.certificateId, person_id: one.person.personId, enterprise_id: one.person.enterpriseId, cert_type: one.type.code,
    appointment: one.type.family === '安管人员' ? (one.type.code === 'A' ? '01' : one.type.code === 'B' ? '07' : '08') : null, trade: one.type.family === '特种作业' ? one.certNo.slice(2, 4) : null, is_frozen: draw.chance(0.02),
  })))
  const constructors = made.filter(({ type }) => type.family === '二级建造师')
  await context.load('personnel.person_register', constructors.map((one, at) => ({ certificate_id: one.certificateId, speciality: draw.pick(specialities), reg_no: one.certNo, seal_no: `京211${String(at + 1).padStart(8, '0')}`, registered_on: one.issuedOn, valid_to: validityEnd(one.issuedOn, 3) })))
  const free = [...new Set(constructors.filter(({ state }) => state === 'valid').map(({ person }) => person.personId))]
  await context.load('personnel.person_project_lock', world.projects.filter(({ status }) => status === 'building').flatMap((project, at) => {
    const personId = free[at]
    return personId ? [{ person_id: personId, project_id: project.projectId, locked_on: project.startOn, unlocked_on: null, reason: '担任项目经理' }] : []
  }))
  await context.load('personnel.person_penalty_point', Array.from({ length: 12 * scale }, () => ({ person_id: draw.pick(world.persons).personId, points: draw.integer(1, 5), reason: draw.pick(['未按规定参加继续教育', '现场履职不到位', '证书出借']), recorded_on: draw.day(today, -300, -1) })))
  await context.load('personnel.cert_anomaly', Array.from({ length: 14 * scale }, (_, at) => {
    const foundOn = draw.day(today, -120, -1)
    const walk = context.live(anomalyWorkflow, at + 1, draw, `${foundOn}T08:00:00+08:00`, { by: '证书核查岗' })
    return { cert_anomaly_id: at + 1, certificate_id: draw.pick(made).certificateId, kind: draw.pick(['人证不一', '多地持证', '挂证疑似', '挂证疑似']), found_on: foundOn, detail: '社保缴纳单位与注册单位不一致', state: walk.state }
  }))
  await context.load('personnel.national_verification', made.slice(0, 120 * scale).map((one) => {
    const code = draw.pick(['1', '1', '1', '1', '2', '0'])
    return { certificate_id: one.certificateId, asked_at: `${draw.day(today, -30, -1)}T02:00:00+08:00`, return_code: code, return_message: code === '1' ? '核验通过' : code === '2' ? '警告：该人员在其他省份有同类证书' : '失败：照片不符合规格', is_overridden: code === '2' && draw.chance(0.5) }
  }))
}
