import type { WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import { look, type Runtime } from '#platform/context/runtime.ts'
import { loadCalendar } from '#spine/obligations/calendar-years.ts'

const REFRESH_MS = 5_000

/** Keeps the working calendar of this process: verbs ask for it at once, an import in another process reaches it within seconds. */
export async function keepCalendar(runtime: Runtime): Promise<{ calendar(): WorkingCalendar; stop(): void }> {
  const load = () => look(runtime, { kind: 'system', name: '工作日历' }, loadCalendar)
  let current = await load()
  const timer = setInterval(() => {
    load().then(
      (calendar) => {
        if (calendar.version !== current.version) current = calendar
      },
      (error: unknown) => runtime.log.warn({ error }, 'calendar could not be read again'),
    )
  }, REFRESH_MS)
  timer.unref()
  return { calendar: () => current, stop: () => clearInterval(timer) }
}
