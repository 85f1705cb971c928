import { useState } from 'react'
import { Select } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { peopleApi } from '../people/api.ts'
import type { UnitKind } from '../units/api.ts'

export type PersonPickerProps<Value> = {
  id?: string
  value?: Value
  onChange?: (value: Value) => void
  /** Only people of such units. */
  unitKind?: UnitKind
  /** Not to be chosen. */
  except?: string
  /** Who stands in the field at first, before anything was searched for. */
  known?: { personId: string; name: string }
  placeholder?: string
}

/** One person, found by name, unit or job title. */
export function PersonPicker(props: PersonPickerProps<string>) {
  return <Picker {...props} />
}

/** Several people, in the order in which they were chosen. */
export function PeoplePicker(props: PersonPickerProps<string[]>) {
  return <Picker {...props} mode="multiple" />
}

function Picker<Value extends string | string[]>({ unitKind, except, known, placeholder = '姓名、单位或职务', mode, ...field }: PersonPickerProps<Value> & { mode?: 'multiple' }) {
  const [search, setSearch] = useState('')
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(new Map(known ? [[known.personId, known.name]] : []))
  const people = useRead(peopleApi, 'listPeople', { query: { search: search || undefined, unitKind, state: 'active', pageSize: 50 } })
  const found = (people.data?.items ?? []).filter(({ personId }) => personId !== except).map(({ personId, name, unitTitle, jobTitle }) => ({ value: personId, label: [name, unitTitle, jobTitle].filter(Boolean).join(' · ') }))
  const chosen = [field.value ?? []].flat().flatMap((value) => (found.some((one) => one.value === value) ? [] : [{ value, label: seen.get(value) ?? '…' }]))
  return (
    <Select
      {...(field.id ? { id: field.id } : {})}
      value={field.value as never}
      mode={mode}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      allowClear
      loading={people.isFetching}
      placeholder={placeholder}
      options={[...chosen, ...found]}
      onChange={(value: Value) => {
        setSeen(new Map([...seen, ...found.map((one) => [one.value, one.label] as const)]))
        field.onChange?.(value)
      }}
    />
  )
}
