import type { ReactNode } from 'react'
import { formatMinutes } from '../value/duration-text.ts'
import { DueText, formatMoment } from '../value/instant-text.tsx'
import type { State } from './states.ts'
import { StateTag } from './state-tag.tsx'
import './state.css'

export type ClockLine = {
  /** ISO instant; absent for a remark about the whole clock. */
  at?: string | undefined
  /** What happened, in words: 「暂停：等待甲方提供账号」. */
  text: ReactNode
  /** Whether the time after this line counts. */
  effect: 'runs' | 'paused' | 'ends' | 'remark'
  /** Working or calendar minutes counted up to the next line. */
  minutes?: number | undefined
  /** Who owns a pause, and its proof. */
  by?: ReactNode
}

export type ClockPanelProps = {
  /** Name of the target: 「2 小时内响应」. */
  title: string
  state: State
  dueAt?: string | null
  /** 「3 个工作日」, 「120 分钟（7×24）」 */
  limit?: string
  elapsedMinutes?: number
  pausedMinutes?: number
  /** Version of the working calendar the reckoning used. */
  calendar?: string
  isProvisional?: boolean
  lines: readonly ClockLine[]
}

const effectWords: Record<ClockLine['effect'], string> = { runs: '计时', paused: '不计时', ends: '止', remark: '' }

/** A deadline that explains itself line by line: what counted, what was paused and why, by which calendar. */
export function ClockPanel({ title, state, dueAt, limit, elapsedMinutes, pausedMinutes, calendar, isProvisional = false, lines }: ClockPanelProps) {
  return (
    <section className="x-card x-clock" aria-label={`时限：${title}`}>
      <header className="x-row">
        <h3>{title}</h3>
        <StateTag state={state} />
        {isProvisional && <StateTag state="provisional" reason="该年还没有官方日历，按周末推算" />}
      </header>
      <dl className="x-clock-sums">
        {dueAt !== undefined && <div><dt>截止</dt><dd><DueText value={dueAt} /></dd></div>}
        {limit && <div><dt>时限</dt><dd>{limit}</dd></div>}
        {elapsedMinutes !== undefined && <div><dt>已计时</dt><dd>{formatMinutes(elapsedMinutes)}</dd></div>}
        {pausedMinutes !== undefined && <div><dt>不计时</dt><dd>{formatMinutes(pausedMinutes)}</dd></div>}
        {calendar && <div><dt>工作日历</dt><dd>{calendar}</dd></div>}
      </dl>
      <ol className="x-clock-lines">
        {[...lines.entries()].map(([position, line]) => (
          <li key={position} className={`x-clock-${line.effect}`}>
            <span className="x-clock-at">{line.at ? formatMoment(line.at) : ''}</span>
            <span className="x-clock-what">
              {line.text}
              {line.by && <span className="x-soft"> · {line.by}</span>}
            </span>
            <span className="x-clock-minutes">
              {line.minutes !== undefined && formatMinutes(line.minutes)} <small>{effectWords[line.effect]}</small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
