import { addDays } from '#shared/calendar/dates.ts'
import type { Row } from '#subsystems/casework/synthetic/load-rows.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'
import { checkSheets } from './reference.ts'
import type { Registers } from './seed.ts'
import { inspectionCheckWorkflow } from './workflows.ts'

export type SyntheticCheck = { readonly checkId: number; readonly organId: number; readonly enterpriseId: number; readonly projectId: number; readonly checkedOn: string; readonly result: string }

const RESULTS = ['合格', '合格', '合格', '合格', '当场改正', '责令改正', '责令改正', '移交立案', '查无下落']
/** Checks of the officers who have accounts, still to be done, so that the APP has tasks on the first day. */
const OPEN_TASKS = 6

/** Checks over thirteen months up to nine days ahead: two officers each, a sheet filled in, and what followed. */
export async function loadChecks(context: SeedContext, { organs, officers, contentIds }: Registers): Promise<SyntheticCheck[]> {
  const { world, today } = context
  const draw = context.draw.fork('checks')
  const [rows, staff, items, rechecks]: [Row[], Row[], Row[], Row[]] = [[], [], [], []]
  const done: SyntheticCheck[] = []
  for (let at = 0; at < 260 * context.scale; at += 1) {
    const checkId = at + 1
    const isOpenTask = at < OPEN_TASKS
    const organ = isOpenTask ? organs[0] : draw.pick(organs)
    if (!organ) continue
    const project = draw.pick(world.projects)
    const sheet = draw.integer(0, checkSheets.length - 1)
    const type = draw.pick(['日常', '日常', '专项', '双随机', '联合'])
    const plannedOn = isOpenTask ? draw.day(today, 0, 6) : draw.day(today, -395, 9)
    const result = draw.pick(RESULTS)
    const checkedOn = plannedOn
    const publishedOn = addDays(checkedOn, draw.integer(6, 24))
    const isRefused = draw.chance(0.05)
    // A task that is still to be done was dispatched lately, whenever it is planned for.
    const preparedOn = isOpenTask ? addDays(today, -1) : addDays(plannedOn, -2)
    const told = [
      ['planned', addDays(preparedOn, -8)], ...(type === '双随机' ? [['drawn', addDays(preparedOn, -6)] as const] : []), ['approved', addDays(preparedOn, -3)], ['dispatched', preparedOn],
      ...(isOpenTask ? [] : [['on_site', checkedOn], ['recorded', checkedOn], [isRefused ? 'refused_sign' : 'signed', checkedOn], ['result', checkedOn], ...(result === '责令改正' ? [['rechecking', addDays(checkedOn, 5)] as const] : []), ['published', publishedOn], ['archived', addDays(publishedOn, 10)]] as const),
    ] as const
    const walk = context.live(inspectionCheckWorkflow, checkId, draw, `${addDays(preparedOn, -8)}T09:00:00+08:00`, { by: '执法岗', states: told.filter(([, on], index) => index === 0 || on < today) })
    const wasDone = walk.reached('result') !== undefined
    rows.push({
      inspection_check_id: checkId, check_no: `JC${organ.organId.toString().padStart(2, '0')}${plannedOn.replaceAll('-', '')}${String(checkId).padStart(5, '0')}`, enforcement_organ_id: organ.organId, enterprise_id: project.contractorId, project_id: project.projectId,
      content_version_id: contentIds('check-sheet', checkSheets[sheet]?.code ?? ''), random_draw_id: type === '双随机' ? organ.organId * 2 : null, check_type: type, planned_on: plannedOn, checked_at: wasDone ? `${checkedOn}T${draw.integer(10, 16)}:20:00+08:00` : null, is_qr_scanned: wasDone,
      result: wasDone ? result : null, handling: wasDone ? handlingOf(result) : null, signature: wasDone ? (isRefused ? '拒签有见证' : '当事人签字') : null, published_on: walk.reached('published') ? publishedOn : null, state: walk.state,
    })
    const pair = isOpenTask ? officers.slice(at % 2, (at % 2) + 2) : draw.several(officers.filter(({ organId }) => organId === organ.organId), 2)
    staff.push(...pair.map(({ officerId }) => ({ inspection_check_id: checkId, officer_id: officerId })))
    if (!wasDone) continue
    for (let index = 0; index < (checkSheets[sheet]?.items.length ?? 0); index += 1) {
      const isBad = result !== '合格' && result !== '查无下落' && index === 0
      items.push({ inspection_check_id: checkId, position: index + 1, verdict: isBad ? '不符合' : draw.chance(0.05) ? '不适用' : '符合', note: isBad ? '现场发现问题，已记录' : null })
    }
    if (result === '责令改正') {
      const recheckedOn = addDays(checkedOn, 12)
      rechecks.push({ inspection_check_id: checkId, correct_by: addDays(checkedOn, 10), rechecked_on: recheckedOn < today ? recheckedOn : null, result: recheckedOn < today ? (draw.chance(0.92) ? '已改正' : '未改正') : null })
    }
    done.push({ checkId, organId: organ.organId, enterpriseId: project.contractorId, projectId: project.projectId, checkedOn, result })
  }
  await context.load('enforcement.inspection_check', rows)
  await context.load('enforcement.inspection_officer', staff)
  await context.load('enforcement.inspection_item', items)
  await context.load('enforcement.recheck', rechecks)
  return done
}

function handlingOf(result: string): string {
  return { 合格: '无须处理', 当场改正: '现场改正完毕', 责令改正: '责令限期改正并复查', 移交立案: '移交立案处理' }[result] ?? '列入重点核查'
}
