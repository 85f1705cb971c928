import { useMemo } from 'react'
import { useAddress } from '../frame/address.ts'
import type { ListRequest } from './list-source.ts'

export type ListState = {
  search: string
  sort: string | undefined
  page: number
  pageSize: number
  /** Values of the filters by their key. */
  filters: Readonly<Record<string, string | readonly string[] | undefined>>
  hasFilters: boolean
  request: ListRequest
  set(change: Record<string, string | readonly string[] | undefined>): void
}

/**
 * State of a list, kept in the address: it can be sent to a colleague, and going back finds it again. `prefix`
 * keeps two lists on one page apart.
 */
export function useListState(filterKeys: readonly string[], start: { sort?: string | undefined; pageSize: number; prefix?: string | undefined }): ListState {
  const [address, change] = useAddress()
  const prefix = start.prefix ? `${start.prefix}.` : ''
  const keySignature = filterKeys.join('|')
  return useMemo(() => {
    const text = (key: string) => {
      const value = address[prefix + key]
      return typeof value === 'string' ? value : value?.[0]
    }
    const keys = keySignature ? keySignature.split('|') : []
    const filters = Object.fromEntries(keys.map((key) => [key, address[prefix + key]]))
    const search = text('search') ?? ''
    const sort = text('sort') ?? start.sort
    const page = positive(text('page'), 1)
    const pageSize = Math.min(500, positive(text('pageSize'), start.pageSize))
    return {
      search,
      sort,
      page,
      pageSize,
      filters,
      hasFilters: search !== '' || keys.some((key) => filters[key] !== undefined),
      request: { ...filters, search: search || undefined, sort, page, pageSize },
      // Any change but turning the page starts again at the first one.
      set: (part) => change(Object.fromEntries(Object.entries({ page: undefined, ...part }).map(([key, value]) => [prefix + key, value === '' ? undefined : value]))),
    }
  }, [address, change, keySignature, prefix, start.pageSize, start.sort])
}

function positive(text: string | undefined, fallback: number): number {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : fallback
}
