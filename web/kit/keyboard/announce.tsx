import { useSyncExternalStore } from 'react'

let spoken = ''
const watchers = new Set<() => void>()

/** Says a result to screen readers: 「共 138 条」, 「已保存」. */
export function announce(text: string): void {
  spoken = text
  for (const watcher of watchers) watcher()
}

/** Stands once in the frame. */
export function LiveRegion() {
  const text = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => spoken,
  )
  return <div className="x-hidden" role="status" aria-live="polite">{text}</div>
}
