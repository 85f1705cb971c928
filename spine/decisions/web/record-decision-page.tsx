import { useState } from 'react'
import { Button, Form, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf } from '#web/kit/form/upload.tsx'
import { useAddress, useGo } from '#web/kit/frame/address.ts'
import { useToday } from '#web/kit/value/use-today.ts'
import { contractsApi } from '#spine/contracts/api.ts'
import { obligationsApi } from '#spine/obligations/api.ts'
import { decisionKind, decisionsApi, type DecisionKind } from '../api.ts'
import { decisionOf, isSpanKind, type DecisionValues } from './decision-values.ts'
import { MadeFields } from './made-fields.tsx'
import { recordedWords, type Recorded } from './recorded-words.ts'
import { AmbiguityFields, GroupingFields, SpanFields } from './subject-fields.tsx'
import { AmbiguityPreview, SpanPreview } from './subject-preview.tsx'
import './decisions.css'

const consequences: Readonly<Record<DecisionKind, string>> = {
  waiver: '所指事项判为“已豁免”，不再要求完成。',
  suspension: '所指期间合同中止，事项判为“中止”，不计未履行。',
  'not-applicable': '所指事项判为“不适用”，不计入应办。',
  'notice-excuses': '所指事项到期前告知甲方的，可以免责并开出补办。',
  grouping: '几次未履行归并为一次，按一次计算扣款。',
  'ambiguity-default': '自生效日起按新的取值重排事项；登记前先看预览。',
  revocation: '撤销一项已登记的决定。',
}
const kinds = decisionKind.values.filter((value) => value !== 'revocation')

export function RecordDecisionPage() {
  const [address] = useAddress()
  const decisions = useClient(decisionsApi)
  const obligations = useClient(obligationsApi)
  const contract = useClient(contractsApi)
  const go = useGo()
  const [form] = Form.useForm<DecisionValues>()
  const values = (Form.useWatch([], form) ?? {}) as Partial<DecisionValues>
  const [recorded, setRecorded] = useState<Recorded>()
  const text = (key: string) => (typeof address[key] === 'string' ? address[key] : undefined)
  const today = useToday()
  const kind = values.kind

  const send = async ({ reason, effectiveOn, decidedByName, decidedOn, proof, ...subject }: DecisionValues) => {
    const body = formDataOf({ decision: JSON.stringify(decisionOf(subject)), reason, effectiveOn, decidedByName, decidedOn, proof })
    setRecorded(await decisions.call.recordDecision({ body: body as never }))
    await Promise.all([decisions.refresh(), obligations.refresh(), contract.refresh()])
  }
  if (recorded) {
    return (
      <Page title="决定已登记">
        <Section>
          <p>{recordedWords(recorded)}</p>
          <p className="x-row x-decision-next">
            <Button type="primary" onClick={() => go('/decisions')}>查看决定</Button>
            <Button onClick={() => go('/')}>查看矩阵</Button>
            <Button onClick={() => setRecorded(undefined)}>再登记一项</Button>
          </p>
        </Section>
      </Page>
    )
  }
  return (
    <Page title="登记甲方决定" lead="登记的是甲方已经作出的决定：是什么、为什么、谁决定、从哪天起。">
      <div className="x-decision">
        <Section>
          <EntryForm<DecisionValues>
            form={form}
            name="record-decision"
            initial={{ kind: kinds.find((one) => one === text('kind')) ?? 'waiver', ...pick(text), effectiveOn: today, decidedOn: today }}
            submitText="登记决定"
            onSubmit={send}
            onCancel={() => go('/decisions')}
          >
            <Field name="kind" label="类别" required help={kind && consequences[kind]}>
              <Select options={kinds.map((value) => ({ value, label: decisionKind.titles[value] }))} />
            </Field>
            {isSpanKind(kind) && <SpanFields />}
            {kind === 'grouping' && <GroupingFields />}
            {kind === 'ambiguity-default' && <AmbiguityFields ambiguity={values.ambiguity} />}
            <MadeFields />
          </EntryForm>
        </Section>
        {isSpanKind(kind) && <SpanPreview values={values} />}
        {kind === 'ambiguity-default' && <AmbiguityPreview values={values} />}
      </div>
    </Page>
  )
}

/** A link from a page may bring the subject along. */
function pick(text: (key: string) => string | undefined): Partial<DecisionValues> {
  const found = { obligation: text('obligation'), subsystem: text('subsystem'), service: text('service'), ambiguity: text('ambiguity') }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}
