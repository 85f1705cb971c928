import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useAddress, useGo } from '#web/kit/frame/address.ts'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { accessAdjustmentApi, type RoleAnalysisView } from '../api.ts'

/** 优化权限体系: roles that nobody holds or uses, that say the same, that must not meet. */
export function RolesAnalysisPage() {
  const may = usePermission()
  const [address, change] = useAddress()
  const [isProposing, setProposing] = useState(false)
  const targets = useRead(accessAdjustmentApi, 'listTargets')
  const slugs = [...new Set((targets.data?.items ?? []).map(({ subsystem }) => subsystem))]
  const subsystem = slugs.find((slug) => slug === address['subsystem']) ?? slugs[0] ?? ''
  const analysis = useRead(accessAdjustmentApi, 'getRoleAnalysis', { query: { subsystem } }, { enabled: subsystem !== '' })
  return (
    <Page title="角色分析" lead="按最近一次读到的账号与角色分析；建议转为“其它工作”的变更单，经变更流程办理。" actions={may('access-review:manage') && subsystem !== '' && <Button type="primary" onClick={() => setProposing(true)}>提出优化建议</Button>}>
      {targets.data && slugs.length === 0 ? (
        <EmptyState what="还没有可以分析的系统" how="登记账号维护接口并做一次账户核对后，在这里分析其角色。" />
      ) : (
        <>
          <Select aria-label="子系统" value={subsystem || null} onChange={(value) => change({ subsystem: value })} options={slugs.map((value) => ({ value, label: subsystemTitle(value) }))} style={{ width: 300, maxWidth: '100%' }} />
          {analysis.error && <ErrorState error={analysis.error} />}
          {analysis.data?.items.map((one) => <TargetRoles key={one.componentId} analysis={one} days={analysis.data.usedWithinDays} />)}
        </>
      )}
      <SideSheet isOpen={isProposing} title="提出优化建议" onClose={() => setProposing(false)} width={480}>
        {analysis.data && <ProposeForm subsystem={subsystem} start={proposalOf(analysis.data.items)} onClose={() => setProposing(false)} />}
      </SideSheet>
    </Page>
  )
}

function TargetRoles({ analysis, days }: { analysis: RoleAnalysisView; days: number }) {
  const { title, seenAt, roles, unused, idle, duplicates, conflicts } = analysis
  return (
    <>
      <Section title={`${title}：${roles.length} 个角色`} extra={seenAt && <span className="x-soft">读取于 <InstantText value={seenAt} /></span>} flush>
        <DataTable
          caption={`${title}的角色`}
          rows={roles}
          rowKey={({ role }) => role}
          columns={[
            { key: 'title', title: '角色', card: 'heading', render: (row) => <>{row.title} <span className="x-soft">{row.role}</span></> },
            { key: 'isPrivileged', title: '级别', width: 90, render: ({ isPrivileged }) => (isPrivileged ? <StateTag word="特权" tone="caution" /> : '一般') },
            { key: 'holders', title: '持有', width: 90, align: 'right' },
            { key: 'activeHolders', title: `${days} 天内用过`, width: 120, align: 'right', render: ({ activeHolders }) => activeHolders ?? '系统不记录' },
            { key: 'state', title: '结论', width: 130, card: 'state', render: ({ role }) => (unused.includes(role) ? <StateTag word="无人持有" tone="muted" /> : idle.includes(role) ? <StateTag word="闲置" tone="caution" /> : duplicates.some((pair) => pair.includes(role)) ? <StateTag word="重复" tone="caution" reason={duplicates.filter((pair) => pair.includes(role)).map((pair) => pair.join(' = ')).join('；')} /> : <StateTag word="正常" tone="good" />) },
          ]}
        />
      </Section>
      {conflicts.length > 0 && (
        <Section title={`冲突 ${conflicts.length}`} flush>
          <DataTable caption="冲突" rows={conflicts} rowKey={({ account, roles: held }) => `${account} ${held.join()}`} columns={[
            { key: 'account', title: '账号', card: 'heading', render: ({ account, displayName }) => `${displayName}（${account}）` },
            { key: 'roles', title: '同时持有', render: ({ roles: held }) => held.join('、') },
            { key: 'title', title: '规则' },
          ]} />
        </Section>
      )}
    </>
  )
}

function ProposeForm({ subsystem, start, onClose }: { subsystem: string; start: string; onClose: () => void }) {
  const access = useClient(accessAdjustmentApi)
  const go = useGo()
  const [requestId] = useState(() => crypto.randomUUID())
  const send = async ({ proposal }: { proposal: string }) => {
    await access.call.proposeRoles({ body: { requestId, subsystem, proposal } })
    go(`/requests/${requestId}`)
  }
  return (
    <EntryForm<{ proposal: string }> name={`propose-roles-${subsystem}`} initial={{ proposal: start }} submitText="转为变更单" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>建议连同当前的分析一起转为“其它工作”的变更单草稿；角色体系的变更须经审批、回退方案和验收。</p>
      <Field name="proposal" label="建议" required><Input.TextArea rows={12} maxLength={4_000} /></Field>
    </EntryForm>
  )
}

function proposalOf(items: readonly RoleAnalysisView[]): string {
  return items.flatMap(({ title, unused, idle, duplicates, conflicts }) => [
    `【${title}】`,
    ...(unused.length > 0 ? [`停用无人持有的角色：${unused.join('、')}`] : []),
    ...(idle.length > 0 ? [`核实闲置的角色：${idle.join('、')}`] : []),
    ...duplicates.map((pair) => `合并持有人完全相同的角色：${pair.join('、')}`),
    ...conflicts.map(({ displayName, account, roles }) => `${displayName}（${account}）只保留其一：${roles.join('、')}`),
  ]).join('\n')
}
