import { useState } from 'react'
import { Button } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { escalationApi, stepText } from '../api.ts'
import { LadderForm } from './ladder-form.tsx'
import { LadderStateTag } from './ladder-state-tag.tsx'
import { scopeText } from './ladder-words.ts'

export function LadderPage() {
  const { ladderId } = usePageParams('ladderId')
  const ladder = useRead(escalationApi, 'getLadder', { params: { ladderId } })
  const may = usePermission()
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <DetailPage
        of={ladder}
        show={(one) => ({
          title: scopeText(one),
          state: <LadderStateTag state={one.state} />,
          actions: may('escalation:set') && <Button type="primary" onClick={() => setOpen(true)}>另设新的</Button>,
          facts: [
            { label: '生效', value: <DateText value={one.effectiveOn} /> },
            { label: '被替换', value: <DateText value={one.replacedOn} /> },
            { label: '设置', value: <><InstantText value={one.setAt} /> {one.setByName}</> },
            { label: '理由', value: one.reason, wide: true },
          ],
          tabs: [
            {
              key: 'steps',
              title: '步骤',
              content: <Section title="步骤">{one.steps.length === 0 ? <EmptyState what="没有步骤" how="自生效日起停用，改用更大范围的升级阶梯。" /> : <ol style={{ listStyle: 'decimal', paddingLeft: 24 }}>{one.steps.map((step) => <li key={stepText(step)}>{stepText(step)}</li>)}</ol>}</Section>,
            },
          ],
        })}
      />
      <SideSheet isOpen={isOpen} title="设置升级阶梯" onClose={close} width={600}>{ladder.data && <LadderForm from={ladder.data} onClose={close} />}</SideSheet>
    </>
  )
}
