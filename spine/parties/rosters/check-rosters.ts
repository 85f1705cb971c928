import { sql } from 'kysely'
import { addDays } from '#shared/calendar/dates.ts'
import { businessDate, instantOf } from '#shared/instant.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { recordEvidence } from '#spine/evidence/record-evidence.ts'
import { reportFindings, type SeenFinding } from '#spine/findings/report-findings.ts'
import { sendReminder } from '#spine/notices/send-reminder.ts'
import { rosterKind, type RosterKind } from './roster-kind.ts'
import { spanOf, subtract, minutesOf } from './span.ts'
import { gapText, staffedTime, type Gap, type StaffedDay } from './staffed-time.ts'

/** Days ahead for which a gap is told before it happens. */
const AHEAD_DAYS = 7
/** A centre that stood still for longer catches up on this many days. */
const BACK_DAYS = 31
const SOURCE = 'roster'

/**
 * Looks at each day that has ended since the last look: minutes for which nobody was on the roster, or nobody signed in,
 * become findings that name them. Rosters oblige from the moment at which the first of their kind was in force.
 */
export async function checkEndedDays(ctx: SpineCtx): Promise<void> {
  const yesterday = addDays(businessDate(ctx.now), -1)
  for (const kind of rosterKind.values) {
    const since = await obligesSince(ctx, kind)
    if (since === undefined) continue
    const last = await lastChecked(ctx, kind)
    const from = [businessDate(since), addDays(yesterday, 1 - BACK_DAYS), ...(last === undefined ? [] : [addDays(last, 1)])].toSorted().at(-1) as string
    if (from > yesterday) continue
    const days = (await staffedTime(ctx, kind, from, yesterday)).filter(({ requiredMinutes }) => requiredMinutes > 0)
    if (days.length === 0) continue
    const seen = days.flatMap((day) => findingsOf(kind, day, since))
    await reportFindings(ctx, {
      source: SOURCE,
      subsystem: 'platform',
      service: kind === 'hotline-5x8' ? 'service-desk' : 'contract',
      seen,
      checkedKeys: [],
      proof: async () => {
        const { evidenceId } = await recordEvidence(ctx, {
          kind: 'roster-check',
          title: `${rosterKind.titles[kind]}值班核对 ${from} 至 ${yesterday}`,
          about: { subsystem: 'platform', period: `${from}/${yesterday}`, roster: kind },
          body: { kind, from, to: yesterday, days: days.map(({ date, requiredMinutes, plannedMinutes, staffedMinutes, lines }) => ({ date, requiredMinutes, plannedMinutes, staffedMinutes, lines })) },
        })
        return evidenceId
      },
    })
  }
}

/** Tells whoever makes rosters of the gaps of the coming days, each once; a gap that was filled is done. */
export async function remindOfGaps(ctx: SpineCtx): Promise<number> {
  const today = businessDate(ctx.now)
  const keys: string[] = []
  let written = 0
  for (const kind of rosterKind.values) {
    const since = await obligesSince(ctx, kind)
    if (since === undefined) continue
    for (const day of await staffedTime(ctx, kind, today, addDays(today, AHEAD_DAYS))) {
      const gaps = after(day.gaps, since > ctx.now ? since : ctx.now)
      if (gaps.length === 0) continue
      const dedupeKey = `roster-gap/${kind}/${gaps.map(({ from, to }) => `${from.getTime()}-${to.getTime()}`).join('/')}`
      keys.push(dedupeKey)
      written += await sendReminder(ctx, { permission: 'roster:edit', kind: 'alarm', dedupeKey, title: `${rosterKind.titles[kind]} ${day.date} 有无人排班的时间`, content: gaps.map(gapText).join('；'), link: `/rosters?kind=${kind}&month=${day.date.slice(0, 7)}` })
    }
  }
  await sql`update spine.inbox_message set done_at = ${ctx.now} where done_at is null and dedupe_key like 'roster-gap/%' and not (dedupe_key = any(${keys}))`.execute(ctx.tx)
  return written
}

function findingsOf(kind: RosterKind, day: StaffedDay, since: Date): SeenFinding[] {
  const gaps = after(day.gaps, since)
  const unattended = after(day.unattended, since)
  const title = (what: string, found: readonly Gap[]) => `${rosterKind.titles[kind]} ${day.date}（${day.word}）${what}：${found.map(gapText).join('、')}`
  return [
    ...(gaps.length > 0 ? [{ key: `${kind}/${day.date}/gap`, severity: 'abnormal' as const, title: title('无人排班', gaps), componentId: null }] : []),
    ...(unattended.length > 0 ? [{ key: `${kind}/${day.date}/unattended`, severity: 'attention' as const, title: title('已排班无人签到', unattended), componentId: null }] : []),
  ]
}

/** Hotline and monitoring: since the first roster was in force. A declared special period obliges by itself. */
async function obligesSince(ctx: SpineCtx, kind: RosterKind): Promise<Date | undefined> {
  if (kind === 'special-7x24') {
    const first = await spineTables(ctx).selectFrom('spine.maintenanceWindow').select('declaredAt').where('kind', '=', 'special-period').orderBy('declaredAt').executeTakeFirst()
    return first?.declaredAt
  }
  const rows = await spineTables(ctx).selectFrom('spine.roster').select(['publishedAt', 'fromOn']).where('kind', '=', kind).where('state', '=', 'published').execute()
  const since = rows.map(({ publishedAt, fromOn }) => Math.max(publishedAt?.getTime() ?? 0, instantOf(fromOn).getTime()))
  return since.length === 0 ? undefined : new Date(Math.min(...since))
}

async function lastChecked(ctx: SpineCtx, kind: RosterKind): Promise<string | undefined> {
  const { rows } = await sql<{ last: string | null }>`select max(split_part(about ->> 'period', '/', 2)) as last from spine.evidence where kind = 'roster-check' and about @> ${JSON.stringify({ roster: kind })}::jsonb`.execute(ctx.tx)
  return rows[0]?.last ?? undefined
}

/** What of the gaps lies after an instant. */
function after(gaps: readonly Gap[], instant: Date): Gap[] {
  return subtract(gaps.map(({ from, to }) => spanOf(from, to)), [{ from: 0, to: spanOf(instant, instant).from }]).map((span) => ({ from: new Date(span.from), to: new Date(span.to), minutes: minutesOf([span]) }))
}
