import { isDate } from '#shared/calendar/dates.ts'
import { newId } from '#shared/ids.ts'
import { instantOf } from '#shared/instant.ts'
import type { InputProblem } from '#shared/problem.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { readXlsx } from '#platform/documents/read-xlsx.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { rosterErrors } from './roster.ts'
import { shiftRole, type RosterKind, type ShiftRole } from './roster-kind.ts'
import { lockRoster } from './rosters.store.ts'
import type { PlannedShift } from './rotate-shifts.ts'
import { shiftConflicts } from './shift-conflicts.ts'

export const SHIFT_HEADINGS: readonly string[] = Object.freeze(['开始', '结束', '角色', '值班人'])
const MAX_ROWS = 1_000

/**
 * Puts the shifts of an Excel sheet in place of those of a draft. All problems of all rows are told at once, conflicts
 * with leave and other shifts included, and then nothing is written.
 */
export async function importShifts(ctx: SpineCtx, rosterId: string, { sheet, version }: { sheet: Uint8Array; version: number }): Promise<{ shifts: number }> {
  requirePermission(ctx, 'roster:edit')
  const roster = await lockRoster(ctx, rosterId, version)
  if (roster.state !== 'draft') throw rosterErrors['wrong-state']()
  const db = spineTables(ctx)
  const rows = await readXlsx(sheet, { headings: SHIFT_HEADINGS, maxRows: MAX_ROWS })
  const people = Map.groupBy(await db.selectFrom('spine.person as p').innerJoin('spine.unit as u', 'u.unitId', 'p.unitId').select(['p.personId', 'p.name', 'u.title', 'u.kind']).where('p.state', '=', 'active').execute(), ({ name }) => name)
  const roles = new Map<string, ShiftRole>(shiftRole.values.map((role) => [shiftRole.titles[role], role]))
  const problems: InputProblem[] = []
  const wishes: Array<PlannedShift & { row: number }> = []
  for (const { number: row, cells } of rows) {
    const tell = (column: string, message: string) => void problems.push({ place: `第 ${row} 行`, message: `${column}：${message}` })
    const [startsAt, endsAt] = [momentOf(cells['开始']), momentOf(cells['结束'])]
    if (!startsAt) tell('开始', '应为日期和时刻，如 2024-09-14 09:00')
    if (!endsAt) tell('结束', '应为日期和时刻，如 2024-09-14 18:00')
    if (startsAt && endsAt && endsAt <= startsAt) tell('结束', '须晚于开始')
    const role = roles.get(cells['角色'] ?? '')
    if (!role) tell('角色', `应为${shiftRole.values.map((value) => shiftRole.titles[value]).join('、')}之一`)
    const named = (people.get(cells['值班人'] ?? '') ?? []).filter(({ title }) => !cells['单位'] || title === cells['单位'])
    // Of several with one name the operator's own is meant.
    const [person, ...others] = named.length > 1 ? named.filter(({ kind }) => kind === 'operator') : named
    if (!person) tell('值班人', `没有「${cells['值班人'] ?? ''}」这个在岗人员`)
    else if (others.length > 0) tell('值班人', `有 ${others.length + 1} 人同名，请加「单位」列`)
    if (startsAt && endsAt && endsAt > startsAt && role && person) wishes.push({ startsAt, endsAt, role, personId: person.personId, row })
  }
  const own = (await db.selectFrom('spine.shift').select('shiftId').where('rosterId', '=', rosterId).execute()).map(({ shiftId }) => shiftId)
  const conflicts = await shiftConflicts(ctx, roster.kind as RosterKind, wishes, own)
  for (const [at, { row, ...wish }] of wishes.entries()) {
    const twice = wishes.find((other, before) => before < at && other.personId === wish.personId && other.startsAt < wish.endsAt && other.endsAt > wish.startsAt)
    for (const message of [...(conflicts[at] ?? []), ...(twice ? [`与第 ${twice.row} 行同一人时间重叠`] : [])]) problems.push({ place: `第 ${row} 行`, message })
  }
  if (problems.length > 0) throw rosterErrors.conflicts({ problems })
  await db.deleteFrom('spine.shift').where('rosterId', '=', rosterId).execute()
  if (wishes.length > 0) await db.insertInto('spine.shift').values(wishes.map(({ startsAt, endsAt, role, personId }) => ({ shiftId: newId(ctx.now), rosterId, startsAt, endsAt, role, personId }))).execute()
  await db.updateTable('spine.roster').set({ version: version + 1 }).where('rosterId', '=', rosterId).execute()
  return { shifts: wishes.length }
}

function momentOf(text = ''): Date | undefined {
  const [, date, hour, minute] = /^(\d{4}-\d{2}-\d{2}) ([01]?\d|2[0-4]):([0-5]\d)(?::00)?$/.exec(text) ?? /^(\d{4}-\d{2}-\d{2})()()$/.exec(text) ?? []
  return date !== undefined && isDate(date) ? instantOf(date, Number(hour || 0) * 60 + Number(minute || 0)) : undefined
}
