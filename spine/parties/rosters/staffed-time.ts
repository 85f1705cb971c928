import { addDays } from '#shared/calendar/dates.ts'
import { formatInstant, instantOf } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { requiredTime, type RequiredDay } from './required-time.ts'
import { shiftRole, type RosterKind, type ShiftRole } from './roster-kind.ts'
import { intersect, minutesOf, spanOf, subtract, union, type Span } from './span.ts'

export type Gap = { readonly from: Date; readonly to: Date; readonly minutes: number }

export type StaffedDay = {
  readonly date: string
  readonly word: string
  readonly isProvisional: boolean
  readonly requiredMinutes: number
  /** Minutes for which the published roster names a primary or a backup. */
  readonly plannedMinutes: number
  /** Of these, minutes up to now whose person had signed in: what was staffed and can be proven. */
  readonly staffedMinutes: number
  /** The eight hours of «5×8» (AMB-07); null where the contract names none. */
  readonly minimumMinutes: number | null
  /** Whether the minimum was reached; undecided (null) while the day still runs. */
  readonly meetsMinimum: boolean | null
  /** Nobody is on the roster. */
  readonly gaps: readonly Gap[]
  /** Somebody is, but nobody had signed in; up to now. */
  readonly unattended: readonly Gap[]
  /** How the numbers came about, in words. */
  readonly lines: readonly string[]
}

type ShiftFacts = { readonly span: Span; readonly role: ShiftRole; readonly name: string; readonly signedInAt: Date | null }

/**
 * Staffed against required minutes of each day of a period, explained: what proves M1-01 (hot line), S-02 (monitoring) and
 * S-03 (special periods). Read by verbs that have checked their own permission.
 */
export async function staffedTime(ctx: SpineCtx, kind: RosterKind, from: string, to: string): Promise<StaffedDay[]> {
  const required = await requiredTime(ctx, kind, from, to)
  const shifts = await publishedShifts(ctx, kind, instantOf(from), instantOf(addDays(to, 1)))
  return required.map((day) => measureDay(day, shifts, ctx.now))
}

/** The leader answers for the shift and staffs no line. */
export function measureDay(day: RequiredDay, shifts: readonly ShiftFacts[], now: Date): StaffedDay {
  const { required } = day
  const passed = intersect(required, [{ from: 0, to: spanOf(now, now).from }])
  const own = shifts.filter(({ role, span }) => role !== 'leader' && intersect([span], required).length > 0)
  const planned = intersect(union(own.map(({ span }) => span)), required)
  const attended = union(own.flatMap(({ span, signedInAt }) => (signedInAt === null ? [] : [{ from: Math.max(span.from, spanOf(signedInAt, signedInAt).from), to: span.to }])))
  const staffed = intersect(attended, passed)
  const requiredMinutes = minutesOf(required)
  const isOver = minutesOf(passed) === requiredMinutes
  const { minimumMinutes } = day
  const gaps = subtract(required, planned).map(gapOf)
  const unattended = subtract(intersect(planned, passed), staffed).map(gapOf)
  return {
    date: day.date,
    word: day.word,
    isProvisional: day.isProvisional,
    requiredMinutes,
    plannedMinutes: minutesOf(planned),
    staffedMinutes: minutesOf(staffed),
    minimumMinutes,
    meetsMinimum: minimumMinutes === null || !isOver ? null : minutesOf(staffed) >= minimumMinutes,
    gaps,
    unattended,
    lines:
      requiredMinutes === 0
        ? [`${day.date} ${day.word}，不要求值守`]
        : [
            `${day.date} ${day.word}${day.isProvisional ? '（暂定）' : ''}，应值守 ${required.map(spanText).join('、')}，共 ${requiredMinutes} 分钟`,
            ...own.toSorted((a, b) => a.span.from - b.span.from || shiftRole.values.indexOf(a.role) - shiftRole.values.indexOf(b.role)).map(({ span, role, name, signedInAt }) => `${shiftRole.titles[role]} ${name} ${spanText(span)}，${signedInAt === null ? '未签到' : `${minuteText(signedInAt)} 签到`}`),
            ...gaps.map((gap) => `${gapText(gap)} 无人排班`),
            ...unattended.map((gap) => `${gapText(gap)} 已排班，无人签到`),
            `排班 ${minutesOf(planned)} 分钟，有签到的 ${minutesOf(staffed)} 分钟${minimumMinutes === null ? '' : `；另列：五×八的下限 ${minimumMinutes} 分钟`}`,
          ],
  }
}

async function publishedShifts(ctx: SpineCtx, kind: RosterKind, from: Date, to: Date): Promise<ShiftFacts[]> {
  const rows = await spineTables(ctx)
    .selectFrom('spine.shift as s')
    .innerJoin('spine.roster as r', 'r.rosterId', 's.rosterId')
    .innerJoin('spine.person as p', 'p.personId', 's.personId')
    .leftJoin('spine.shiftAttendance as a', 'a.shiftId', 's.shiftId')
    .select(['s.startsAt', 's.endsAt', 's.role', 'p.name', 'a.at as signedInAt'])
    .where('r.kind', '=', kind)
    .where('r.state', '=', 'published')
    .where('s.cancelledAt', 'is', null)
    .where('s.startsAt', '<', to)
    .where('s.endsAt', '>', from)
    .execute()
  return rows.map(({ startsAt, endsAt, role, ...row }) => ({ ...row, role: role as ShiftRole, span: spanOf(startsAt, endsAt) }))
}

function gapOf({ from, to }: Span): Gap {
  return { from: new Date(from), to: new Date(to), minutes: minutesOf([{ from, to }]) }
}

/** `09:00–09:20（20 分钟）`. */
export function gapText({ from, to, minutes }: Gap): string {
  return `${spanText({ from: from.getTime(), to: to.getTime() })}（${minutes} 分钟）`
}

/** Midnight at the end of a day is its 24:00. */
function spanText({ from, to }: Span): string {
  const end = minuteText(new Date(to))
  return `${minuteText(new Date(from))}–${end === '00:00' ? '24:00' : end}`
}

function minuteText(instant: Date): string {
  return formatInstant(instant).slice(11, 16)
}
