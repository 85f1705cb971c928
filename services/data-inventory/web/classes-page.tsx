import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { dataInventoryApi, decisionState, hasForm, sensitivityClass, sensitivityLevel } from '../api.ts'
import { DecisionTag, placeName, tableHref } from './inventory-tags.tsx'

/** Columns that seem to hold something to be handled with care, and what a person says to that. */
export function ClassesPage() {
  const inventory = useClient(dataInventoryApi)
  const [address] = useAddress()
  const decide = useAct(dataInventoryApi, 'decideClasses', { done: '已记录' })
  const sample = useAct(dataInventoryApi, 'sampleClass', { done: ({ sampled, matching }) => (sampled === 0 ? '这个字段还没有值' : `抽样 ${sampled} 个值，${matching} 个符合格式`) })
  const only = typeof address['componentId'] === 'string' ? { componentId: address['componentId'] } : {}
  const title = (set: { has(value: string): boolean; titles: Readonly<Record<string, string>> }, value: string) => (set.has(value) ? set.titles[value] : value)
  return (
    <Page title="分类分级" lead="按 GB/T 43697 由字段名、说明与〔个人信息〕标注提出，由人确认。重要数据与核心数据由主管部门认定，系统不作提议。">
      <DataList
        name="inventory-classes"
        noun="字段分类"
        source={inventory.list('listClasses', { query: only })}
        rowKey={({ columnClassId }) => columnClassId}
        searchHint="表、字段"
        filters={[
          { kind: 'choice', key: 'state', label: '状态', options: decisionState.values.map((value) => ({ value, label: decisionState.titles[value] })) },
          { kind: 'choice', key: 'class', label: '分类', options: sensitivityClass.values.map((value) => ({ value, label: sensitivityClass.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions.filter(({ value }) => value !== 'platform') },
        ]}
        actions={(request) => <ConfirmShown request={{ ...request, ...only }} />}
        columns={[
          { key: 'tableName', title: '字段', card: 'heading', canSort: true, render: (row) => <PageLink to={tableHref(row.componentId, row.schemaName, row.tableName)}>{placeName(row.schemaName, row.tableName)}.{row.columnName}</PageLink> },
          { key: 'class', title: '分类', width: 112, render: (row) => title(sensitivityClass, row.class) },
          { key: 'level', title: '分级', width: 124, render: ({ level }) => title(sensitivityLevel, level) },
          { key: 'confidence', title: '把握', width: 64, align: 'right', canSort: true, render: ({ confidence }) => `${Math.round(confidence * 100)}%` },
          { key: 'reason', title: '依据', width: 116, card: 'wide' },
          { key: 'subsystem', title: '子系统', width: 120, render: ({ subsystem }) => subsystemTitle(subsystem) },
          { key: 'state', title: '状态', width: 88, card: 'state', render: ({ state }) => <DecisionTag state={state} /> },
          {
            key: 'acts', title: '操作', width: 180, card: 'acts',
            render: ({ columnClassId, state, class: of }) => (
              <span className="x-row">
                {hasForm(of) && <ActButton size="small" permission="inventory:scan" onAct={() => sample.mutateAsync({ params: { columnClassId } })}>抽样</ActButton>}
                {state !== 'confirmed' && <ActButton size="small" permission="inventory:decide" onAct={() => decide.mutateAsync({ body: { columnClassIds: [columnClassId], state: 'confirmed' } })}>确认</ActButton>}
                {state !== 'rejected' && <ActButton size="small" permission="inventory:decide" onAct={() => decide.mutateAsync({ body: { columnClassIds: [columnClassId], state: 'rejected' } })}>否定</ActButton>}
              </span>
            ),
          },
        ]}
        empty={{ what: '没有提出分类', how: '读取结构之后，名称或说明像是个人信息的字段出现在这里。' }}
      />
    </Page>
  )
}

/** Confirms what the filters show and is still open, up to 100 at once. */
function ConfirmShown({ request }: { request: Readonly<Record<string, unknown>> }) {
  const inventory = useClient(dataInventoryApi)
  const decide = useAct(dataInventoryApi, 'decideClasses', { done: ({ decided }) => `已确认 ${decided} 个字段` })
  const confirm = async () => {
    const { items } = await inventory.call.listClasses({ query: { ...request, state: 'proposed', page: 1, pageSize: 100 } })
    if (items.length > 0) await decide.mutateAsync({ body: { columnClassIds: items.map(({ columnClassId }) => columnClassId), state: 'confirmed' } })
  }
  return <ActButton permission="inventory:decide" ask={{ act: '确认筛选出的分类', object: '筛选出的待确认字段（至多 100 个）', consequence: '按所列的分类与分级确认；之后仍可逐个否定。' }} onAct={confirm}>确认所列</ActButton>
}
