import { StateTag } from '#web/kit/state/state-tag.tsx'
import { findingSeverity, type ReviewFindingView } from '../orders/api.ts'
import './sql-editor.css'

const tones = { error: 'bad', warning: 'caution', notice: 'muted' } as const

/** What stands in the way, where, why, and the way out. */
export function FindingList({ findings }: { findings: readonly ReviewFindingView[] }) {
  if (findings.length === 0) return <p className="x-finding-none"><StateTag word="没有发现问题" tone="good" /> <span className="x-soft">各条规则都没有命中。</span></p>
  return (
    <ul aria-label="审查结果">
      {findings.map(({ code, title, severity, line, column, detail, why, wayOut }, index) => (
        <li key={`${index}${code}`} className="x-finding">
          <div className="x-row">
            <StateTag word={findingSeverity.titles[severity]} tone={tones[severity]} />
            <strong>{title}</strong>
            <span className="x-soft">第 {line} 行第 {column} 列</span>
          </div>
          {detail !== '' && <div className="x-mono">{detail}</div>}
          <p>{why}</p>
          <p>怎么办：{wayOut}</p>
        </li>
      ))}
    </ul>
  )
}
