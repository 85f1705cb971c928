import { useState } from 'react'
import { Button } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { unitsApi, unitKind } from '../units/api.ts'
import { optionsOf } from './options-of.ts'
import { UnitForm } from './unit-form.tsx'

export function UnitsPage() {
  const units = useClient(unitsApi)
  const may = usePermission()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Page title="单位" lead="甲方、乙方、业务部门、区县、共享交换对方、供应商和企业。" actions={may('person:manage') && <Button type="primary" onClick={() => setOpen(true)}>登记单位</Button>}>
      <DataList
        name="units"
        noun="单位"
        source={units.list('listUnits')}
        rowKey={({ unitId }) => unitId}
        href={({ unitId }) => `/units/${unitId}`}
        searchHint="名称、备注"
        filters={[
          { kind: 'choice', key: 'kind', label: '类别', options: optionsOf(unitKind) },
          { kind: 'choice', key: 'state', label: '往来', options: [{ value: 'current', label: '往来中' }, { value: 'retired', label: '停止往来' }] },
        ]}
        columns={[
          { key: 'title', title: '名称', canSort: true, card: 'heading' },
          { key: 'kind', title: '类别', canSort: true, width: 140, render: ({ kind }) => unitKind.titles[kind] },
          { key: 'people', title: '在岗人数', align: 'right', width: 96 },
          { key: 'state', title: '往来', width: 110, card: 'state', render: ({ isRetired }) => <StateTag word={isRetired ? '停止往来' : '往来中'} tone={isRetired ? 'muted' : 'good'} /> },
          { key: 'note', title: '备注', isExtra: true },
        ]}
        empty={{ what: '还没有单位', how: may('person:manage') ? '点“登记单位”；有了单位才能登记它的人员。' : '管理人员登记后出现在这里。' }}
      />
      <SideSheet isOpen={isOpen} title="登记单位" onClose={close}><UnitForm onClose={close} /></SideSheet>
    </Page>
  )
}
