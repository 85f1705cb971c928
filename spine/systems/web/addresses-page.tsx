import { useState } from 'react'
import { Button, Checkbox, Input } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { systemsApi } from '../api.ts'
import { ReasonForm } from './reason-form.tsx'

type Values = { entry: string; reason: string; isPublicConfirmed?: boolean }

/** What the centre may connect to; everything else is refused before a packet leaves. */
export function AddressesPage() {
  const systems = useClient(systemsApi)
  const addresses = useRead(systemsApi, 'listAddresses')
  const mayManage = usePermission()('allow-list:manage')
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<string>()
  const add = async ({ isPublicConfirmed = false, ...values }: Values) => {
    await systems.call.allowAddress({ body: { ...values, isPublicConfirmed } })
    await systems.refresh()
  }
  const remove = async (reason: string) => {
    if (removed !== undefined) await systems.call.removeAddress({ body: { entry: removed, reason } })
    await systems.refresh()
  }
  const rows = addresses.data?.items
  return (
    <Page title="允许地址" lead="系统只连接清单内的地址，清单之外一律不连。由安全管理员维护。" actions={mayManage && <Button type="primary" onClick={() => setAdding(true)}>加入地址</Button>}>
      {addresses.error && !rows ? <ErrorState error={addresses.error} onRetry={() => void addresses.refetch()} /> : !rows ? <PageSkeleton /> : (
        <Section flush>
          {rows.length === 0 ? <EmptyState what="清单是空的，什么也连不上" how="由安全管理员加入被管系统所在的网段或主机。" /> : (
            <DataTable
              caption="允许地址"
              rows={rows}
              rowKey={({ entry }) => entry}
              columns={[
                { key: 'entry', title: '地址', width: 240, render: ({ entry }) => <span className="x-mono">{entry}</span> },
                { key: 'reason', title: '理由' },
                { key: 'addedByName', title: '加入人', width: 140, render: ({ addedByName }) => addedByName ?? '系统' },
                { key: 'addedAt', title: '加入时间', width: 176, render: ({ addedAt }) => <InstantText value={addedAt} /> },
                ...(mayManage ? [{ key: 'act', title: '操作', width: 96, card: 'acts' as const, render: ({ entry }: { entry: string }) => <Button size="small" danger onClick={() => setRemoved(entry)}>移出</Button> }] : []),
              ]}
            />
          )}
        </Section>
      )}
      <SideSheet isOpen={isAdding} title="加入允许地址" onClose={() => setAdding(false)}>
        <EntryForm<Values> name="allow-address" submitText="加入" onSubmit={add} onDone={() => setAdding(false)} onCancel={() => setAdding(false)}>
          <Field name="entry" label="地址" required help="网段 10.1.0.0/16、地址 10.1.2.3 或主机名 db.example.cn，可加端口 10.1.2.3:5432"><Input spellCheck={false} autoFocus /></Field>
          <Field name="reason" label="理由" required><Input.TextArea rows={3} maxLength={500} /></Field>
          <Field name="isPublicConfirmed" label="公网地址" valuePropName="checked"><Checkbox>已核实：这不是内网地址，但确需访问</Checkbox></Field>
        </EntryForm>
      </SideSheet>
      <SideSheet isOpen={removed !== undefined} title={`移出 ${removed ?? ''}`} onClose={() => setRemoved(undefined)} width={400}>
        <p>移出后，此后打开的连接不再能到达它；相关部件将显示连不上。</p>
        <ReasonForm name="remove-address" act="移出" onSubmit={remove} onClose={() => setRemoved(undefined)} />
      </SideSheet>
    </Page>
  )
}
