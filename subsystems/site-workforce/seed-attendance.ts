import { addDays } from '#shared/calendar/dates.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'

/** Days of attendance that the first start makes. */
const DAYS = 45

/**
 * The gates' records are made by the server itself, because they are by far the most: an entry and an exit a day for about
 * nine of ten workers. Chance comes from a digest of seed, worker and day, so the same start date gives the same rows.
 */
export async function loadAttendance(context: SeedContext): Promise<void> {
  const [from, to] = [addDays(context.today, -DAYS), addDays(context.today, -1)]
  for (const day of [from, to, context.today, addDays(context.today, 31), addDays(context.today, 62)]) await context.run('select workforce.ensure_attendance_month($1)', [day])
  await context.run(
    `insert into workforce.attendance (project_worker_id, device_id, at, direction, raw_id)
     select w.project_worker_id, d.device_id, (day.on_date + case when way.direction = '01' then time '06:30' else time '17:20' end + make_interval(mins => way.minutes)) at time zone 'Asia/Shanghai',
            way.direction, 'K' || to_char(day.on_date, 'YYYYMMDD') || w.project_worker_id || way.direction
       from workforce.project_worker w
       join lateral (select min(device_id) as device_id from workforce.device where site_project_id = w.site_project_id) d on true
       cross join lateral (select generate_series(greatest(w.joined_on, $1::date), least(coalesce(w.left_on, $2::date), $2::date), interval '1 day')::date as on_date) day
       cross join lateral (select ('x' || substr(md5(w.project_worker_id || '/' || day.on_date), 1, 7))::bit(28)::integer as number) chance
       cross join lateral (values ('01', chance.number % 55), ('02', chance.number / 64 % 95)) way (direction, minutes)
      where chance.number / 8192 % 10 <> 0
      order by 3`,
    [from, to],
  )
}
