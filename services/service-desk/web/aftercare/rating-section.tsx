import { Input, Rate } from 'antd'
import { Section } from '#web/kit/detail/section.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'

export const scoreWords = ['很不满意', '不满意', '一般', '满意', '很满意']
export type RatingValues = { score: number; remark: string }
export type RatingSectionProps = { rating: { score: number; remark: string; answeredAt: string } | null; mayRate: boolean; onRate: (rating: RatingValues) => Promise<unknown>; onDone: () => void }

/** How content the person who asked is: said once, shown ever after. */
export function RatingSection({ rating, mayRate, onRate, onDone }: RatingSectionProps) {
  if (rating) return <Section title="您的评价"><p><strong>{scoreWords[rating.score - 1]}</strong>（{rating.score} 分）<span className="x-soft"> <InstantText value={rating.answeredAt} /></span></p>{rating.remark && <p>{rating.remark}</p>}</Section>
  if (!mayRate) return null
  return (
    <Section title="请评价这次服务">
      <EntryForm<{ score: number; remark?: string }> name="rating" submitText="提交评价" onSubmit={({ score, remark = '' }) => onRate({ score, remark })} onDone={onDone}>
        <Field name="score" label="满意度" required help="一星很不满意，五星很满意；提交后不能修改"><Rate tooltips={scoreWords} /></Field>
        <Field name="remark" label="说明"><Input.TextArea rows={2} maxLength={4000} /></Field>
      </EntryForm>
    </Section>
  )
}
