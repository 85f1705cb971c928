import { useState } from 'react'
import { Button, Input, Radio } from 'antd'
import { describeContent } from '#shared/maintenance/describe-content.ts'
import { contentChannel, contentKind, maintainedContent } from '#shared/maintenance/maintained-content.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { changeRequestApi, type ContentDraftDetail } from '../../api.ts'
import { ContentChanges } from './content-changes.tsx'
import { ContentStateTag } from './content-state-tag.tsx'
import { ContentTables } from './content-tables.tsx'

/** One text from the editor to both channels: its difference, its review, its publication and what was read back. */
export function ContentDraftPage() {
  const { contentDraftId } = usePageParams('contentDraftId')
  const draft = useRead(changeRequestApi, 'getContentDraft', { params: { contentDraftId } }, { refreshMs: 10_000 })
  return (
    <DetailPage
      of={draft}
      show={(one) => {
        const text = maintainedContent.safeParse({ kind: one.kind, code: one.code, title: one.title, body: one.body })
        return {
          title: one.title,
          number: one.code,
          state: <ContentStateTag state={one.state} />,
          actions: <DraftActs draft={one} />,
          facts: [
            { label: '种类', value: contentKind.titles[one.kind] },
            { label: '变更单', value: <PageLink to={`/change-request/change/${one.requestId}?tab=contents`}>{one.requestNumber} {one.requestTitle}</PageLink> },
            { label: '生效日期', value: <DateText value={one.validFrom} /> },
            { label: '依据版本', value: one.basis === 0 ? '新内容' : `第 ${one.basis} 版` },
            { label: '编辑', value: one.editedByName },
            { label: '复核', value: one.reviewedByName },
            { label: '摘要（SM3）', value: <HashText value={one.hash} what="摘要" /> },
            { label: '发布版本', value: one.publishedVersion && `第 ${one.publishedVersion} 版` },
            { label: '证据', value: one.evidenceId && <PageLink to={`/evidence/${one.evidenceId}`}>发布证据</PageLink> },
            { label: '最近结果', value: one.lastNote, wide: true },
            ...(one.reviewNote ? [{ label: '复核意见', value: one.reviewNote, wide: true }] : []),
          ],
          tabs: [
            { key: 'changes', title: '与现行版本的差异', count: one.changes.length, content: <Section title="差异" flush><ContentChanges changes={one.changes} /></Section> },
            { key: 'text', title: '全文', content: text.success ? <ContentTables content={describeContent(text.data)} /> : <EmptyState what="内容无法显示" /> },
            { key: 'channels', title: '读回', count: one.readBack.length, content: <Channels draft={one} /> },
            { key: 'life', title: '经过', content: <Section title="经过"><Timeline label="内容稿经过" entries={lifeOf(one)} /></Section> },
          ],
        }
      }}
    />
  )
}

