import { useState } from 'react'
import { Button, Input, Pagination, Segmented } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { callByName } from '#web/kit/client/use-client.ts'
import { useDocumentTitle } from '#web/kit/detail/document-title.ts'
import { useAddress } from '#web/kit/frame/address.ts'
import { DataCards } from '#web/kit/list/data-cards.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import type { Plate } from '#web/kit/session/plate.ts'
import { formatNumber } from '#web/kit/value/format-number.ts'
import { listColumn, type Row } from '../cell.tsx'
import { SYNTHETIC_NOTE } from '../synthetic-note.tsx'
import type { PublicQuery } from './public-query.ts'
import './public.css'

const PAGE_SIZE = 20
type Answer = { items: readonly Row[]; total?: number; isTotalExact?: boolean }

/** What anybody may ask, phone first: one box, one button, cards below. The question stands in the address. */
export function PublicPage({ plate, queries }: { plate: Plate; queries: readonly PublicQuery[] }) {
  const [address, change] = useAddress()
  const query = queries.find(({ endpoint }) => endpoint === address['query']) ?? queries[0]!
  useDocumentTitle('公众查询')
  return (
    <div className="x-public">
      <header className="x-public-plate">
        <span className="x-mark" aria-hidden="true">{plate.mark}</span>
        <div>
          <h1>{plate.name}公众查询</h1>
          <p>{plate.line}</p>
        </div>
      </header>
      <main className="x-public-main">
        {queries.length > 1 && (
          <Segmented
            block
            size="large"
            aria-label="查询什么"
            value={query.endpoint}
            options={queries.map(({ endpoint, title }) => ({ value: endpoint, label: title }))}
            onChange={(endpoint: string) => change({ query: endpoint, text: undefined, page: undefined })}
          />
        )}
        <Question key={query.endpoint} query={query} asked={textAt(address, 'text')} onAsk={(text) => change({ text, page: undefined })} />
        <Answers query={query} asked={textAt(address, 'text')} page={Math.max(1, Math.trunc(Number(textAt(address, 'page'))) || 1)} onPage={(page) => change({ page: String(page) })} />
      </main>
      <footer className="x-public-foot">
        <p>{SYNTHETIC_NOTE}</p>
        <a href="/">工作人员登录</a>
      </footer>
    </div>
  )
}

function Question({ query, asked, onAsk }: { query: PublicQuery; asked: string; onAsk: (text: string) => void }) {
  const [typed, setTyped] = useState(asked)
  return (
    <form
      className="x-public-question"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        onAsk(typed.trim())
      }}
    >
      <label htmlFor="public-question">{query.hint}</label>
      <Input id="public-question" type="search" size="large" maxLength={40} autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <Button type="primary" size="large" htmlType="submit">查询</Button>
    </form>
  )
}

function Answers({ query, asked, page, onPage }: { query: PublicQuery; asked: string; page: number; onPage: (page: number) => void }) {
  const isList = query.field === 'search'
  const answer = useQuery({
    queryKey: [query.api.prefix, query.endpoint, asked, page],
    queryFn: ({ signal }) => callByName(query.api, query.endpoint)({ query: { [query.field]: asked || undefined, ...(isList ? { page, pageSize: PAGE_SIZE } : {}) }, signal }) as Promise<Answer>,
    enabled: isList || asked !== '',
    placeholderData: keepPreviousData,
  })
  if (!isList && asked === '') return <EmptyState what="输入后点「查询」" how="为保护个人信息，只能凭完整编号查询，不提供名单。" />
  if (answer.error) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <p className="x-soft" role="status">正在查询…</p>
  const { items, total = items.length, isTotalExact = true } = answer.data
  if (items.length === 0) return <EmptyState what="没有查到" how={isList ? '请核对输入，或只输入名称的一部分。' : '请核对编号是否完整，字母、括号也要一致。'} />
  return (
    <section aria-busy={answer.isFetching}>
      <p className="x-soft" role="status">{asked ? '查到' : '共'} {formatNumber(total)}{isTotalExact ? '' : '+'} 条</p>
      <div className="x-card">
        <DataCards caption="查询结果" columns={query.columns.map((column) => listColumn(column, query.heading))} rows={items} rowKey={(row) => String(items.indexOf(row))} />
      </div>
      {total > PAGE_SIZE && <Pagination simple align="center" current={page} pageSize={PAGE_SIZE} total={total} showSizeChanger={false} onChange={onPage} />}
    </section>
  )
}

function textAt(address: Readonly<Record<string, string | readonly string[]>>, key: string): string {
  const value = address[key]
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}
