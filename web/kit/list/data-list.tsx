import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Button, Input, Pagination } from 'antd'
import { FilterOutlined, ReloadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useGo } from '../frame/address.ts'
import { PageLink } from '../frame/page-link.tsx'
import { useReach } from '../frame/reach.tsx'
import { problemOf } from '../client/problem-of.ts'
import { announce } from '../keyboard/announce.tsx'
import { useHotkeys } from '../keyboard/hotkeys.ts'
import { useSession } from '../session/session.tsx'
import { EmptyState } from '../state/empty-state.tsx'
import { ErrorState } from '../state/error-state.tsx'
import { useIsNarrow } from '../theme/appearance.tsx'
import { formatNumber } from '../value/format-number.ts'
import { ColumnChoice, useColumnChoice } from './column-choice.tsx'
import { DataTable } from './data-table.tsx'
import { ExcelButton } from './excel-button.tsx'
import { filterKeys, Filters, type Filter, type SoughtFilter } from './filters.tsx'
import type { ListColumn } from './list-column.ts'
import type { ListAnswer, ListRequest, ListSource } from './list-source.ts'
import { useListState } from './use-list-state.ts'

export type DataListProps<Row> = {
  /** Unique name: key of the column choice, and what screen readers hear with `title`. */
  name: string
  /** 「工单」: what one row is. */
  noun: string
  columns: ReadonlyArray<ListColumn<Row>>
  rowKey: (row: Row) => string
  source: ListSource<Row>
  /** Address of a row's detail page. */
  href?: (row: Row) => string
  filters?: readonly Filter[]
  /** Placeholder of the search box; without it there is no search. */
  searchHint?: string
  sort?: string
  pageSize?: number
  /** What will appear here, and how to make the first one. */
  empty: { what: ReactNode; how?: ReactNode; action?: ReactNode }
  /** More buttons at the right of the bar; a function is told what is asked for. */
  actions?: ReactNode | ((request: ListRequest) => ReactNode)
  /** Keeps two lists of one page apart in the address. */
  prefix?: string
  /** Ask again every so often: live runs. */
  refreshMs?: number
}

/** The list of the grammar list → detail → act: everything a list page has, and its state in the address. */
export function DataList<Row>(props: DataListProps<Row>) {
  const { name, noun, columns, rowKey, source, filters = [], empty } = props
  const state = useListState(filterKeys(filters), { sort: props.sort, pageSize: props.pageSize ?? 50, prefix: props.prefix })
  const { shown, toggle } = useColumnChoice(name, useSession().user.userId, columns)
  const isNarrow = useIsNarrow()
  const [areFiltersOpen, setFiltersOpen] = useState(false)
  const chosen = filterKeys(filters).filter((key) => state.filters[key] !== undefined).length
  const answer = useQuery({
    queryKey: [...source.key, state.request],
    queryFn: ({ signal }) => source.load(state.request, signal),
    placeholderData: keepPreviousData,
    ...(props.refreshMs ? { refetchInterval: props.refreshMs } : {}),
  })
  const rows = answer.data?.items ?? []
  const reaches = useReach()
  // Rows of one list lead to one kind of page: where that is not open to the person, they lead nowhere.
  const href = props.href && rows[0] && !reaches(props.href(rows[0])) ? undefined : props.href
  const [current, setCurrent] = useRowKeys(rows, href)
  useEffect(() => {
    if (answer.data && !answer.isPlaceholderData) announce(`共 ${totalText(answer.data)} 条${noun}`)
  }, [answer.data, answer.isPlaceholderData, noun])

  const link = href && ((row: Row, children: ReactNode) => <PageLink to={href(row)}>{children}</PageLink>)
  const go = useGo()
  return (
    <section className="x-card x-list" aria-label={noun} aria-busy={answer.isFetching}>
      <div className="x-list-bar x-no-print">
        {props.searchHint && <SearchBox hint={props.searchHint} value={state.search} sought={filters.find((filter) => filter.kind === 'sought')} onSearch={state.set} />}
        {isNarrow && filters.length > 0 && <Button icon={<FilterOutlined />} aria-expanded={areFiltersOpen} onClick={() => setFiltersOpen(!areFiltersOpen)}>筛选{chosen > 0 && ` ${chosen}`}</Button>}
        {!isNarrow && <Filters filters={filters} values={state.filters} onChange={(change) => state.set(change)} />}
        {state.hasFilters && (
          <Button type="link" onClick={() => state.set({ search: undefined, ...Object.fromEntries(filterKeys(filters).map((key) => [key, undefined])) })}>清除条件</Button>
        )}
        <span className="x-list-acts">
          {typeof props.actions === 'function' ? props.actions({ ...state.request, page: undefined, pageSize: undefined }) : props.actions}
          {source.excel && <ExcelButton excel={source.excel} request={state.request} isEmpty={answer.data?.total === 0} />}
          <Button icon={<ReloadOutlined />} aria-label="刷新" title="刷新" onClick={() => void answer.refetch()} />
          {!isNarrow && <ColumnChoice columns={columns} shown={shown} onToggle={toggle} />}
        </span>
        {isNarrow && areFiltersOpen && <div className="x-filter-panel"><Filters filters={filters} values={state.filters} onChange={(change) => state.set(change)} /></div>}
      </div>
      {answer.error && !answer.data ? (
        <ErrorState error={answer.error} kept="筛选条件都还在。" onRetry={() => void answer.refetch()} />
      ) : answer.data && rows.length === 0 ? (
        state.hasFilters ? <EmptyState what={`没有符合条件的${noun}`} how="放宽条件，或清除全部条件再试。" /> : <EmptyState {...empty} />
      ) : (
        <DataTable
          caption={noun}
          columns={shown}
          rows={rows}
          rowKey={rowKey}
          sort={state.sort}
          onSort={(sort) => state.set({ sort })}
          current={current}
          {...(link ? { link } : {})}
          {...(href
            ? {
                onRow: (row: Row, index: number, event: { target: EventTarget }) => {
                  setCurrent(index)
                  if (event.target instanceof HTMLElement && !event.target.closest('a, button, input, label') && !window.getSelection()?.toString()) go(href(row))
                },
              }
            : {})}
          skeletonRows={answer.data ? undefined : 10}
        />
      )}
      <footer className="x-list-foot">
        {answer.data ? <Count source={source} answer={answer.data} request={state.request} noun={noun} /> : <span className="x-skeleton" style={{ width: 72 }} />}
        {answer.data && answer.data.total > state.pageSize && (
          <Pagination
            className="x-no-print"
            size="small"
            current={state.page}
            pageSize={state.pageSize}
            total={answer.data.total}
            showSizeChanger={!isNarrow}
            simple={isNarrow}
            pageSizeOptions={[20, 50, 100, 200, 500]}
            onChange={(page, pageSize) => state.set({ page: String(page), pageSize: pageSize === (props.pageSize ?? 50) ? undefined : String(pageSize) })}
          />
        )}
      </footer>
    </section>
  )
}

