import { describeContent, type ContentTable } from '#shared/maintenance/describe-content.ts'
import { maintainedContent } from '#shared/maintenance/maintained-content.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { contentApi } from '../content/api.ts'

/** One version of a text, and the line of versions that it stands in. */
export function ContentVersionPage() {
  const { contentVersionId } = usePageParams('contentVersionId')
  const version = useRead(contentApi, 'content', { params: { contentVersionId } })
  return (
    <DetailPage
      of={version}
      show={(one) => {
        const text = maintainedContent.safeParse({ kind: one.kind, code: one.code, title: one.title, body: one.body })
        const described = text.success ? describeContent(text.data) : { facts: [], tables: [] }
        return {
          title: one.title,
          number: `${one.code} 第 ${one.version} 版`,
          state: <ForceTag version={one} />,
          facts: [
            ...described.facts.filter(({ label }) => label !== '名称' && label !== '代码'),
            { label: '生效', value: <DateText value={one.validFrom} /> }, { label: '失效', value: <DateText value={one.validTo} /> },
            { label: '需求单', value: one.orderNo }, { label: '发布人', value: one.publisher }, { label: '摘要（SM3）', value: <HashText value={one.hash} what="摘要" /> },
          ],
          tabs: [
            ...described.tables.map((table) => ({ key: table.title, title: table.title, count: table.rows.length, content: <TextTable table={table} /> })),
            { key: 'versions', title: '版本', count: one.versions.length, content: (
              <Section title="版本">
                <Timeline
                  label={`${one.title}的版本`}
                  entries={one.versions.map((each) => ({
                    key: String(each.version), at: each.publishedAt, who: each.publisher, tone: each.withdrawnAt ? 'muted' as const : 'info' as const,
                    what: <PageLink to={`/content/${each.contentVersionId}`}>第 {each.version} 版</PageLink>,
                    note: each.withdrawnAt ? `已撤回：${each.withdrawReason}` : `${each.validFrom} 起${each.validTo ? `，至 ${each.validTo}` : ''}；需求单 ${each.orderNo}`,
                  }))}
                />
              </Section>
            ) },
          ],
        }
      }}
    />
  )
}

function ForceTag({ version: { validFrom, validTo, withdrawnAt } }: { version: { validFrom: string; validTo: string | null; withdrawnAt: string | null } }) {
  const today = useToday()
  if (withdrawnAt !== null) return <StateTag word="已撤回" tone="muted" />
  if (validFrom > today) return <StateTag word="待生效" tone="info" />
  return validTo !== null && validTo < today ? <StateTag word="已失效" tone="muted" /> : <StateTag word="有效" tone="good" />
}

function TextTable({ table: { title, columns, rows } }: { table: ContentTable }) {
  const numbered = rows.map(({ cells }, at) => ({ at, cells }))
  return (
    <Section title={title} flush>
      <DataTable caption={title} rows={numbered} rowKey={({ at }) => String(at)} columns={columns.map((column, index) => ({ key: column, title: column, render: ({ cells }: { cells: readonly string[] }) => cells[index] ?? '' }))} />
    </Section>
  )
}
