/** Field by field, what stood there and what stands there now. */
export function DifferenceList({ differences }: { differences: ReadonlyArray<{ readonly field: string; readonly title: string; readonly before: string; readonly after: string }> }) {
  if (differences.length === 0) return <span className="x-soft">—</span>
  return (
    <ul style={{ margin: 0, paddingInlineStart: 0 }}>
      {differences.map(({ field, title, before, after }) => <li key={field}>{title}：<del className="x-soft">{before || '无'}</del> → <ins>{after || '无'}</ins></li>)}
    </ul>
  )
}
