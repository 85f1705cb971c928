import type { ReactNode } from 'react'
import { Tabs } from 'antd'
import type { UseQueryResult } from '@tanstack/react-query'
import { useAddress } from '../frame/address.ts'
import { PageSkeleton } from '../frame/page-skeleton.tsx'
import { ErrorState } from '../state/error-state.tsx'
import { useDocumentTitle } from './document-title.ts'
import { FactsGrid, type Fact } from './facts-grid.tsx'
import './detail.css'

export type DetailPlate = {
  /** Name of the object; also the document title. */
  title: string
  /** Its number: 「WO-2024-0138」. */
  number?: ReactNode
  state?: ReactNode
  facts: readonly Fact[]
  actions?: ReactNode
  /** Above the tabs: clock, notices. */
  banner?: ReactNode
  /** The open tab is kept in the address as `?tab=`. One entry shows without a tab bar. */
  tabs: ReadonlyArray<{ key: string; title: string; count?: number | undefined; content: ReactNode }>
}

/** List → detail → act: the detail. `of` is the read, `show` turns what came into the page. */
export function DetailPage<T>({ of, show }: { of: UseQueryResult<T>; show: (object: T) => DetailPlate }) {
  if (of.data !== undefined) return <Plate plate={show(of.data)} />
  if (of.error) return <ErrorState error={of.error} onRetry={() => void of.refetch()} />
  return <PageSkeleton />
}

function Plate({ plate }: { plate: DetailPlate }) {
  const [search, change] = useAddress()
  useDocumentTitle(plate.title)
  const open = plate.tabs.some(({ key }) => key === search['tab']) ? (search['tab'] as string) : plate.tabs[0]?.key
  return (
    <article className="x-page">
      <header className="x-page-head">
        <h1>{plate.title}</h1>
        {plate.state}
        {plate.number && <span className="x-soft x-mono">{plate.number}</span>}
        {plate.actions && <div className="x-page-actions x-no-print">{plate.actions}</div>}
      </header>
      <div className="x-card x-section-body"><FactsGrid facts={plate.facts} /></div>
      {plate.banner}
      {plate.tabs.length > 1 && open ? (
        <Tabs
          activeKey={open}
          onChange={(key) => change({ tab: key })}
          items={plate.tabs.map(({ key, title, count, content }) => ({
            key,
            label: count === undefined ? title : `${title} ${count}`,
            children: <div className="x-tab">{content}</div>,
          }))}
        />
      ) : (
        plate.tabs[0]?.content
      )}
    </article>
  )
}
