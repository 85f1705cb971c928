import { Button, Segmented } from 'antd'
import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { canStep, periodKind, stepPeriod, type Period, type PeriodKind, type Term } from './period.ts'

const kinds = periodKind.values.map((value) => ({ value, label: periodKind.titles[value] }))

/** Month, quarter or the whole term, and one step back or forth. */
export function PeriodChoice({ period, term, onChoose }: { period: Period; term: Term | undefined; onChoose: (kind: PeriodKind, at?: string) => void }) {
  const step = (by: -1 | 1) => onChoose(period.kind, stepPeriod(period, by))
  return (
    <span className="x-row x-no-print">
      <Segmented<PeriodKind> aria-label="统计周期" options={kinds} value={period.kind} onChange={(kind) => onChoose(kind)} />
      {period.kind !== 'term' && (
        <>
          <Button icon={<LeftOutlined />} aria-label="上一期" disabled={!canStep(period, -1, term)} onClick={() => step(-1)} />
          <Button onClick={() => onChoose(period.kind)}>本期</Button>
          <Button icon={<RightOutlined />} aria-label="下一期" disabled={!canStep(period, 1, term)} onClick={() => step(1)} />
        </>
      )}
    </span>
  )
}
