import { useState } from 'react'
import { Button, Input, InputNumber } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { accessAdjustmentApi, type TargetView } from '../api.ts'

type Open = { what: 'baseline' | 'setting'; target: TargetView }

/** What forms can adjust, from where reviews start, and the rules that hold. */
export function TargetsPage() {
  const may = usePermission()
  const [open, setOpen] = useState<Open>()
  const targets = useRead(accessAdjustmentApi, 'listTargets')
  const read = useAct(accessAdjustmentApi, 'readTargetNow', { done: '已读取' })
  const close = () => setOpen(undefined)
  return (
    <Page title="权限对象" lead="每个子系统的账号维护接口是一个对象；执法子系统的网页端和 APP 是两个。">
      {targets.error && <ErrorState error={targets.error} />}
      {targets.data?.items.length === 0 && <EmptyState what="还没有可调整的对象" how="请系统管理员在“被管系统”中登记类别为“账号维护接口”的部件及其连接方式。" />}
      {targets.data && targets.data.items.length > 0 && (
        <Section title="对象" flush>
          <DataTable
            caption="可调整的对象"
            rows={targets.data.items}
            rowKey={({ componentId }) => componentId}
            columns={[
              { key: 'title', title: '对象', card: 'heading', render: ({ componentId, title }) => <PageLink to={`/systems/components/${componentId}`}>{title}</PageLink> },
              { key: 'accounts', title: '账号', width: 64, align: 'right' },
              { key: 'roles', title: '角色', width: 64, align: 'right', render: ({ roles }) => roles.length },
              { key: 'seenAt', title: '最近读取', width: 164, render: ({ seenAt }) => <InstantText value={seenAt} /> },
              { key: 'baseline', title: '期初', width: 164, render: ({ baseline }) => (baseline ? <><InstantText value={baseline.takenAt} /> <span className="x-soft">{baseline.accounts} 个，{baseline.takenByName}</span></> : <span className="x-soft">未导入</span>) },
              { key: 'setting', title: '到期规则', width: 130, render: ({ setting }) => (setting ? `宽限 ${setting.graceMinutes} 分钟` : <span className="x-soft">到时即收回</span>) },
              {
                key: 'acts', title: '操作', width: 250, card: 'acts',
                render: (row) => (
                  <span className="x-row">
                    <ActButton size="small" permission="access-adjustment:read" onAct={() => read.mutateAsync({ params: { componentId: row.componentId } })}>现在读取</ActButton>
                    {may('access-review:manage') && <Button size="small" onClick={() => setOpen({ what: 'baseline', target: row })}>导入期初</Button>}
                    {may('access-rule:manage') && <Button size="small" onClick={() => setOpen({ what: 'setting', target: row })}>到期规则</Button>}
                  </span>
                ),
              },
            ]}
          />
        </Section>
      )}
      <SideSheet isOpen={open !== undefined} title={open?.what === 'setting' ? '到期规则' : '导入期初账号'} onClose={close} width={440}>
        {open?.what === 'baseline' && <BaselineForm target={open.target} onClose={close} />}
        {open?.what === 'setting' && <SettingForm target={open.target} onClose={close} />}
      </SideSheet>
    </Page>
  )
}

function BaselineForm({ target, onClose }: { target: TargetView; onClose: () => void }) {
  const access = useClient(accessAdjustmentApi)
  const send = async (body: { reason: string }) => {
    await access.call.takeBaseline({ params: { componentId: target.componentId }, body })
    await access.refresh()
  }
  return (
    <EntryForm<{ reason: string }> name={`baseline-${target.componentId}`} submitText="读取并确认" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p className="x-confirm-object">{target.title}</p>
      <p>现在读取全部账号，确认为核对的起点：此后与它不同而又没有单据的，都会作为不符列出。已有单据的账号以单据为准，不受影响。</p>
      <Field name="reason" label="依据" required help="如 接管清单文号、甲方确认的账号清单" rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={3} maxLength={500} autoFocus /></Field>
    </EntryForm>
  )
}

type Setting = { graceMinutes: number; remindMinutes: number; reason: string }

function SettingForm({ target, onClose }: { target: TargetView; onClose: () => void }) {
  const access = useClient(accessAdjustmentApi)
  const { setting } = target
  const send = async (body: Setting) => {
    await access.call.setTarget({ params: { componentId: target.componentId }, body: { ...body, version: setting?.version ?? 0 } })
    await access.refresh()
  }
  return (
    <EntryForm<Setting> name={`target-${target.componentId}`} initial={{ graceMinutes: setting?.graceMinutes ?? 0, remindMinutes: setting?.remindMinutes ?? 1_440 }} submitText="保存" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p className="x-confirm-object">{target.title}</p>
      <Field name="graceMinutes" label="宽限" unit="分钟" required help="到期后再等这么久才收回，0 为到时即收回。"><InputNumber min={0} max={10_080} style={{ width: 160 }} /></Field>
      <Field name="remindMinutes" label="提前提醒" unit="分钟" required help="期限短于它四倍的，在最后四分之一时提醒。"><InputNumber min={5} max={43_200} style={{ width: 160 }} /></Field>
      <Field name="reason" label="理由" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={2} maxLength={500} /></Field>
    </EntryForm>
  )
}
