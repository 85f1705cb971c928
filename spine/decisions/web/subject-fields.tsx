import { dueParts } from '#shared/instant.ts'
import { useState } from 'react'
import { Input, Select } from 'antd'
import { serviceOptions } from '#shared/services.ts'
import { subsystemOptions, subsystemShortTitle } from '#shared/subsystems.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { contractsApi } from '#spine/contracts/api.ts'
import { obligationsApi } from '#spine/obligations/api.ts'

/** Narrows to occurrences; every field that is filled must match. */
export function SpanFields() {
  const contract = useRead(contractsApi, 'getContract')
  const obligations = (contract.data?.clauses ?? []).map(({ code, title }) => ({ value: code, label: `${code} ${title}` }))
  return (
    <div className="x-decision-subject">
      <p className="x-soft">对象（至少填一项，填写的都须符合）</p>
      <Field name="obligation" label="义务"><Select allowClear showSearch={{ optionFilterProp: 'label' }} options={obligations} loading={contract.isLoading} /></Field>
      <Field name="subsystem" label="子系统"><Select allowClear options={[...subsystemOptions]} /></Field>
      <Field name="service" label="功能模块"><Select allowClear options={[...serviceOptions]} /></Field>
      <Field name="periodKey" label="周期" help="如 2024-10、2024-Q4、2024-W36"><Input className="x-mono" maxLength={20} /></Field>
      <Field name="from" label="起始日期"><DateField /></Field>
      <Field name="to" label="截止日期"><DateField /></Field>
    </div>
  )
}

/** Which ambiguity, and which of its options. */
export function AmbiguityFields({ ambiguity }: { ambiguity: string | undefined }) {
  const ambiguities = useRead(contractsApi, 'listAmbiguities')
  const items = ambiguities.data?.items ?? []
  const chosen = items.find(({ id }) => id === ambiguity)
  return (
    <div className="x-decision-subject">
      <p className="x-soft">对象</p>
      <Field name="ambiguity" label="歧义" required help={chosen?.effect}>
        <Select showSearch={{ optionFilterProp: 'label' }} loading={ambiguities.isLoading} options={items.map(({ id, problem }) => ({ value: id, label: `${id} ${problem}` }))} />
      </Field>
      <Field name="option" label="取值" required>
        <Select disabled={!chosen} popupMatchSelectWidth={false} options={(chosen?.options ?? []).map(({ id, title }) => ({ value: id, label: id === chosen?.inForce ? `${title}（现行）` : title, disabled: id === chosen?.inForce }))} />
      </Field>
    </div>
  )
}

/** The failures that count as one. */
export function GroupingFields() {
  const [search, setSearch] = useState('')
  const missed = useRead(obligationsApi, 'listOccurrences', { query: { verdict: 'missed,late', pageSize: 50, ...(search ? { search } : {}) } })
  return (
    <div className="x-decision-subject">
      <p className="x-soft">对象</p>
      <Field name="occurrences" label="归并的事项" required help="至少两项；列出的是未履行和逾期完成的事项" rules={[{ type: 'array', min: 2, message: '至少选两项' }]}>
        <Select
          mode="multiple"
          showSearch={{ filterOption: false, onSearch: setSearch }}
          loading={missed.isFetching}
          notFoundContent="没有未履行或逾期完成的事项"
          options={(missed.data?.items ?? []).map((row) => ({ value: row.occurrenceId, label: `${row.title}（${subsystemShortTitle(row.subsystem)}，${dueParts(new Date(row.dueAt)).date}）` }))}
        />
      </Field>
    </div>
  )
}
