/** Holds the place of a page that is being fetched: same title height, so nothing jumps. */
export function PageSkeleton() {
  return (
    <div className="x-page" aria-busy="true">
      <div className="x-page-head"><span className="x-skeleton" style={{ width: 160, height: 18 }} /></div>
      <div className="x-card x-page-skeleton">
        {Array.from({ length: 8 }, (_, index) => <span key={index} className="x-skeleton" style={{ width: `${92 - ((index * 17) % 40)}%` }} />)}
      </div>
    </div>
  )
}
