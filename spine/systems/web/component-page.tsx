import { useState } from 'react'
import { Alert, Button } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { FactsGrid } from '#web/kit/detail/facts-grid.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { RawJson } from '#web/kit/value/raw-json.tsx'
import { systemsApi, type ComponentDetail, componentKind, criticality, type ComponentKind, type Criticality } from '../api.ts'
import { ComponentForm } from './component-form.tsx'
import { ComponentStateTag } from './component-state-tag.tsx'
import { ConnectionForm } from './connection-form.tsx'
import { ReasonForm } from './reason-form.tsx'
import { settingFacts } from './settings-schema.ts'

type Open = 'edit' | 'connect' | 'retire'

export function ComponentPage() {
  const { componentId } = usePageParams('componentId')
  const component = useRead(systemsApi, 'getComponent', { params: { componentId } })
  const connectors = useRead(systemsApi, 'listConnectors')
  const systems = useClient(systemsApi)
  const may = usePermission()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const one = component.data
  const retire = async (reason: string) => {
    if (!one) return
    const request = { params: { componentId }, body: { version: one.version, reason } }
    await (one.isRetired ? systems.call.restoreComponent(request) : systems.call.retireComponent(request))
    await systems.refresh()
  }
  return (
    <>
      <DetailPage
        of={component}
        show={(row) => ({
          title: row.title,
          number: row.name,
          state: <ComponentStateTag state={row.state} note={row.stateNote} href="?tab=connection" />,
          actions: may('system:register') && (
            <>
              <Button onClick={() => setOpen('edit')}>修改</Button>
              <Button danger={!row.isRetired} onClick={() => setOpen('retire')}>{row.isRetired ? '恢复' : '退役'}</Button>
            </>
          ),
          facts: [
            { label: '子系统', value: row.subsystemTitle },
            { label: '类别', value: componentKind.titles[row.kind as ComponentKind] },
            { label: '重要程度', value: criticality.titles[row.criticality as Criticality] },
            { label: '登记', value: <InstantText value={row.registeredAt} /> },
            { label: '备注', value: row.note, wide: true },
          ],
          tabs: [{ key: 'connection', title: '连接', content: <Connection component={row} onEdit={() => setOpen('connect')} /> }],
        })}
      />
      {one && (
        <>
          <SideSheet isOpen={open === 'edit'} title={`修改 ${one.title}`} onClose={close}><ComponentForm subsystem={one.subsystem} component={one} onClose={close} /></SideSheet>
          <SideSheet isOpen={open === 'connect'} title={`${one.title} 的连接方式`} onClose={close} width={560}><ConnectionForm component={one} connectors={connectors.data?.items ?? []} onClose={close} /></SideSheet>
          <SideSheet isOpen={open === 'retire'} title={one.isRetired ? '恢复部件' : '部件退役'} onClose={close} width={400}>
            <p>{one.isRetired ? '恢复后重新参加巡检。' : '退役后不再巡检，也不再连接；历史记录保留，可以恢复。'}</p>
            <ReasonForm name={`retire-${componentId}`} act={one.isRetired ? '恢复' : '退役'} onSubmit={retire} onClose={close} />
          </SideSheet>
        </>
      )}
    </>
  )
}

/** An inspection's login must not write at all; one that maintains accounts writes these and nothing else. */
const proofWords = {
  readOnly: { act: '证明只读', title: '只读证明', good: '账户只读', bad: '不是只读', how: '证明账户不能写入：巡检账户应当只读。' },
  accounts: { act: '证明权限范围', title: '权限范围证明', good: '只能维护账号', bad: '超出账号维护', how: '证明此连接只能维护账号，不能写别处。' },
} as const

function Connection({ component, onEdit }: { component: ComponentDetail; onEdit: () => void }) {
  const may = usePermission()
  const attempt = useAct(systemsApi, 'tryConnection')
  const prove = useAct(systemsApi, 'proveReadOnly')
  const { connection, isRetired } = component
  const proof = component.kind === 'account-interface' ? proofWords.accounts : proofWords.readOnly
  const params = { componentId: component.componentId }
  const edit = may('system:connect') && !isRetired && <Button type={connection ? 'default' : 'primary'} onClick={onEdit}>{connection ? '修改连接方式' : '登记连接方式'}</Button>
  if (!connection) return <EmptyState what="还没有登记连接方式" how="登记后才能试连和巡检。" action={edit} />
  return (
    <>
      <Section
        title="连接方式"
        extra={
          <>
            {edit}
            {!isRetired && <ActButton type="primary" permission="system:connect" onAct={() => attempt.mutateAsync({ params })}>现在试连</ActButton>}
            {!isRetired && connection.canProveReadOnly && <ActButton permission="system:connect" onAct={() => prove.mutateAsync({ params })}>{proof.act}</ActButton>}
          </>
        }
      >
        <FactsGrid
          facts={[
            { label: '连接器', value: connection.connectorTitle },
            { label: '地址', value: connection.addresses.join('、') || '本机' },
            { label: '凭据', value: connection.secretsChangedAt ? <>已设置，更换于 <InstantText value={connection.secretsChangedAt} /></> : '未设置' },
            { label: '最近修改', value: <><InstantText value={connection.changedAt} /> {connection.changedByName ?? '系统'}</> },
            ...settingFacts(connection.settings).map(({ isRaw, label, value }) => (isRaw ? { label, value: <RawJson value={value} />, wide: true } : { label, value })),
          ]}
        />
      </Section>
      <Section title="最近一次试连">
        {connection.tried ? (
          <>
            <p><StateTag word={connection.tried.outcome} tone={connection.tried.isReached ? 'good' : 'bad'} /> <InstantText value={connection.tried.at} precise /></p>
            <Alert type={connection.tried.isReached ? 'success' : 'error'} title={connection.tried.note} description={connection.tried.identity} />
          </>
        ) : (
          <EmptyState what="还没有试连过" how="试连会真正打开连接，读出目标的产品与版本。" />
        )}
      </Section>
      {connection.canProveReadOnly && (
        <Section title={proof.title}>
          {connection.readOnly ? (
            <>
              <p><StateTag word={connection.readOnly.isReadOnly ? proof.good : proof.bad} tone={connection.readOnly.isReadOnly ? 'good' : 'bad'} /> <InstantText value={connection.readOnly.at} precise /></p>
              <ul>{connection.readOnly.lines.map((line) => <li key={line}>{line}</li>)}</ul>
            </>
          ) : (
            <EmptyState what="还没有证明" how={proof.how} />
          )}
        </Section>
      )}
    </>
  )
}
