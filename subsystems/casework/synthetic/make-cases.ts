import { addDays } from '#shared/calendar/dates.ts'
import { shippedCalendar } from '#shared/calendar/shipped-calendar.ts'
import { businessDate } from '#shared/instant.ts'
import { sharedWorkflows } from '../reference/shared-reference.ts'
import type { Workflow } from '../reference/workflow.ts'
import type { Draw } from './draw.ts'
import type { Row } from './load-rows.ts'
import type { CaseRequest, SeedContext, SyntheticCase } from './seed-context.ts'
import type { Walk } from './walk-workflow.ts'

const caseWorkflow = sharedWorkflows.find(({ code }) => code === 'case-item') as Workflow
const calendar = shippedCalendar()
const RESULT_CODES: Readonly<Record<string, string>> = { certificate_issued: '10', archived: '10', decided_refuse: '10', withdrawn: '09', not_accepted: '07' }
const STEP_TITLES: Readonly<Record<string, string>> = { accepted: '受理', supplementing: '补正告知', reviewing: '审核', public_notice: '公示', decided_grant: '决定', decided_refuse: '决定', certificate_issued: '制证', archived: '归档' }

export type LicenceItemRow = { readonly licenceItemId: number; readonly promiseDays: number }

/** Case items of one kind over the last year, with materials, steps, clock events and state history. */
export async function makeCases(context: SeedContext, request: CaseRequest, item: LicenceItemRow, firstId: number): Promise<SyntheticCase[]> {
  const draw = context.draw.fork(`cases ${request.itemCode}`)
  const cases: SyntheticCase[] = []
  const tables = { items: [] as Row[], materials: [] as Row[], events: [] as Row[], clock: [] as Row[] }
  for (let at = 0; at < request.count; at += 1) {
    const caseItemId = firstId + at
    const submittedOn = draw.day(context.today, -365, 0)
    const submittedAt = new Date(Math.min(Date.parse(`${submittedOn}T${String(draw.integer(8, 20)).padStart(2, '0')}:${String(draw.integer(10, 59))}:00+08:00`), Date.parse(context.now))).toISOString()
    const subject = request.of(at, draw)
    const walk = context.live(caseWorkflow, caseItemId, draw, submittedAt, { by: request.handledBy })
    const one: SyntheticCase = {
      caseItemId, caseNo: `${request.prefix}${submittedOn.replaceAll('-', '')}${String(caseItemId).padStart(6, '0')}`,
      enterpriseId: subject.enterpriseId ?? null, personId: subject.personId ?? null, projectId: subject.projectId ?? null,
      state: walk.state, submittedAt, acceptedAt: walk.reached('accepted') ?? null,
      decidedOn: dateOf(walk.reached('decided_grant') ?? walk.reached('decided_refuse')), isGranted: walk.reached('decided_grant') !== undefined,
    }
    cases.push(one)
    tables.items.push(itemRow(one, item, subject.subject, draw, walk))
    for (const [index, name] of request.materials.entries()) {
      tables.materials.push({ case_item_id: caseItemId, material_code: `M${String(index + 1).padStart(2, '0')}`, name, material_type: draw.pick(['原件', '复印件', '电子证照', '承诺书']), fetch_mode: draw.pick(['上传', '上传', '共享获取', '窗口收取']), copies: 1, file_sm3: draw.hex(64) })
    }
    for (const step of walk.steps) {
      const title = STEP_TITLES[step.to]
      if (title) tables.events.push({ case_item_id: caseItemId, step: title, at: step.at, handled_by: request.handledBy, opinion: step.to === 'supplementing' ? '材料不齐，请补正' : step.to === 'decided_refuse' ? '不符合标准' : '符合要求' })
    }
    tables.clock.push(...clockRows(caseItemId, walk))
  }
  await context.load('casework.case_item', tables.items)
  await context.load('casework.case_material', tables.materials)
  await context.load('casework.case_event', tables.events)
  await context.load('casework.clock_event', tables.clock)
  return cases
}

function itemRow(one: SyntheticCase, item: LicenceItemRow, subject: string, draw: Draw, walk: Walk): Row {
  const last = walk.steps.at(-1)
  const isClosed = RESULT_CODES[walk.state] !== undefined
  return {
    case_item_id: one.caseItemId, case_no: one.caseNo, licence_item_id: item.licenceItemId, enterprise_id: one.enterpriseId, person_id: one.personId, project_id: one.projectId, subject,
    region: '110000', is_online: draw.chance(0.9), submitted_at: one.submittedAt, accepted_at: one.acceptedAt,
    promised_on: one.acceptedAt ? calendar.addWorkingDays(dateOf(one.acceptedAt) as string, item.promiseDays).date : null,
    closed_at: isClosed ? (last?.at ?? null) : null, state: walk.state, result_code: RESULT_CODES[walk.state] ?? null, satisfaction: isClosed && draw.chance(0.6) ? draw.pick([3, 4, 5, 5, 5]) : null,
  }
}

/** The clock starts at acceptance, rests during the public notice, and stops with the decision or the withdrawal. */
function clockRows(caseItemId: number, walk: Walk): Row[] {
  const rows: Row[] = []
  const add = (kind: string, at: string | undefined, reason: string) => {
    if (at) rows.push({ case_item_id: caseItemId, kind, at, reason })
  }
  const decided = walk.reached('decided_grant') ?? walk.reached('decided_refuse')
  const notice = walk.reached('public_notice')
  add('start', walk.reached('accepted'), '受理')
  add('pause', notice, '公示期间不计入办理时限')
  if (notice) add('resume', decided, '公示结束')
  if (walk.reached('accepted')) add('stop', decided ?? walk.reached('withdrawn'), decided ? '作出决定' : '申请人撤回')
  return rows
}

function dateOf(instant: string | undefined | null): string | null {
  return instant ? businessDate(new Date(instant)) : null
}

/** Last day of a validity of whole years that begins on `date`. */
export function validityEnd(date: string, years: number): string {
  return addDays(`${Number(date.slice(0, 4)) + years}${date.slice(4) === '-02-29' ? '-02-28' : date.slice(4)}`, -1)
}
