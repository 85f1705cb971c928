import { Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { owedState } from '#shared/state-marks.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { Money } from '#web/kit/value/money.tsx'
import { sampleSource } from './sample-rows.ts'

export function ListSamplePage() {
  return (
    <Page title="列表样例" lead="内容是样例，行为与正式列表相同。" actions={<Button type="primary" icon={<PlusOutlined />}>新建工单</Button>}>
      <DataList
        name="kit-sample"
        noun="工单"
        source={sampleSource}
        rowKey={(row) => row.id}
        href={(row) => `/kit/list/${row.id}`}
        searchHint="编号、标题"
        filters={[
          { kind: 'choices', key: 'state', label: '义务状态', options: owedState.values.map((value) => ({ value, label: owedState.titles[value] })) },
          { kind: 'dates', fromKey: 'dueFrom', toKey: 'dueTo', label: '截止' },
        ]}
        columns={[
          { key: 'id', title: '编号', canSort: true, width: 150, render: (row) => <span className="x-mono">{row.id}</span>, card: 'none' },
          { key: 'title', title: '标题', card: 'heading' },
          { key: 'subsystem', title: '子系统' },
          { key: 'stage', title: '进度', width: 100, render: (row) => <StateTag {...row.stage} /> },
          { key: 'state', title: '义务状态', width: 110, render: (row) => <StateTag state={row.state} />, card: 'state' },
          { key: 'dueOn', title: '截止', canSort: true, width: 130, render: (row) => <DateText value={row.dueOn} /> },
          { key: 'minutes', title: '用时（分）', align: 'right', width: 96 },
          { key: 'amount', title: '金额', align: 'right', isExtra: true, render: (row) => <Money value={row.amount} /> },
        ]}
        empty={{ what: '还没有工单', how: '义务到期时自动开出，也可以手工新建。' }}
      />
    </Page>
  )
}
