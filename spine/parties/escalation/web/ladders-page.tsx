import { useState } from 'react'
import { Button } from 'antd'
import { serviceOptions, serviceTitle } from '#shared/services.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { requestPriority } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { escalationApi, stepText } from '../api.ts'
import { LadderForm } from './ladder-form.tsx'
import { LadderStateTag } from './ladder-state-tag.tsx'

/** Whom to tell, how and when, for each scope and from which day on. */
export function LaddersPage() {
  const ladders = useClient(escalationApi)
  const may = usePermission()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Page title="升级阶梯" lead="时限将到或已过时依次找谁、经何渠道。范围越小越优先；改动只自生效日起适用。" actions={may('escalation:set') && <Button type="primary" onClick={() => setOpen(true)}>设置升级阶梯</Button>}>
      <DataList
        name="escalation-ladders"
        noun="升级阶梯"
        source={ladders.list('listLadders')}
        rowKey={({ ladderId }) => ladderId}
        href={({ ladderId }) => `/escalation-ladders/${ladderId}`}
        filters={[{ kind: 'choice', key: 'service', label: '模块', options: serviceOptions }]}
        columns={[
          { key: 'service', title: '模块', canSort: true, width: 150, card: 'heading', render: (row) => serviceTitle(row.service) },
          { key: 'subsystem', title: '子系统', width: 190, render: ({ subsystem }) => (subsystem === null ? '全部' : subsystemTitle(subsystem)) },
          { key: 'priority', title: '优先级', width: 110, render: ({ priority }) => (priority === null ? '全部' : requestPriority.titles[priority]) },
          { key: 'steps', title: '步骤', card: 'wide', render: ({ steps }) => (steps.length === 0 ? '停用' : <ol>{steps.map((step) => <li key={stepText(step)}>{stepText(step)}</li>)}</ol>) },
          { key: 'effectiveOn', title: '生效', canSort: true, width: 140, render: ({ effectiveOn }) => <DateText value={effectiveOn} /> },
          { key: 'state', title: '状态', width: 110, card: 'state', render: ({ state }) => <LadderStateTag state={state} /> },
        ]}
        empty={{ what: '还没有升级阶梯', how: '设置后，时限将到或已过时依次提醒。' }}
      />
      <SideSheet isOpen={isOpen} title="设置升级阶梯" onClose={close} width={600}><LadderForm onClose={close} /></SideSheet>
    </Page>
  )
}
