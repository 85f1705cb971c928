import { useState } from 'react'
import { Select } from 'antd'
import { addDays } from '#shared/calendar/dates.ts'
import { contentKind, type ContentKind, type MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { changeRequestApi } from '../../api.ts'
import { ContentEditor } from './content-editor.tsx'
import { emptyContent } from './empty-content.ts'

/** A draft goes on, or a new one begins with the text that is in force. */
export function ContentEditorPage() {
  const { requestId, contentDraftId } = usePageParams('requestId', 'contentDraftId')
  return <Page title="编辑执法内容" lead="保存后由他人复核；复核之后的任何修改都须重新复核。">{contentDraftId === 'new' ? <Begin requestId={requestId} /> : <GoOn requestId={requestId} contentDraftId={contentDraftId} />}</Page>
}

function GoOn({ requestId, contentDraftId }: { requestId: string; contentDraftId: string }) {
  const draft = useRead(changeRequestApi, 'getContentDraft', { params: { contentDraftId } })
  if (draft.error && !draft.data) return <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />
  if (!draft.data) return <PageSkeleton />
  const { kind, code, title, body, validFrom, version } = draft.data
  return <ContentEditor requestId={requestId} contentDraftId={contentDraftId} version={version} content={{ kind, code, title, body } as MaintainedContent} validFrom={validFrom} isCodeFixed />
}

const NEW = 'new'

function Begin({ requestId }: { requestId: string }) {
  const today = useToday()
  const [kind, setKind] = useState<ContentKind>()
  const [code, setCode] = useState<string>()
  const [newId] = useState(() => crypto.randomUUID())
  const live = useRead(changeRequestApi, 'listLiveContent', { query: { on: today, ...(kind ? { kind } : {}) } }, { enabled: kind !== undefined })
  const current = useRead(changeRequestApi, 'proveContent', { query: { kind: kind ?? 'law', code: code ?? '', on: today } }, { enabled: kind !== undefined && code !== undefined && code !== NEW })
  const choices = [...(live.data?.items ?? []).map((one) => ({ value: one.code, label: `${one.title}（${one.code} 第 ${one.version} 版）` })), { value: NEW, label: '新增一项' }]
  const version = current.data?.channels[0]?.version
  const content = code === NEW ? (kind && emptyContent(kind)) : version && kind && ({ kind, code: version.code, title: version.title, body: current.data?.body } as MaintainedContent)
  return (
    <>
      <Section title="选择内容">
        <div className="x-row" style={{ flexWrap: 'wrap' }}>
          <Select aria-label="种类" placeholder="种类" style={{ minWidth: 160 }} {...(kind ? { value: kind } : {})} options={contentKind.values.map((value) => ({ value, label: contentKind.titles[value] }))} onChange={(next: ContentKind) => { setKind(next); setCode(undefined) }} />
          {kind && <Select aria-label="内容" placeholder="内容" style={{ minWidth: 280, maxWidth: '100%' }} showSearch={{ optionFilterProp: 'label' }} loading={live.isFetching} {...(code ? { value: code } : {})} options={choices} onChange={setCode} />}
        </div>
        {live.error && <ErrorState error={live.error} kept="仍可选择“新增一项”。" onRetry={() => void live.refetch()} />}
        {current.error && <ErrorState error={current.error} onRetry={() => void current.refetch()} />}
      </Section>
      {content && <ContentEditor key={`${kind} ${code}`} requestId={requestId} contentDraftId={newId} version={0} content={content} validFrom={addDays(today, 1)} isCodeFixed={code !== NEW} />}
    </>
  )
}
