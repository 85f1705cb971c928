import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { dataOrdersApi, findingSeverity } from '../orders/api.ts'

const tones = { error: 'bad', warning: 'caution', notice: 'muted' } as const
const code = (text: string) => <pre className="x-mono" style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</pre>

/** What every script is held against, with an example of each and the way out. */
export function RulesPage() {
  const rules = useRead(dataOrdersApi, 'listReviewRules')
  return (
    <Page title="SQL 审查规则" lead="脚本由 PostgreSQL 自己的语法分析器（MySQL、MariaDB 用相应的分析器）读过，逐条对照；读不懂的一律不放行。">
      {rules.error ? <ErrorState error={rules.error} /> : (
        <Section flush>
          <DataTable
            caption="SQL 审查规则"
            rows={rules.data?.items ?? []}
            rowKey={(rule) => rule.code}
            columns={[
              { key: 'title', title: '规则', width: 140, card: 'heading' },
              { key: 'severity', title: '等级', width: 90, card: 'state', render: ({ severity }) => <StateTag word={findingSeverity.titles[severity]} tone={tones[severity]} /> },
              { key: 'why', title: '为什么，怎么办', width: 270, render: ({ why, wayOut }) => <>{why}<br /><span className="x-soft">怎么办：{wayOut}</span></> },
              { key: 'bad', title: '命中的例子', width: 250, render: ({ bad }) => code(bad) },
              { key: 'good', title: '改好的例子', width: 250, render: ({ good }) => code(good) },
            ]}
          />
        </Section>
      )}
    </Page>
  )
}
