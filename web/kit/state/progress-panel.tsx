import type { ReactNode } from 'react'
import { Button, Progress } from 'antd'
import { InstantText } from '../value/instant-text.tsx'
import { StateTag } from './state-tag.tsx'
import type { Tone } from '../theme/palette.ts'
import './state.css'

export type ProgressPanelProps = {
  title: string
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  /** What it does now: 「正在检查 建筑市场监管 / 数据库 / 连接数」. */
  doing?: ReactNode
  /** Both or neither; without them the bar only says that work goes on. */
  done?: number
  total?: number
  /** 「项检查」 */
  unit?: string
  startedAt?: string | null
  /** Present where cancelling is safe. */
  onCancel?: () => void
  /** Result or reason, below the bar. */
  children?: ReactNode
}

const words: Record<ProgressPanelProps['state'], { word: string; tone: Tone }> = {
  waiting: { word: '排队中', tone: 'muted' },
  running: { word: '进行中', tone: 'info' },
  done: { word: '已结束', tone: 'good' },
  failed: { word: '失败', tone: 'bad' },
  cancelled: { word: '已取消', tone: 'muted' },
}

/** Long work: what it does, how far it is; it can be left and found again, and cancelled where that is safe. */
export function ProgressPanel({ title, state, doing, done, total, unit = '', startedAt, onCancel, children }: ProgressPanelProps) {
  const isMoving = state === 'running' || state === 'waiting'
  const percent = state === 'done' ? 100 : done !== undefined && total ? Math.floor((done / total) * 100) : undefined
  return (
    <section className="x-card x-progress" aria-label={title} aria-busy={isMoving}>
      <header className="x-row">
        <h3>{title}</h3>
        <StateTag {...words[state]} />
        <span className="x-grow" />
        {startedAt && <span className="x-soft">开始于 <InstantText value={startedAt} /></span>}
        {isMoving && onCancel && <Button size="small" onClick={onCancel}>取消</Button>}
      </header>
      <Progress
        percent={percent ?? 100}
        showInfo={false}
        status={state === 'failed' ? 'exception' : state === 'done' ? 'success' : percent === undefined && isMoving ? 'active' : 'normal'}
        size={{ height: 6 }}
        aria-label={title}
      />
      <div className="x-row x-progress-line">
        <span className="x-grow">{doing}</span>
        {done !== undefined && total !== undefined && <span>{done} / {total} {unit}{percent !== undefined && ` · ${percent}%`}</span>}
      </div>
      {isMoving && <p className="x-soft x-no-print">可以离开本页，工作会继续，结果保留在这里。</p>}
      {children}
    </section>
  )
}
