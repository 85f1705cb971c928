import { useRef, useState } from 'react'
import { Form, Input, InputNumber, Segmented, Select } from 'antd'
import { requestsApi } from '#spine/requests/api.ts'
import { subsystem } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { changeKind, changeNature, changeRequestApi, touchedDocument } from '../api.ts'
import './form-parts.css'
import { ConflictPreview, type PlannedValues } from './conflict-preview.tsx'

type Values = { form: PlannedValues & Record<string, unknown>; reason?: string }
type Known = { requestId: string; version: number; isSubmitted: boolean }

const options = (set: { values: readonly string[]; titles: Readonly<Record<string, string>> }) => set.values.map((value) => ({ value, label: set.titles[value] ?? value }))
const area = (rows: number) => <Input.TextArea autoSize={{ minRows: rows, maxRows: 16 }} maxLength={10_000} />

/** The whole form of a change. It is kept as a draft as it stands and told of every gap at once when it is handed in. */
export function ChangeFormEditor({ title, form: given, known, clonedFromId }: { title: string; form?: object; known?: Known; clonedFromId?: string }) {
  const requests = useClient(requestsApi)
  const changes = useClient(changeRequestApi)
  const choices = useRead(changeRequestApi, 'listChoices')
  const go = useGo()
  const [form] = Form.useForm<Values>()
  // Refused for a gap, the draft is there: pressed again it is saved over, never opened twice.
  const draft = useRef<Known | undefined>(known)
  const [newId] = useState(() => crypto.randomUUID())
  const values = Form.useWatch('form', form) as Values['form'] | undefined

  const send = async ({ form: filled, reason = '' }: Values) => {
    const body = Object.fromEntries(Object.entries({ ...filled, emergency: filled.changeKind === 'emergency' ? filled['emergency'] : null, templateId: filled.changeKind === 'standard' ? (filled['templateId'] ?? null) : null }).filter(([, value]) => value !== undefined))
    if (draft.current === undefined) {
      const opened = await requests.call.openRequest({ body: { requestId: newId, kind: 'change-request.change', form: body, ...(clonedFromId ? { clonedFromId } : {}) } })
      draft.current = { requestId: opened.requestId, version: opened.version, isSubmitted: false }
    } else {
      const saved = await requests.call.saveRequestDraft({ params: { requestId: draft.current.requestId }, body: { version: draft.current.version, form: body } })
      draft.current = { ...draft.current, version: saved.version }
    }
    await requests.call.submitRequest({ params: { requestId: draft.current.requestId }, body: { version: draft.current.version, reason } })
    await Promise.all([requests.refresh(), changes.refresh()])
  }
  const components = (choices.data?.components ?? []).filter((one) => values?.subsystem === undefined || one.subsystem === values.subsystem)
  const templates = (choices.data?.templates ?? []).filter((one) => one.nature === values?.nature)
  const useTemplate = (templateId: string) => {
    const template = templates.find((one) => one.templateId === templateId)
    if (template) form.setFieldsValue({ form: { plan: template.plan, backOut: template.backOut, testPlan: template.testPlan } })
  }
  const isContent = values?.nature === 'content'
  return (
    <Page title={title} lead="提交时一次列出全部缺项与冲突；没有提交的内容自动保存在本机。">
      <EntryForm<Values>
        name={`change-${known?.requestId ?? clonedFromId ?? 'new'}`}
        form={form}
        initial={{ form: { changeKind: 'normal', nature: 'functional', documents: [], componentIds: [], peopleIds: [], impactClause: '无', impactBackup: '无', impactSharing: '无', impactPeriod: '无', ...given } as never }}
        submitText="提交"
        onSubmit={send}
        onDone={() => go(`/change-request/change/${draft.current?.requestId ?? newId}`)}
        onCancel={() => go(known ? `/change-request/change/${known.requestId}` : '/change-request/change')}
      >
        <div className="x-form-parts">
          <Section title="需求">
            <Field name={['form', 'changeKind']} label="类型" required help="标准变更按已批准的模板办理；紧急变更先处置，24 小时内补录完整记录并由他人复核"><Segmented options={options(changeKind)} /></Field>
            <Field name={['form', 'nature']} label="性质" required><Select options={options(changeNature)} /></Field>
            <Field name={['form', 'subsystem']} label="子系统" required><Select options={subsystem.values.map((value) => ({ value, label: subsystem.titles[value] }))} /></Field>
            <Field name={['form', 'title']} label="标题" required><Input maxLength={200} /></Field>
            <Field name={['form', 'demand']} label="需求内容" required>{area(3)}</Field>
            <Field name={['form', 'demandUnit']} label="需求提出部门" required><Input maxLength={200} /></Field>
            <Field name={['form', 'demandNo']} label="需求单号"><Input maxLength={60} /></Field>
            {values?.changeKind === 'standard' && <Field name={['form', 'templateId']} label="模板" required><Select options={templates.map((one) => ({ value: one.templateId, label: one.title }))} onChange={useTemplate} notFoundContent="这一性质还没有已批准的模板" /></Field>}
            {values?.changeKind === 'emergency' && (
              <>
                <Field name={['form', 'emergency', 'startedAt']} label="处置开始时间" required><InstantInputField /></Field>
                <Field name={['form', 'emergency', 'reason']} label="紧急理由" required>{area(2)}</Field>
              </>
            )}
          </Section>
          <Section title="计划">
            <Field name={['form', 'plannedFrom']} label="计划开始" required><InstantInputField /></Field>
            <Field name={['form', 'plannedTo']} label="计划完成" required><InstantInputField /></Field>
            <Field name={['form', 'componentIds']} label="所涉部件" required={!isContent} help="变更前后对这些部件做检查"><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={components.map((one) => ({ value: one.componentId, label: one.title }))} /></Field>
            {!isContent && <Field name={['form', 'structure']} label="结构变化的对象" help="改结构时写明“模式.表”或“模式.表.字段”；批准之后盘点读到其变化不算漂移，没有写明的仍是隐患"><Select mode="tags" open={false} tokenSeparators={['、', '，', ',', ' ']} suffixIcon={null} maxCount={200} /></Field>}
            <Field name={['form', 'peopleIds']} label="实施人员"><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={(choices.data?.people ?? []).map((one) => ({ value: one.userId, label: one.post ? `${one.name}（${one.post}）` : one.name }))} /></Field>
            <Field name={['form', 'estimateDays']} label="估算工作量" unit="人日" required><InputNumber min={0} max={1000} step={0.5} style={{ width: 160 }} /></Field>
            {!isContent && <Field name={['form', 'version']} label="目标版本"><Input maxLength={40} /></Field>}
            <ConflictPreview {...(known ? { requestId: known.requestId } : {})} plan={values} />
            <Field name={['form', 'acceptedConflicts']} label="接受冲突的理由" help="封网不能接受，须改期或提紧急变更">{area(1)}</Field>
          </Section>
          <Section title="影响">
            <Field name={['form', 'impactClause']} label="对合同条款的影响" required>{area(1)}</Field>
            <Field name={['form', 'impactBackup']} label="对备份的影响" required>{area(1)}</Field>
            <Field name={['form', 'impactSharing']} label="对共享链路的影响" required>{area(1)}</Field>
            <Field name={['form', 'impactPeriod']} label="对节假日与特殊时期的影响" required>{area(1)}</Field>
          </Section>
          <Section title="方案">
            <Field name={['form', 'plan']} label="实施步骤" required>{area(3)}</Field>
            <Field name={['form', 'backOut']} label="回退方案" required={!isContent && values?.changeKind === 'normal'} help={isContent ? '执法内容在生效之前可以撤回；生效之后以新版本更正' : '发布之前须演练通过并附证明'}>{area(2)}</Field>
            <Field name={['form', 'testPlan']} label="测试方案" required={!isContent && values?.changeKind === 'normal'}>{area(2)}</Field>
            {!isContent && (
              <>
                <Field name={['form', 'documents']} label="须更新的文档" help="发布后标记为过时，更新并附证明后才能交付"><Select mode="multiple" options={options(touchedDocument)} /></Field>
                <Field name={['form', 'noDocumentsReason']} label="无须更新文档的理由"><Input maxLength={500} /></Field>
              </>
            )}
          </Section>
        </div>
        {known?.isSubmitted && <Field name="reason" label="修改原因" required><Input maxLength={1000} /></Field>}
      </EntryForm>
    </Page>
  )
}
