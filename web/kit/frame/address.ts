import { useCallback } from 'react'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'

/** Query part of an address as plain text: `?state=open&state=late` reads back as `{ state: ['open', 'late'] }`. */
export type Search = Readonly<Record<string, string | readonly string[]>>

export function parseSearch(text: string): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const before = search[key]
    search[key] = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value]
  }
  return search
}

export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(key, String(one))
  }
  const text = parameters.toString()
  return text ? `?${text}` : ''
}

/** Parameters of the page's path: `const { workOrderId } = usePageParams('workOrderId')`. */
export function usePageParams<N extends string>(...names: N[]): Record<N, string> {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false })
  return Object.fromEntries(names.map((name) => [name, params[name] ?? ''])) as Record<N, string>
}

/** What stands behind the `?`, and a way to change part of it without adding a step to the history. */
export function useAddress(): [Search, (change: Record<string, string | readonly string[] | undefined>) => void] {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = useCallback(
    (part: Record<string, string | readonly string[] | undefined>) =>
      void navigate({ to: '.', search: (now: Search) => ({ ...now, ...part }), replace: true, resetScroll: false } as Parameters<typeof navigate>[0]),
    [navigate],
  )
  return [search, change]
}

/** Opens an address of this application: `go('/work-orders/WO-1')`. */
export function useGo(): (href: string) => void {
  const navigate = useNavigate()
  return useCallback((href) => void navigate({ href } as Parameters<typeof navigate>[0]), [navigate])
}
