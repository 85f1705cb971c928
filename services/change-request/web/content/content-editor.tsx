import { Input } from 'antd'
import { contentKind, type MaintainedContent } from '#shared/maintenance/maintained-content.ts'
import { requestsApi } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { changeRequestApi } from '../../api.ts'
import '../form-parts.css'
import { ContentFields } from './content-fields.tsx'

type Values = { content: MaintainedContent; validFrom: string }
type Props = { requestId: string; contentDraftId: string; /** 0 for a new draft. */ version: number; content: MaintainedContent; validFrom: string; isCodeFixed: boolean }

/** The structured editor of one text; what contradicts itself is told beside its field. */
export function ContentEditor({ requestId, contentDraftId, version, content, validFrom, isCodeFixed }: Props) {
  const changes = useClient(changeRequestApi)
  const requests = useClient(requestsApi)
  const go = useGo()
  const send = async (values: Values) => {
    // The kind and what the form never touched come from what was opened.
    const edited = { ...content, ...values.content, kind: content.kind, body: withoutBlanks({ ...content.body, ...values.content.body }) } as MaintainedContent
    await changes.call.saveContentDraft({ params: { requestId, contentDraftId }, body: { content: edited, validFrom: values.validFrom, version } })
    await Promise.all([changes.refresh(), requests.refresh()])
  }
  return (
    <EntryForm<Values> name={`content-${version === 0 ? `${requestId}-${content.kind}-${content.code}` : contentDraftId}`} initial={{ content, validFrom }} submitText="保存" onSubmit={send} onDone={() => go(`/change-request/content-drafts/${contentDraftId}`)} onCancel={() => go(`/change-request/change/${requestId}?tab=contents`)}>
      <div className="x-form-parts">
        <Section title={contentKind.titles[content.kind]}>
          <Field name={['content', 'code']} label="代码" required><Input disabled={isCodeFixed} className="x-mono" maxLength={40} /></Field>
          <Field name={['content', 'title']} label="名称" required><Input maxLength={200} /></Field>
          <Field name="validFrom" label="生效日期" required help="前一版本在此前一日失效；不得早于发布当日"><DateField /></Field>
        </Section>
        <ContentFields kind={content.kind} />
      </div>
    </EntryForm>
  )
}

/** A cleared field is empty text, and no power is null: the system knows no undefined. */
function withoutBlanks(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutBlanks(one))
  if (value === undefined || (key === 'powerCode' && value === '')) return key === 'powerCode' ? null : ''
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutBlanks(one, name)]))
}
