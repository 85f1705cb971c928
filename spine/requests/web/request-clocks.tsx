import { ClockPanel } from '#web/kit/state/clock-panel.tsx'
import { formatMoment } from '#web/kit/value/instant-text.tsx'
import type { State } from '#web/kit/state/states.ts'
import type { RequestDetail } from '../api.ts'

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g
const states: Readonly<Record<string, State>> = { met: 'met', late: 'late', overdue: 'missed', running: 'not-yet-due', paused: 'suspended', 'not-started': 'not-yet-due', stopped: 'not-applicable' }

/** Every target of a request with the account of its clock: what counted, what was paused, by whom and why. */
export function RequestClocks({ clocks }: { clocks: RequestDetail['clocks'] }) {
  return (
    <div className="x-stack">
      {clocks.map((clock) => (
        <ClockPanel
          key={clock.name}
          title={`${clock.name}（${clock.contractual ? `合同约定${clock.clause ? ` ${clock.clause}` : ''}` : '内部目标，非合同约定'}）`}
          state={states[clock.verdict] ?? 'undecided'}
          dueAt={clock.dueAt}
          elapsedMinutes={clock.elapsedMinutes}
          pausedMinutes={clock.pausedMinutes}
          calendar={clock.calendarVersion}
          isProvisional={clock.isProvisional}
          lines={clock.lines.map((line) => ({ text: line.replaceAll(INSTANT, (instant) => formatMoment(instant)), effect: 'remark' }))}
        />
      ))}
    </div>
  )
}
