import type { FindingSeverity, ReviewFindingView } from '../orders/api.ts'
import './sql-editor.css'

const marks: Readonly<Record<FindingSeverity, string>> = { error: '■', warning: '▲', notice: '·' }
const worst: readonly FindingSeverity[] = ['error', 'warning', 'notice']

type Props = { id?: string; value?: string; onChange?: (value: string) => void; findings?: readonly ReviewFindingView[] }

/** SQL as plain text with numbered lines, and the findings beside the lines that they are about. */
export function SqlEditor({ id, value = '', onChange, findings = [] }: Props) {
  const lines = value.split('\n')
  return (
    <div className="x-sql">
      <LineNumbers count={Math.max(lines.length, onChange ? 8 : 1)} findings={findings} />
      {onChange ? (
        <textarea
          {...(id === undefined ? {} : { id })}
          aria-label="SQL 脚本"
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          value={value}
          rows={Math.max(lines.length, 8)}
          style={{ width: `max(100%, ${Math.max(...lines.map((line) => line.length)) + 4}ch)` }}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <pre className="x-sql-text">{value}</pre>
      )}
    </div>
  )
}

function LineNumbers({ count, findings }: { count: number; findings: readonly ReviewFindingView[] }) {
  return (
    <ol className="x-sql-lines" aria-hidden>
      {Array.from({ length: count }, (_, index) => index + 1).map((line) => {
        const own = findings.filter((finding) => finding.line === line)
        const severity = worst.find((one) => own.some((finding) => finding.severity === one))
        return (
          <li key={line} title={own.map(({ title }) => title).join('；')}>
            <span className="x-sql-mark" data-severity={severity}>{severity ? marks[severity] : ''}</span>
            {line}
          </li>
        )
      })}
    </ol>
  )
}
