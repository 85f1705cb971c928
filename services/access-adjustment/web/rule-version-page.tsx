import { useState } from 'react'
import { Button, Input, Radio } from 'antd'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { accessAdjustmentApi } from '../api.ts'
import type { RuleVersionDetail } from '../rules/api.ts'
import { RuleStateTag } from './access-state-tags.tsx'
import { RulesView } from './rules-view.tsx'

/** One version of the rules: what it changes, what it then says, and who proposed and approved it. */
export function RuleVersionPage() {
  const { ruleVersionId } = usePageParams('ruleVersionId')
  const version = useRead(accessAdjustmentApi, 'getRuleVersion', { params: { ruleVersionId } })
  const rules = useRead(accessAdjustmentApi, 'getRules')
  const withdraw = useAct(accessAdjustmentApi, 'withdrawRules', { done: '已撤回' })
  const [isDeciding, setDeciding] = useState(false)
  return (
    <>
      <DetailPage
        of={version}
        show={(one) => ({
          title: `${titleOf(one)}审批与分离规则第 ${one.version} 版`,
          state: <span className="x-row"><RuleStateTag state={one.state} />{one.isInForce && <StateTag word="现行" tone="info" />}</span>,
          actions: (
            <>
              {one.actions.includes('decide') && <Button type="primary" onClick={() => setDeciding(true)}>审批</Button>}
              {one.actions.includes('withdraw') && <ActButton danger ask={{ act: '撤回', object: `${titleOf(one)}第 ${one.version} 版`, consequence: '撤回后不再等待批准，可以重新提出。' }} onAct={() => withdraw.mutateAsync({ params: { ruleVersionId } })}>撤回</ActButton>}
            </>
          ),
          facts: [
            { label: '生效日期', value: one.effectiveOn },
            { label: '提出', value: <>{one.proposedByName} <InstantText value={one.proposedAt} /></> },
            { label: one.state === 'withdrawn' ? '撤回' : '批准', value: one.decidedAt ? <>{one.decidedByName} <InstantText value={one.decidedAt} /></> : '等待提出人以外有批准权限的人' },
            { label: '理由', value: one.reason, wide: true },
            ...(one.note ? [{ label: '意见', value: one.note, wide: true }] : []),
          ],
          tabs: [
            ...(one.differences.length > 0 ? [{ key: 'differences', title: '改动', count: one.differences.length, content: <Differences version={one} /> }] : []),
            { key: 'rules', title: '内容', content: rules.data ? <RulesView rules={one.rules} roles={rules.data.roles} offered={rules.data.offered} isGeneral={one.subsystem === ''} /> : null },
          ],
        })}
      />
      <SideSheet isOpen={isDeciding} title="审批规则的新版本" onClose={() => setDeciding(false)} width={520}>
        {version.data && <DecideRulesForm version={version.data} onClose={() => setDeciding(false)} />}
      </SideSheet>
    </>
  )
}

const titleOf = ({ subsystem }: Pick<RuleVersionDetail, 'subsystem'>) => (subsystem === '' ? '通用' : subsystemTitle(subsystem))

function Differences({ version: { differences } }: { version: RuleVersionDetail }) {
  return (
    <Section title="与前一版的差异" flush>
      <DataTable
        caption="与前一版的差异"
        rows={differences}
        rowKey={({ title, before, after }) => `${title}${before}${after}`}
        columns={[
          { key: 'title', title: '项目', width: 170, card: 'heading' },
          { key: 'before', title: '此前', render: ({ before }) => (before ? <del>{before}</del> : <span className="x-soft">没有</span>) },
          { key: 'after', title: '改为', render: ({ after }) => (after ? <ins>{after}</ins> : <span className="x-soft">删除</span>) },
        ]}
      />
    </Section>
  )
}

function DecideRulesForm({ version, onClose }: { version: RuleVersionDetail; onClose: () => void }) {
  const access = useClient(accessAdjustmentApi)
  const { ruleVersionId } = version
  return (
    <EntryForm<{ decision: 'approved' | 'refused'; note?: string }> name={`decide-rules-${ruleVersionId}`} submitText="提交意见" onSubmit={({ decision, note = '' }) => access.call.decideRules({ params: { ruleVersionId }, body: { decision, note } })} onDone={() => { onClose(); void access.refresh() }} onCancel={onClose}>
      <p className="x-confirm-object">{titleOf(version)}第 {version.version} 版，{version.effectiveOn} 起</p>
      <ul>{version.differences.map(({ title, before, after }) => <li key={`${title}${before}${after}`}>{title}：{before && <del className="x-soft">{before}</del>} <ins>{after || '删除'}</ins></li>)}</ul>
      <p>批准后自生效日期起用于新提交的单据；已提交的按提交时的规则办理。</p>
      <Field name="decision" label="意见" required><Radio.Group options={[{ value: 'approved', label: '批准' }, { value: 'refused', label: '不批准' }]} /></Field>
      <Field name="note" label="理由" help="不批准须写明理由"><Input.TextArea rows={3} maxLength={500} /></Field>
    </EntryForm>
  )
}
