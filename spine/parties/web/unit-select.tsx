import { Select } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { unitsApi, unitKind } from '../units/api.ts'

/** A unit that we deal with. */
export function UnitSelect({ id, value, onChange }: { id?: string; value?: string; onChange?: (unitId: string) => void }) {
  const units = useRead(unitsApi, 'listUnits', { query: { state: 'current', pageSize: 500 } })
  return (
    <Select
      {...(id ? { id } : {})}
      {...(value === undefined ? {} : { value })}
      {...(onChange ? { onChange } : {})}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      loading={units.isLoading}
      placeholder="请选择单位"
      options={(units.data?.items ?? []).map(({ unitId, title, kind }) => ({ value: unitId, label: `${title} · ${unitKind.titles[kind]}` }))}
    />
  )
}