function totalText({ total, isTotalExact }: Pick<ListAnswer<unknown>, 'total' | 'isTotalExact'>): string {
  return isTotalExact ? formatNumber(total) : `${formatNumber(total)}+`
}

/** 「1,000+ 条」 until the exact figure is asked for. */
function Count<Row>({ source, answer, request, noun }: { source: ListSource<Row>; answer: ListAnswer<Row>; request: ListRequest; noun: string }) {
  const [wanted, setWanted] = useState(false)
  const countRequest = { ...request, page: 1, pageSize: 1, exact: true }
  const exact = useQuery({
    queryKey: [...source.key, countRequest, 'exact'],
    queryFn: ({ signal }) => source.load(countRequest, signal),
    enabled: wanted && !answer.isTotalExact,
  })
  const known = exact.data ?? answer
  return (
    <span className="x-row">
      共 {totalText(known)} 条{noun}
      {!known.isTotalExact && <Button type="link" size="small" loading={exact.isFetching} onClick={() => setWanted(true)}>精确计数</Button>}
    </span>
  )
}

function SearchBox({ hint, value, sought, onSearch }: { hint: string; value: string; sought: SoughtFilter | undefined; onSearch: (change: Record<string, string | undefined>) => void }) {
  const [typed, setTyped] = useState(value)
  const asked = useRef(value)
  useEffect(() => {
    if (value !== asked.current) setTyped((asked.current = value))
  }, [value])
  const [said, setSaid] = useState('')
  const search = (text: string) => {
    asked.current = text
    const known = text === '' ? 'no' : (sought?.recognises(text) ?? 'no')
    setSaid('')
    if (known === 'no') onSearch({ search: text })
    if (known === 'whole') void seek(text)
  }
  const seek = async (text: string) => {
    try {
      const found = await sought?.find(text)
      if (asked.current !== text) return
      if (found === undefined) return setSaid(sought?.unknown ?? '')
      asked.current = ''
      setTyped('')
      onSearch({ search: undefined, [sought?.key ?? '']: found })
    } catch (error) {
      setSaid(problemOf(error).title)
    }
  }
  // The newest rendering's: the pause in typing starts again with what is typed, never with a rendering.
  const newest = useRef(search)
  useEffect(() => {
    newest.current = search
  })
  useEffect(() => {
    const text = typed.trim()
    if (text === asked.current) return
    // Waits for a pause in typing; Enter does not wait.
    const timer = setTimeout(() => newest.current(text), 300)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <>
      <Input
        type="search"
        className="x-list-search"
        aria-label={`搜索：${hint}`}
        placeholder={hint}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => search(typed.trim())}
        suffix={<kbd aria-hidden="true">/</kbd>}
      />
      {said && <span role="status" className="x-soft">{said}</span>}
    </>
  )
}

/** j and k walk, Enter opens. */
function useRowKeys<Row>(rows: readonly Row[], href: ((row: Row) => string) | undefined) {
  // Belongs to the rows it was set on: a new page starts without a current row.
  const [mark, setMark] = useState<{ rows: readonly Row[]; index: number }>()
  const current = mark?.rows === rows ? mark.index : undefined
  const setCurrent = (index: number) => setMark({ rows, index })
  const go = useGo()
  useHotkeys(
    href ? [{ keys: 'j', does: '下一行' }, { keys: 'k', does: '上一行' }, { keys: 'Enter', does: '打开所在行' }] : [],
    (key, event) => {
      if (!href || rows.length === 0) return false
      if (key === 'j' || key === 'k') {
        const next = Math.min(rows.length - 1, Math.max(0, (current ?? (key === 'j' ? -1 : 1)) + (key === 'j' ? 1 : -1)))
        setCurrent(next)
        document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: 'nearest' })
        return true
      }
      const isOnControl = event.target instanceof HTMLElement && event.target.closest('a, button') !== null
      const row = current === undefined ? undefined : rows[current]
      if (key !== 'Enter' || row === undefined || isOnControl) return false
      go(href(row))
      return true
    },
  )
  return [current, setCurrent] as const
}
