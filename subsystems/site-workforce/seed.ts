import { addDays } from '#shared/calendar/dates.ts'
import type { Workflow } from '#subsystems/casework/reference/workflow.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'
import type { SyntheticProject } from '#subsystems/casework/synthetic/world.ts'
import { dutyRules, postTypes, workflows, workTypes } from './reference.ts'
import { loadAttendance } from './seed-attendance.ts'
import { loadWages, type Site, type Worker } from './seed-wages.ts'

const [siteWorkflow, workerWorkflow] = workflows as [Workflow, Workflow]
const BANKS = ['示例银行京城支行', '示例银行通州支行', '示例农商银行']
const SITE_STATES: Readonly<Record<SyntheticProject['status'], readonly string[]>> = { preparing: ['preparing'], building: ['preparing', 'building'], stopped: ['preparing', 'building', 'stopped'], finished: ['preparing', 'building', 'completed', 'accepted'] }

export async function seedSiteWorkforce(context: SeedContext): Promise<void> {
  await context.load('workforce.work_type', workTypes.map(({ code, title, needsCertificate }) => ({ work_type: code, title, needs_certificate: needsCertificate })))
  await context.load('workforce.duty_rule', dutyRules.map((rule) => ({ post_type: rule.postType, min_ratio: rule.minRatio, effective_from: '2011-07-22', source: rule.source })))
  const sites = await loadSites(context)
  const workers = await loadWorkers(context, sites)
  await loadAttendance(context)
  await loadWages(context, sites, workers)
  await loadRecords(context, sites)
}

async function loadSites(context: SeedContext): Promise<Site[]> {
  const { world, draw: root } = context
  const draw = root.fork('sites')
  const labour = world.enterprises.filter(({ kind }) => kind === '劳务')
  const sites = world.projects.map((project, at): Site => ({ siteProjectId: at + 1, project, labourId: draw.pick(labour).enterpriseId }))
  const corps: Row[] = []
  const devices: Row[] = []
  await context.load('workforce.site_project', sites.map(({ siteProjectId, project }) => {
    const states = SITE_STATES[project.status]
    const walk = context.live(siteWorkflow, siteProjectId, draw, `${project.startOn}T09:00:00+08:00`, { by: '区监管员', states })
    return { site_project_id: siteProjectId, project_id: project.projectId, project_code: `BJ${project.region.replace('JK', '15')}${String(siteProjectId).padStart(6, '0')}`, wage_day: draw.pick([10, 15, 20, 25]), is_closed_site: draw.chance(0.9), state: walk.state }
  }))
  for (const { siteProjectId, project, labourId } of sites) {
    for (const [type, enterpriseId] of [['建设', project.ownerId], ['施工总承包', project.contractorId], ['监理', project.supervisorId], ['劳务分包', labourId]] as const) {
      corps.push({ site_project_id: siteProjectId, enterprise_id: enterpriseId, corp_type: type, entered_on: project.startOn, left_on: project.status === 'finished' ? project.finishOn : null })
    }
    for (const gate of ['东门', '西门']) devices.push({ device_id: devices.length + 1, site_project_id: siteProjectId, device_sn: `SLKQ${String(devices.length + 1).padStart(8, '0')}`, gate, mode: draw.pick(['001', '001', '011']), online_at: project.status === 'building' ? context.now : null, is_active: project.status === 'building' })
  }
  await context.load('workforce.site_corp', corps)
  await context.load('workforce.device', devices)
  return sites
}

