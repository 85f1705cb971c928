import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { useSession } from '#web/kit/session/session.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { requestsApi } from '../api.ts'

/** Who decides for me while I am away, and for whom I decide. */
export function DelegationsPage() {
  const delegations = useRead(requestsApi, 'listDelegations')
  const kinds = useRead(requestsApi, 'listRequestKinds')
  const revoke = useAct(requestsApi, 'revokeDelegation', { done: '代理已撤销' })
  const me = useSession().user.userId
  const [isOpen, setOpen] = useState(false)
  const titleOf = (kind: string) => kinds.data?.items.find((one) => one.kind === kind)?.title ?? kind
  const rows = delegations.data?.items ?? []
  return (
    <Page title="审批代理" lead="离岗期间由他人代为审批；代理人不能审批自己提出的申请，记录会写明代谁审批。" actions={<Button type="primary" onClick={() => setOpen(true)}>登记代理</Button>}>
      {delegations.error ? (
        <ErrorState error={delegations.error} onRetry={() => void delegations.refetch()} />
      ) : rows.length === 0 ? (
        <EmptyState what="还没有代理" how="休假或外出前用“登记代理”指定由谁代为审批。" />
      ) : (
        <Section>
          <DataTable
            caption="审批代理"
            rows={rows}
            rowKey={({ delegationId }) => delegationId}
            columns={[
              { key: 'fromName', title: '委托人', width: 120, card: 'heading' },
              { key: 'toName', title: '代理人', width: 120 },
              { key: 'fromOn', title: '开始', width: 150, render: ({ fromOn }) => <DateText value={fromOn} /> },
              { key: 'toOn', title: '结束', width: 150, render: ({ toOn }) => <DateText value={toOn} /> },
              { key: 'kinds', title: '范围', render: ({ kinds: only }) => (only.length === 0 ? '全部申请' : only.map(titleOf).join('、')) },
              { key: 'reason', title: '理由' },
              { key: 'state', title: '状态', width: 100, card: 'state', render: ({ isActive, revokedAt }) => (revokedAt ? <StateTag word="已撤销" tone="muted" /> : isActive ? <StateTag word="生效中" tone="good" /> : <StateTag word="未生效" tone="muted" />) },
              { key: 'acts', title: '', width: 90, render: ({ delegationId, fromUserId, revokedAt, fromName, toName }) => fromUserId === me && revokedAt === null && <ActButton size="small" danger ask={{ object: `${fromName} → ${toName}`, consequence: '撤销后代理人不能再代您审批，已作出的意见不变。', act: '撤销代理' }} onAct={() => revoke.mutateAsync({ params: { delegationId } })}>撤销</ActButton> },
            ]}
          />
        </Section>
      )}
      <SideSheet isOpen={isOpen} title="登记代理" onClose={() => setOpen(false)}>
        <DeclareForm onClose={() => setOpen(false)} />
      </SideSheet>
    </Page>
  )
}

type Values = { toUserId: string; fromOn: string; toOn: string; kinds?: string[]; reason: string }

function DeclareForm({ onClose }: { onClose: () => void }) {
  const requests = useClient(requestsApi)
  const deputies = useRead(requestsApi, 'listDeputies')
  const kinds = useRead(requestsApi, 'listRequestKinds')
  const [delegationId] = useState(() => crypto.randomUUID())
  const done = () => {
    onClose()
    void requests.refresh()
  }
  return (
    <EntryForm<Values> name="declare-delegation" submitText="登记" onCancel={onClose} onDone={done} onSubmit={({ kinds: only = [], ...values }) => requests.call.declareDelegation({ body: { delegationId, kinds: only, ...values } })}>
      <Field name="toUserId" label="代理人" required><Select showSearch={{ optionFilterProp: 'label' }} loading={deputies.isLoading} options={(deputies.data?.items ?? []).map(({ userId, displayName, post }) => ({ value: userId, label: post ? `${displayName}（${post}）` : displayName }))} /></Field>
      <Field name="fromOn" label="开始日" required><DateField /></Field>
      <Field name="toOn" label="结束日" required><DateField /></Field>
      <Field name="kinds" label="范围" help="不选即全部申请"><Select mode="multiple" options={(kinds.data?.items ?? []).map(({ kind, title }) => ({ value: kind, label: title }))} /></Field>
      <Field name="reason" label="理由" required rules={[{ min: 4, message: '请写明理由，至少四个字' }]}><Input.TextArea rows={3} maxLength={1000} /></Field>
    </EntryForm>
  )
}
