import { Button, Form, type FormInstance } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { Section } from '#web/kit/detail/section.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { articlesApi, type ArticleSuggestion } from '../../knowledge/api.ts'
import type { EntryValues } from './ticket-entry-form.tsx'
import { useLate } from './use-late.ts'

const SHOWN = 300

/** What is known about it, while the title is typed. */
export function SuggestionPanel({ form }: { form: FormInstance<EntryValues> }) {
  const title = useLate(Form.useWatch(['form', 'title'], form) ?? '')
  const place = Form.useWatch(['form', 'subsystem'], form)
  const found = useRead(articlesApi, 'suggestArticles', { query: { text: title, subsystem: place || undefined } }, { enabled: title.trim().length > 1 })
  const items = title.trim().length > 1 ? (found.data?.items ?? []) : []
  // Taken as the answer it is linked to the ticket and counted as a use.
  const take = ({ articleId, solution }: ArticleSuggestion) => {
    form.setFieldValue('firstAnswer', solution)
    form.setFieldValue('articleIds', [...new Set([...((form.getFieldValue('articleIds') as string[] | undefined) ?? []), articleId])])
  }
  return (
    <Section title="知识库">
      {items.length === 0 ? <p className="x-soft">输入标题时在这里推荐已发布的知识。</p> : items.map((item) => (
        <article key={item.articleId} className="x-suggestion">
          <header className="x-row"><PageLink to={`/knowledge/${item.articleId}`}>{item.title}</PageLink><span className="x-soft">{item.number} · 引用 {item.uses} 次</span></header>
          <p>{item.solution.slice(0, SHOWN)}</p>
          <Button size="small" onClick={() => take(item)}>用作答复</Button>
        </article>
      ))}
    </Section>
  )
}
