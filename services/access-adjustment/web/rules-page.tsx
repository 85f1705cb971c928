import { useState } from 'react'
import { Button, Segmented } from 'antd'
import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { accessAdjustmentApi } from '../api.ts'
import { ruleVersionState } from '../rules/api.ts'
import { RuleStateTag } from './access-state-tags.tsx'
import { RulesView } from './rules-view.tsx'

const scopeTitle = (slug: string) => (slug === '' ? '通用' : subsystemTitle(slug))

/** Who decides what and what one person may not hold together: today's rules, and every version with who made it so. */
export function RulesPage() {
  const may = usePermission()
  const go = useGo()
  const access = useClient(accessAdjustmentApi)
  const rules = useRead(accessAdjustmentApi, 'getRules')
  const [scope, setScope] = useState('')
  const shown = rules.data?.items.find(({ subsystem }) => subsystem === scope)
  return (
    <Page
      title="审批与分离规则"
      lead="审批路线按子系统和权限高低，职责分离规则列明一人不得同时持有的角色。新版本一人提出、另一人批准，自生效日期起用于此后提交的单据，已提交的不变。"
      actions={may('access-rule:manage') && <Button type="primary" onClick={() => go(`/access-adjustment/rules/new?scope=${scope}`)}>提出新版本</Button>}
    >
      {rules.error && <ErrorState error={rules.error} />}
      {rules.data && rules.data.items.length > 1 && <div style={{ overflowX: 'auto' }}><Segmented aria-label="范围" value={scope} onChange={setScope} options={rules.data.items.map(({ subsystem }) => ({ value: subsystem, label: scopeTitle(subsystem) }))} /></div>}
      {rules.data && shown && (
        <>
          <p className="x-soft">现行：{scopeTitle(shown.subsystem)}第 {shown.version} 版，{shown.effectiveOn} 起。审批人外出时在{may('request:approve') ? <PageLink to="/delegations">审批代理</PageLink> : '“审批代理”'}指定代理人。</p>
          <RulesView rules={shown.rules} roles={rules.data.roles} offered={rules.data.offered} isGeneral={scope === ''} />
        </>
      )}
      <Section title="版本" flush>
        <DataList
          name="access-rule-versions"
          noun="规则版本"
          source={access.list('listRuleVersions')}
          rowKey={({ ruleVersionId }) => ruleVersionId}
          href={({ ruleVersionId }) => `/access-adjustment/rules/${ruleVersionId}`}
          searchHint="理由、提出人、批准人"
          filters={[
            { kind: 'choice', key: 'state', label: '状态', options: ruleVersionState.values.map((value) => ({ value, label: ruleVersionState.titles[value] })) },
            { kind: 'choice', key: 'subsystem', label: '范围', options: [{ value: 'general', label: '通用' }, ...subsystemOptions.filter(({ value }) => value !== 'platform')] },
          ]}
          columns={[
            { key: 'subsystem', title: '范围', width: 190, card: 'heading', render: ({ subsystem, version }) => `${scopeTitle(subsystem)} 第 ${version} 版` },
            { key: 'state', title: '状态', width: 150, card: 'state', render: ({ state, isInForce }) => <span className="x-row"><RuleStateTag state={state} />{isInForce && <StateTag word="现行" tone="info" />}</span> },
            { key: 'effectiveOn', title: '生效日期', width: 120, canSort: true },
            { key: 'reason', title: '理由' },
            { key: 'proposedByName', title: '提出', width: 120 },
            { key: 'proposedAt', title: '提出时间', width: 170, canSort: true, isExtra: true, render: ({ proposedAt }) => <InstantText value={proposedAt} /> },
            { key: 'decidedByName', title: '批准', width: 120 },
            { key: 'decidedAt', title: '决定时间', width: 170, isExtra: true, render: ({ decidedAt }) => <InstantText value={decidedAt} /> },
          ]}
          empty={{ what: '没有符合条件的版本', how: `调整上面的条件${may('access-rule:manage') ? '，或提出新版本' : ''}。` }}
        />
      </Section>
    </Page>
  )
}
