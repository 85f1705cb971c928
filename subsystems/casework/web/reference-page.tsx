import { Select } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useAddress } from '#web/kit/frame/address.ts'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { referenceApi } from '../api.ts'

const units: Readonly<Record<string, string>> = { working_day: '个工作日', calendar_day: '日', month: '个月', year: '年' }

/** What the codes and states of this system mean, and the time limits of the law that it observes. */
export function ReferencePage() {
  const { data, error, refetch } = useRead(referenceApi, 'reference')
  const [address, change] = useAddress()
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  const lists = [
    ...data.dictionaries.map(({ code, title, source, entries }) => ({ key: `dictionary.${code}`, group: '字典', title, source, entries })),
    ...data.workflows.map(({ code, title, states }) => ({ key: `workflow.${code}`, group: '业务状态', title, source: '本系统', entries: states })),
  ]
  const open = lists.find(({ key }) => key === address['list']) ?? lists[0]!
  const options = ['字典', '业务状态'].map((group) => ({ label: group, options: lists.filter((list) => list.group === group).map(({ key, title }) => ({ value: key, label: title })) }))
  return (
    <Page title="字典与时限">
      <Section
        title={open.title}
        flush
        extra={<Select aria-label="字典或业务状态" showSearch={{ optionFilterProp: 'label' }} style={{ width: 200 }} value={open.key} options={options} onChange={(list: string) => change({ list })} />}
      >
        <DataTable
          caption={`${open.title}，出处：${open.source}`}
          rows={open.entries}
          rowKey={({ code }) => code}
          columns={[{ key: 'code', title: '代码', width: '40%', render: ({ code }) => <span className="x-mono">{code}</span> }, { key: 'title', title: `名称（出处：${open.source}）` }]}
        />
      </Section>
      <Section title="法定与承诺时限" flush>
        <DataTable
          caption="法定与承诺时限"
          rows={data.timeLimits}
          rowKey={({ code }) => code}
          columns={[
            { key: 'title', title: '事项' },
            { key: 'amount', title: '时限', render: ({ amount, unit }) => `${amount} ${units[unit] ?? unit}` },
            { key: 'startEvent', title: '起算' },
            { key: 'isPausable', title: '可中止', render: ({ isPausable }) => (isPausable ? '是' : '否') },
            { key: 'source', title: '依据' },
          ]}
        />
      </Section>
    </Page>
  )
}