function DraftActs({ draft }: { draft: ContentDraftDetail }) {
  const go = useGo()
  const changes = useClient(changeRequestApi)
  const [open, setOpen] = useState<'review' | 'withdraw'>()
  const also = [requestsApi, { prefix: '/api/work-orders' }] as const
  const publish = useAct(changeRequestApi, 'publishContentDraft', { done: '已交付发布，读回两端之后显示结果', alsoChanges: also })
  const params = { contentDraftId: draft.contentDraftId }
  const may = (action: ContentDraftDetail['actions'][number]) => draft.actions.includes(action)
  const close = () => setOpen(undefined)
  return (
    <>
      {may('publish') && <ActButton type="primary" ask={{ act: draft.state === 'publishing' ? '再次确认发布' : '发布', object: draft.title, consequence: `自 ${draft.validFrom} 起在网页端与移动端生效，前一版本在此前一日失效。`, }} onAct={() => publish.mutateAsync({ params, body: { version: draft.version } })}>{draft.state === 'publishing' ? '再次确认' : '发布'}</ActButton>}
      {may('review') && <Button type="primary" onClick={() => setOpen('review')}>复核</Button>}
      {may('edit') && <Button onClick={() => go(`/change-request/change/${draft.requestId}/content/${draft.contentDraftId}`)}>修改</Button>}
      {may('withdraw') && <Button danger onClick={() => setOpen('withdraw')}>撤回</Button>}
      <SideSheet isOpen={open !== undefined} title={open === 'review' ? '复核执法内容' : '撤回未生效的版本'} onClose={close} width={420}>
        {open === 'review' && (
          <EntryForm<{ isAgreed: boolean; note?: string }> name={`content-review-${draft.contentDraftId}`} initial={{ isAgreed: true }} submitText="提交复核" onSubmit={({ isAgreed, note = '' }) => changes.call.reviewContentDraft({ params, body: { version: draft.version, hash: draft.hash, isAgreed, note } })} onDone={() => { close(); void changes.refresh() }} onCancel={close}>
            <p>请对照差异与全文。复核的是您看到的这一份，之后再改须重新复核。</p>
            <Field name="isAgreed" label="结论" required><Radio.Group options={[{ value: true, label: '同意发布' }, { value: false, label: '不同意，退回修改' }]} /></Field>
            <Field name="note" label="意见"><Input.TextArea rows={4} maxLength={2000} /></Field>
          </EntryForm>
        )}
        {open === 'withdraw' && (
          <EntryForm<{ reason: string }> name={`content-withdraw-${draft.contentDraftId}`} submitText="撤回" onSubmit={({ reason }) => changes.call.withdrawContentDraft({ params, body: { version: draft.version, reason } })} onDone={() => { close(); void changes.refresh() }} onCancel={close}>
            <p>该版本不再生效，前一版本恢复原来的期限。</p>
            <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={1000} autoFocus /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </>
  )
}

function Channels({ draft }: { draft: ContentDraftDetail }) {
  return (
    <Section title="从两端读回" flush>
      {draft.readBack.length === 0 ? (
        <EmptyState what="还没有读回" how="发布之后，按网页端与移动端用户取得内容的途径各读一次，在本平台计算摘要。" />
      ) : (
        <DataTable
          caption="从两端读回"
          rows={draft.readBack}
          rowKey={({ channel }) => channel}
          columns={[
            { key: 'channel', title: '渠道', width: 110, card: 'heading', render: ({ channel }) => contentChannel.titles[channel] },
            { key: 'version', title: '版本', width: 90, render: ({ version }) => (version === null ? '没有' : `第 ${version} 版`) },
            { key: 'validFrom', title: '生效', width: 150, render: ({ validFrom }) => <DateText value={validFrom} /> },
            { key: 'hash', title: '摘要', render: ({ hash }) => <HashText value={hash} what="摘要" /> },
            { key: 'same', title: '与发布', width: 90, render: ({ hash }) => (hash === draft.hash ? '相同' : '不同') },
            { key: 'readAt', title: '读取时间', width: 180, render: ({ readAt }) => readAt.slice(0, 16).replace('T', ' ') },
          ]}
        />
      )}
    </Section>
  )
}

function lifeOf(one: ContentDraftDetail) {
  return [
    { key: 'edited', at: one.editedAt, who: one.editedByName, what: '编辑' },
    ...(one.reviewedAt ? [{ key: 'reviewed', at: one.reviewedAt, who: one.reviewedByName, what: '复核同意', note: one.reviewNote, tone: 'good' as const }] : []),
    ...(one.publishedAt ? [{ key: 'published', at: one.publishedAt, who: '系统', what: `写入执法系统，第 ${one.publishedVersion} 版`, tone: 'good' as const, ...(one.evidenceId ? { proof: <PageLink to={`/evidence/${one.evidenceId}`}>发布证据</PageLink> } : {}) }] : []),
    { key: 'valid', at: `${one.validFrom}T00:00:00+08:00`, deadline: '生效' },
  ]
}
