import { Checkbox, Input, Select, Tag } from 'antd'
import { DateField } from '../form/date-field.tsx'

/**
 * Text that must stand in no address, log or audit line (a telephone number): typed into the search of the list, `find` asks for it in
 * the body of a request, and the id that it gives goes into the address under `key`.
 */
export type SoughtFilter = {
  kind: 'sought'
  key: string
  label: string
  /** Of what is typed: all of it, a part that is not searched for either, or none. */
  recognises: (typed: string) => 'whole' | 'part' | 'no'
  find: (typed: string) => Promise<string | undefined>
  /** Said when nothing is found. */
  unknown: string
}

export type Filter =
  | SoughtFilter
  | { kind: 'choice' | 'choices'; key: string; label: string; options: ReadonlyArray<{ value: string; label: string }> }
  | { kind: 'text'; key: string; label: string }
  | { kind: 'yes'; key: string; label: string }
  /** One business date. */
  | { kind: 'date'; key: string; label: string }
  /** Two keys in the address and in the query: from and to, both business dates. */
  | { kind: 'dates'; fromKey: string; toKey: string; label: string }

type Values = Readonly<Record<string, string | readonly string[] | undefined>>

export function filterKeys(filters: readonly Filter[]): string[] {
  return filters.flatMap((filter) => (filter.kind === 'dates' ? [filter.fromKey, filter.toKey] : [filter.key]))
}

/** The filters of a list, side by side; what is chosen goes to the address through `onChange`. */
export function Filters({ filters, values, onChange }: { filters: readonly Filter[]; values: Values; onChange: (change: Values) => void }) {
  return filters.map((filter) => {
    switch (filter.kind) {
      case 'sought':
        return values[filter.key] === undefined ? null : <Tag key={filter.key} closable onClose={() => onChange({ [filter.key]: undefined })}>{filter.label}</Tag>
      case 'choice':
      case 'choices':
        return (
          <Select
            key={filter.key}
            aria-label={filter.label}
            placeholder={filter.label}
            allowClear
            mode={filter.kind === 'choices' ? 'multiple' : undefined}
            maxTagCount="responsive"
            style={{ minWidth: 112, maxWidth: 260 }}
            popupMatchSelectWidth={false}
            options={[...filter.options]}
            showSearch={filter.options.length > 8 ? { optionFilterProp: 'label' } : false}
            value={filter.kind === 'choices' ? asList(values[filter.key]) : asText(values[filter.key])}
            onChange={(value: string | string[] | undefined) => onChange({ [filter.key]: value })}
          />
        )
      case 'text':
        return (
          <Input
            key={`${filter.key}=${asText(values[filter.key]) ?? ''}`}
            aria-label={filter.label}
            placeholder={filter.label}
            allowClear
            style={{ width: 120 }}
            defaultValue={asText(values[filter.key])}
            onPressEnter={(event) => onChange({ [filter.key]: event.currentTarget.value.trim() })}
            onBlur={(event) => onChange({ [filter.key]: event.target.value.trim() })}
            onClear={() => onChange({ [filter.key]: undefined })}
          />
        )
      case 'yes':
        return (
          <Checkbox key={filter.key} checked={values[filter.key] === 'true'} onChange={(event) => onChange({ [filter.key]: event.target.checked ? 'true' : undefined })}>
            {filter.label}
          </Checkbox>
        )
      case 'date':
        return (
          <span key={filter.key} className="x-filter-dates" role="group" aria-label={filter.label}>
            <span className="x-soft">{filter.label}</span>
            <DateField aria-label={filter.label} value={asText(values[filter.key])} onChange={(date) => onChange({ [filter.key]: date })} />
          </span>
        )
      case 'dates':
        return (
          <span key={filter.fromKey} className="x-filter-dates" role="group" aria-label={filter.label}>
            <span className="x-soft">{filter.label}</span>
            <DateField aria-label={`${filter.label}，起`} value={asText(values[filter.fromKey])} onChange={(date) => onChange({ [filter.fromKey]: date })} />
            <span className="x-soft">至</span>
            <DateField aria-label={`${filter.label}，止`} value={asText(values[filter.toKey])} onChange={(date) => onChange({ [filter.toKey]: date })} />
          </span>
        )
    }
  })
}

function asText(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}

function asList(value: string | readonly string[] | undefined): string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : [...value]
}
