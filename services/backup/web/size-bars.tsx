import { bytesText } from './bytes-text.ts'

/** Sizes of the last archives as bars, oldest first: a sudden drop is seen before it is read. */
export function SizeBars({ sizes }: { sizes: readonly number[] }) {
  if (sizes.length < 2) return <span className="x-soft">—</span>
  const most = Math.max(...sizes)
  const width = 100 / sizes.length
  return (
    <svg width="100" height="22" viewBox="0 0 100 22" preserveAspectRatio="none" role="img" aria-label={`最近 ${sizes.length} 次的大小，从 ${bytesText(sizes[0])} 到 ${bytesText(sizes.at(-1))}`}>
      {sizes.map((size, at) => {
        const height = Math.max(1, (size / most) * 20)
        // oxlint-disable-next-line react/no-array-index-key -- a bar is its place
        return <rect key={at} x={at * width} y={22 - height} width={Math.max(1, width - 1)} height={height} fill="var(--x-accent)" opacity={at === sizes.length - 1 ? 1 : 0.45} />
      })}
    </svg>
  )
}