/** A worker is on one site at a time: people are dealt out to the sites that are being built. */
async function loadWorkers(context: SeedContext, sites: readonly Site[]): Promise<Worker[]> {
  const { world, personalData } = context
  const draw = context.draw.fork('workers')
  const building = sites.filter(({ project }) => project.status === 'building')
  const teams: Row[] = []
  const workers: Worker[] = []
  const rows: Row[] = []
  const moves: Row[] = []
  for (const [at, site] of building.entries()) {
    const people = world.persons.filter((_person, index) => index % building.length === at)
    const half = Math.ceil(people.length / 2)
    for (const [crew, members] of [people.slice(0, half), people.slice(half)].entries()) {
      const leader = members[0]
      if (!leader) continue
      const teamId = teams.length + 1
      teams.push({ team_id: teamId, site_project_id: site.siteProjectId, enterprise_id: crew === 0 ? site.labourId : site.project.contractorId, team_no: `BZ${String(teamId).padStart(8, '0')}`, name: crew === 0 ? '主体结构班组' : '安装与管理班组', leader_id: leader.personId, entered_on: site.project.startOn, left_on: null })
      for (const [index, person] of members.entries()) {
        const id = rows.length + 1
        const isManager = crew === 1 && index < 3
        const early = draw.day(context.today, -180, -8)
        const joinedOn = early < site.project.startOn ? site.project.startOn : early
        const hasLeft = draw.chance(0.08)
        const leftOn = hasLeft ? draw.day(context.today, -6, -1) : null
        const states = ['draft', 'id_verified', 'contract_uploaded', 'trained', 'active', ...(leftOn ? [['left', leftOn] as const] : [])]
        const walk = context.live(workerWorkflow, id, draw, `${addDays(joinedOn, -4)}T09:00:00+08:00`, { by: '劳资专管员', states })
        rows.push({
          project_worker_id: id, site_project_id: site.siteProjectId, team_id: teamId, person_id: person.personId, work_role: isManager ? '10' : '20', work_type: isManager ? null : draw.pick(workTypes.filter(({ needsCertificate }) => !needsCertificate)).code,
          post_type: isManager ? (postTypes[index] ?? null) : null, joined_on: joinedOn, left_on: leftOn, is_contract_signed: true, contract_type: draw.pick(['劳动合同', '用工书面协议']),
          pay_card_enc: personalData.seal('project_worker.pay_card', `6200${String(draw.integer(0, 999_999_999)).padStart(12, '0')}`), pay_bank: draw.pick(BANKS), training_hours: draw.integer(4, 32), state: walk.state,
        })
        moves.push({ project_worker_id: id, kind: '1', happened_on: joinedOn }, ...(leftOn ? [{ project_worker_id: id, kind: '0', happened_on: leftOn }] : []))
        workers.push({ projectWorkerId: id, teamId, siteProjectId: site.siteProjectId, joinedOn, dayRate: draw.integer(28, 45) * 10 })
      }
    }
  }
  await context.load('workforce.team', teams)
  await context.load('workforce.project_worker', rows)
  await context.load('workforce.entry_exit', moves)
  return workers
}

async function loadRecords(context: SeedContext, sites: readonly Site[]): Promise<void> {
  const { today, scale, world } = context
  const draw = context.draw.fork('records')
  await context.load('workforce.worker_training', sites.flatMap(({ siteProjectId }) => Array.from({ length: 2 }, () => ({ site_project_id: siteProjectId, topic: draw.pick(['三级安全教育', '高处作业安全', '临时用电安全', '消防应急演练']), held_on: draw.day(today, -150, -1), hours: draw.pick([2, 4, 8]), attendees: draw.integer(5, 60) }))))
  await context.load('workforce.worker_record', Array.from({ length: 30 * scale }, () => ({ person_id: draw.pick(world.persons).personId, kind: draw.pick(['良好', '良好', '不良']), detail: draw.pick(['安全标兵', '技能竞赛获奖', '未戴安全帽', '违章动火']), recorded_on: draw.day(today, -300, -1) })))
  await makeSiteCases(context, sites)
}

async function makeSiteCases(context: SeedContext, sites: readonly Site[]): Promise<void> {
  await context.makeCases({
    itemCode: 'XC-DJ-01', prefix: 'DJ', count: Math.min(sites.length, 40 * context.scale), handledBy: '区监管员', materials: ['项目登记表', '施工许可证'],
    of: (at) => {
      const { project } = sites[at] as Site
      return { enterpriseId: project.contractorId, projectId: project.projectId, subject: `${project.name}实名制登记` }
    },
  })
}
