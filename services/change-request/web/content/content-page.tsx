import { Alert, Select } from 'antd'
import { describeContent } from '#shared/maintenance/describe-content.ts'
import { contentChannel, contentKind, maintainedContent, type ContentKind, type ContentVersion } from '#shared/maintenance/maintained-content.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ExcelButton } from '#web/kit/list/excel-button.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { changeRequestApi } from '../../api.ts'
import { ContentTables } from './content-tables.tsx'
import { VersionLine } from './version-line.tsx'

const text = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : undefined)

/** What is in force on any day, read from law enforcement now, and for one text the proof that web and APP agree. */
export function ContentPage() {
  const today = useToday()
  const [address, change] = useAddress()
  const on = text(address['on']) ?? today
  const kind = contentKind.values.find((one) => one === address['kind'])
  const code = text(address['code'])
  const excel = useClient(changeRequestApi).excel('listLiveContent')
  const live = useRead(changeRequestApi, 'listLiveContent', { query: { on, ...(kind ? { kind } : {}) } })
  return (
    <Page title="执法内容" lead="即时读自执法系统：所选日期有效的法律法规、裁量基准、填报页面、案卷文书模板与检查单模板。">
      <Section
        title={live.data ? `${on} 有效 ${live.data.items.length} 项` : '有效内容'}
        flush
        extra={
          <>
            <DateField aria-label="有效日" value={on} onChange={(date) => change({ on: date })} />
            <Select aria-label="种类" placeholder="全部种类" allowClear style={{ minWidth: 130 }} {...(kind ? { value: kind } : {})} options={contentKind.values.map((value) => ({ value, label: contentKind.titles[value] }))} onChange={(next: ContentKind | undefined) => change({ kind: next, code: undefined })} />
            {excel && <ExcelButton excel={excel} request={{ on, ...(kind ? { kind } : {}) }} isEmpty={live.data?.items.length === 0} />}
          </>
        }
      >
        {live.error ? <ErrorState error={live.error} onRetry={() => void live.refetch()} /> : live.data?.items.length === 0 ? <EmptyState what="该日没有有效的内容" /> : <LiveTable items={live.data?.items} on={on} />}
      </Section>
      {kind && code && <Proof key={`${kind} ${code} ${on}`} kind={kind} code={code} on={on} />}
    </Page>
  )
}

function LiveTable({ items, on }: { items: readonly ContentVersion[] | undefined; on: string }) {
  return (
    <DataTable
      caption="有效内容"
      rows={items ?? []}
      rowKey={({ kind, code }) => `${kind} ${code}`}
      skeletonRows={items ? undefined : 8}
      columns={[
        { key: 'title', title: '名称', card: 'heading', render: ({ kind, code, title }) => <PageLink to={`/change-request/content?on=${on}&kind=${kind}&code=${encodeURIComponent(code)}`}>{title}</PageLink> },
        { key: 'kind', title: '种类', width: 112, render: ({ kind }) => contentKind.titles[kind] },
        { key: 'code', title: '代码', width: 104, render: ({ code }) => <span className="x-mono">{code}</span> },
        { key: 'version', title: '版本', width: 60, align: 'right' },
        { key: 'validFrom', title: '生效', width: 142, render: ({ validFrom }) => <DateText value={validFrom} /> },
        { key: 'validTo', title: '失效', width: 142, render: ({ validTo }) => <DateText value={validTo} /> },
        { key: 'hash', title: '摘要', width: 150, render: ({ hash }) => <HashText value={hash} what="摘要" /> },
      ]}
    />
  )
}

function Proof({ kind, code, on }: { kind: ContentKind; code: string; on: string }) {
  const proof = useRead(changeRequestApi, 'proveContent', { query: { kind, code, on } })
  const versions = useRead(changeRequestApi, 'listLiveContent', { query: { on, kind, code } })
  if (proof.error) return <Section title={code}><ErrorState error={proof.error} onRetry={() => void proof.refetch()} /></Section>
  if (!proof.data) return null
  const { isEqual, isProven, explanation, channels, published, readAt, body } = proof.data
  const version = channels[0]?.version
  const parsed = version && maintainedContent.safeParse({ kind, code, title: version.title, body })
  return (
    <>
      <Section title={`${version?.title ?? code}：${on} 在两端`}>
        <Alert type={isProven ? 'success' : isEqual ? 'info' : 'error'} showIcon title={explanation} description={<>读取于 <InstantText value={readAt} />{published && <>；发布于变更单 <PageLink to={`/change-request/change/${published.requestId}`}>{published.requestNumber}</PageLink>{published.evidenceId && <>，<PageLink to={`/evidence/${published.evidenceId}`}>发布证据</PageLink></>}</>}</>} style={{ marginBottom: 12 }} />
        <DataTable
          caption="两端"
          rows={channels}
          rowKey={({ channel }) => channel}
          columns={[
            { key: 'channel', title: '渠道', width: 110, card: 'heading', render: ({ channel }) => contentChannel.titles[channel] },
            { key: 'version', title: '版本', width: 100, render: (row) => (row.version ? `第 ${row.version.version} 版` : '没有') },
            { key: 'told', title: '系统自报的摘要', render: (row) => <HashText value={row.version?.hash} what="摘要" /> },
            { key: 'received', title: '本平台计算的摘要', render: ({ receivedHash }) => <HashText value={receivedHash} what="摘要" /> },
          ]}
        />
      </Section>
      {versions.data && <VersionLine versions={versions.data.versions} on={on} />}
      {parsed && parsed.success && <ContentTables content={describeContent(parsed.data)} />}
    </>
  )
}
