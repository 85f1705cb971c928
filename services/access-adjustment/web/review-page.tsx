import { useState } from 'react'
import { Button } from 'antd'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { accessAdjustmentApi, discrepancyKind, reviewKind, type ReviewDetail } from '../api.ts'
import { DiscrepancyTag } from './access-state-tags.tsx'

const findingWords: Readonly<Record<string, string>> = { open: '待处理', accepted: '已说明', fixed: '已消除' }

/** One review: what was read, what does not agree, and the sheet for the seal. */
export function ReviewPage() {
  const { reviewId } = usePageParams('reviewId')
  const review = useRead(accessAdjustmentApi, 'getReview', { params: { reviewId } })
  const access = useClient(accessAdjustmentApi)
  const sheet = (format: 'docx' | 'pdf') => access.url('getSheet', { params: { reviewId }, query: { format } })
  return (
    <DetailPage
      of={review}
      show={(one) => ({
        title: `${subsystemTitle(one.subsystem)}账户核对`,
        number: one.number,
        state: one.unexplained === 0 ? <StateTag word="相符或已说明" tone="good" /> : <StateTag word={`${one.unexplained} 项待处理`} tone="bad" href="?tab=items" />,
        actions: one.sheet && (
          <>
            <Button href={sheet('docx')} download>复核表（Word）</Button>
            <Button href={sheet('pdf')} target="_blank">复核表（PDF）</Button>
          </>
        ),
        facts: [
          { label: '类别', value: `${reviewKind.has(one.kind) ? reviewKind.titles[one.kind] : one.kind}${one.periodKey ? `（${one.periodKey}）` : ''}` },
          { label: '时间', value: <InstantText value={one.takenAt} precise /> },
          { label: '账号', value: String(one.accounts) },
          { label: '不符', value: one.discrepancies === 0 ? '没有' : discrepancyKind.values.filter((kind) => (one.counts[kind] ?? 0) > 0).map((kind) => `${discrepancyKind.titles[kind]} ${one.counts[kind]}`).join('，') },
          { label: '工单', value: <PageLink to={`/work-orders/${one.workOrderId}`}>办理过程</PageLink> },
          { label: '证据', value: <PageLink to={`/evidence/${one.evidenceId}`}>账户权限复核报告</PageLink> },
        ],
        tabs: [
          { key: 'items', title: '不符', count: one.items.length, content: <Items review={one} /> },
          { key: 'read', title: '读取范围', count: one.components.length, content: <ReadComponents review={one} /> },
          { key: 'sheet', title: '复核表与盖章件', content: <Sheet review={one} /> },
        ],
      })}
    />
  )
}

function Items({ review }: { review: ReviewDetail }) {
  if (review.items.length === 0) return <EmptyState what="没有不符" how="在用账户与期初和已执行的单据全部相符。" />
  return (
    <Section title="不符" flush>
      <DataTable
        caption="不符"
        rows={review.items}
        rowKey={({ position }) => String(position)}
        columns={[
          { key: 'kind', title: '类别', width: 130, card: 'state', render: ({ kind }) => <DiscrepancyTag kind={kind} /> },
          { key: 'title', title: '内容', card: 'heading' },
          { key: 'componentTitle', title: '对象', width: 220 },
          { key: 'findingId', title: '处理', width: 110, render: ({ findingId, findingState }) => (findingId ? <PageLink to={`/findings/${findingId}`}>{findingWords[findingState ?? ''] ?? findingState}</PageLink> : '—') },
        ]}
      />
    </Section>
  )
}

function ReadComponents({ review }: { review: ReviewDetail }) {
  return (
    <Section title="读取范围" flush>
      <DataTable
        caption="读取范围"
        rows={review.components}
        rowKey={({ componentId }) => componentId}
        columns={[
          { key: 'title', title: '对象', card: 'heading', render: ({ componentId, title }) => <PageLink to={`/systems/components/${componentId}`}>{title}</PageLink> },
          { key: 'accounts', title: '账号', width: 100, align: 'right' },
          { key: 'roles', title: '角色', width: 100, align: 'right' },
          { key: 'hasBaseline', title: '期初', width: 110, card: 'state', render: ({ hasBaseline }) => (hasBaseline ? <StateTag word="已导入" tone="good" /> : <StateTag word="未导入" tone="caution" href="/access-adjustment/targets" />) },
        ]}
      />
    </Section>
  )
}

function Sheet({ review }: { review: ReviewDetail }) {
  const may = usePermission()
  const access = useClient(accessAdjustmentApi)
  const [isOpen, setOpen] = useState(false)
  const { sheet } = review
  if (!sheet) return <EmptyState what="没有复核表" how="每周核对不出表；季度复核和临时核对出表。" />
  return (
    <>
      <Section title={`第 ${sheet.version} 版`} extra={may('access-review:manage') && <Button onClick={() => setOpen(true)}>上传盖章件</Button>}>
        <p>校验值 <HashText value={sheet.modelSm3} length={16} what="校验值" />，印在页脚。内容为核对当时读到的账户，不随以后变化。</p>
        {sheet.scans.length === 0 ? <EmptyState what="还没有盖章件" how="打印复核表，甲方逐一确认并盖章后，扫描上传。" /> : (
          <DataTable caption="盖章件" rows={sheet.scans} rowKey={({ evidenceId }) => evidenceId} columns={[
            { key: 'fileName', title: '文件', card: 'heading', render: ({ fileName, evidenceId }) => <PageLink to={`/evidence/${evidenceId}`}>{fileName}</PageLink> },
            { key: 'uploadedByName', title: '上传人', width: 140 },
            { key: 'uploadedAt', title: '时间', width: 190, render: ({ uploadedAt }) => <InstantText value={uploadedAt} /> },
          ]} />
        )}
      </Section>
      <SideSheet isOpen={isOpen} title="上传盖章的复核表" onClose={() => setOpen(false)} width={420}>
        <EntryForm<{ file?: readonly File[] }>
          name={`review-scan-${sheet.reviewSheetId}`}
          submitText="上传"
          onCancel={() => setOpen(false)}
          onSubmit={(values) => access.call.uploadSheetScan({ params: { reviewSheetId: sheet.reviewSheetId }, body: formDataOf(values) } as never)}
          onDone={() => {
            setOpen(false)
            void access.refresh()
          }}
        >
          <Field name="file" label="扫描件" required help="PDF 或图片；与这一版本一一对应，上传后不能删除。"><Upload multiple={false} accept=".pdf,image/*" /></Field>
        </EntryForm>
      </SideSheet>
    </>
  )
}
