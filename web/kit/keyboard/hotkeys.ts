import { useEffect, useRef, useSyncExternalStore } from 'react'

export type Hotkey = { readonly keys: string; readonly does: string }

/** What the help shows: filled by whoever is on screen, so it never promises a key that does nothing. */
const shown = new Map<symbol, readonly Hotkey[]>()
const watchers = new Set<() => void>()
let snapshot: readonly Hotkey[] = []

function tell(): void {
  snapshot = [...shown.values()].flat()
  for (const watcher of watchers) watcher()
}

export function useShownHotkeys(): readonly Hotkey[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => snapshot,
  )
}

/**
 * Listens to plain keys while the component is on screen. The handler says whether it took the key. Keys typed into
 * a field or under an open dialog are never taken.
 */
export function useHotkeys(hotkeys: readonly Hotkey[], onKey: (key: string, event: KeyboardEvent) => boolean): void {
  const handler = useRef(onKey)
  useEffect(() => {
    handler.current = onKey
  })
  const listed = JSON.stringify(hotkeys)
  useEffect(() => {
    const id = Symbol('hotkeys')
    shown.set(id, JSON.parse(listed) as Hotkey[])
    tell()
    return () => {
      shown.delete(id)
      tell()
    }
  }, [listed])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (handler.current(event.key, event)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="dialog"], .ant-select-dropdown, .ant-dropdown') !== null
}
