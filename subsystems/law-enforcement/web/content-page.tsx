import { contentKind } from '#shared/maintenance/maintained-content.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { contentApi } from '../content/api.ts'

/** What is in force on a day: today, or any that is asked for. */
export function ContentPage() {
  const content = useClient(contentApi)
  return (
    <Page title="法规与模板" lead="法律法规、裁量基准、填报页面、案卷文书模板与检查单模板：所选日期有效的版本，与移动端相同。">
      <DataList
        name="content"
        noun="内容"
        source={content.list('inForce')}
        rowKey={({ contentVersionId }) => String(contentVersionId)}
        href={({ contentVersionId }) => `/content/${contentVersionId}`}
        searchHint="名称、代码"
        filters={[{ kind: 'date', key: 'on', label: '有效日' }, { kind: 'choice', key: 'kind', label: '种类', options: contentKind.values.map((value) => ({ value, label: contentKind.titles[value] })) }]}
        columns={[
          { key: 'title', title: '名称', canSort: true, card: 'heading' },
          { key: 'kind', title: '种类', canSort: true, width: 120, render: ({ kindTitle }) => kindTitle },
          { key: 'code', title: '代码', canSort: true, width: 110, render: ({ code }) => <span className="x-mono">{code}</span> },
          { key: 'version', title: '版本', canSort: true, width: 72, align: 'right' },
          { key: 'validFrom', title: '生效', canSort: true, width: 140, render: ({ validFrom }) => <DateText value={validFrom} /> },
          { key: 'validTo', title: '失效', canSort: true, width: 140, render: ({ validTo }) => <DateText value={validTo} /> },
          { key: 'hash', title: '摘要', width: 160, isExtra: true, render: ({ hash }) => <HashText value={hash} what="摘要" /> },
          { key: 'orderNo', title: '需求单', canSort: true, width: 130, isExtra: true },
        ]}
        empty={{ what: '该日没有有效的内容', how: '由运维中心发布后出现在这里。' }}
      />
    </Page>
  )
}
