import { Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Chart } from '#web/kit/chart/chart.tsx'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { stateOf } from '#web/kit/state/states.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { RawJson } from '#web/kit/value/raw-json.tsx'
import { checkVerdict, inspectionApi, type RunDetail, type RunItemView } from '../api.ts'
import { shownValue } from './shown-value.ts'

/** One result: what it rests on, its trend, what the target said, what people say; a manual one is answered here. */
export function ResultSheet({ run, item, onClose }: { run: RunDetail; item: RunItemView; onClose: () => void }) {
  const may = usePermission()
  const inspection = useClient(inspectionApi)
  const mayAnswer = item.isManual && item.verdict === null && run.state === 'done' && may('inspection:comment')
  return (
    <SideSheet isOpen title={`${item.check} ${item.title}`} onClose={onClose} width={620}>
      <FactsGrid
        facts={[
          { label: '部件', value: item.component },
          { label: '结论', value: item.verdict ? <StateTag state={stateOf(item.verdict)} /> : '尚无结果' },
          { label: '值', value: shownValue(item.value, item.unit) },
          { label: '上次', value: shownValue(item.previous, item.unit) },
          { label: '阈值', value: item.threshold },
          { label: '耗时', value: item.tookMs === null ? null : `${item.tookMs} ms` },
          { label: '目标', value: item.engine },
          { label: '采集', value: <><InstantText value={item.capturedAt} precise /> {item.capturedByName}</> },
          { label: '说明', value: item.reason, wide: true },
          { label: '处置建议', value: item.verdict === 'normal' ? null : item.advice, wide: true },
        ]}
      />
      {mayAnswer && <AnswerForm item={item} onDone={() => void inspection.refresh()} />}
      {item.files.length > 0 && (
        <Section title="照片与附件">
          {item.files.map((file) => <p key={file.position}><a href={inspection.url('getResultFile', { params: { runItemId: item.runItemId, position: file.position } })} target="_blank" rel="noreferrer">{file.fileName}</a></p>)}
        </Section>
      )}
      {item.componentId && !item.isManual && <Trend componentId={item.componentId} check={item.check} />}
      {item.verdict && (
        <Section title={`意见 ${item.comments.length}`}>
          {item.comments.map((comment) => <p key={comment.at + comment.authorName}>{comment.text} <span className="x-soft">{comment.authorName} <InstantText value={comment.at} /></span></p>)}
          {may('inspection:comment') && (
            <EntryForm<{ text: string }> name={`comment-${item.runItemId}`} submitText="加意见" onSubmit={({ text }) => inspection.call.commentResult({ params: { runItemId: item.runItemId }, body: { text } })} onDone={() => void inspection.refresh()}>
              <Field name="text" label="意见" required help="采集值不能改写，意见与它并列保存。"><Input.TextArea rows={2} maxLength={2000} /></Field>
            </EntryForm>
          )}
        </Section>
      )}
      {item.verdict && !item.isManual && <Raw runItemId={item.runItemId} />}
    </SideSheet>
  )
}

function Trend({ componentId, check }: { componentId: string; check: string }) {
  const trend = useRead(inspectionApi, 'getTrend', { query: { componentId, check } })
  return trend.data?.chart ? <Chart spec={trend.data.chart} height={200} /> : null
}

function Raw({ runItemId }: { runItemId: string }) {
  const raw = useRead(inspectionApi, 'getRaw', { params: { runItemId } })
  if (!raw.data || raw.data.raw === null) return null
  return <Section title="原始应答"><RawJson value={raw.data.raw} /></Section>
}

type Answer = { verdict: string; note: string; files?: readonly File[] }

function AnswerForm({ item, onDone }: { item: RunItemView; onDone: () => void }) {
  const inspection = useClient(inspectionApi)
  return (
    <Section title="人工填写">
      <EntryForm<Answer> name={`answer-${item.runItemId}`} submitText="提交结论" onDone={onDone} onSubmit={(values) => inspection.call.answerManualCheck({ params: { runItemId: item.runItemId }, body: formDataOf(values) as never })}>
        <Field name="verdict" label="结论" required><Select options={checkVerdict.values.map((value) => ({ value, label: checkVerdict.titles[value] }))} /></Field>
        <Field name="note" label="检查情况" required rules={[{ min: 4, message: '请写明检查情况，至少四个字' }]}><Input.TextArea rows={3} maxLength={2000} /></Field>
        <Field name="files" label="照片"><Upload photo /></Field>
      </EntryForm>
    </Section>
  )
}
