import { useState } from 'react'
import { Button, Dropdown } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { changeRequestApi, type ChangeDetail } from '../api.ts'
import { DocumentForm, EffortForm, ReviewForm, StepForm, type StepFormKind } from './step-forms.tsx'

const titles = { rehearse: '登记回退演练', test: '登记测试', 'begin-release': '开始发布', release: '登记发布结果', record: '补录完整记录', review: '复核紧急变更', 'log-effort': '登记工作量', 'update-document': '登记文档已更新' } as const
type Sheet = keyof typeof titles
const steps: Readonly<Partial<Record<Sheet, StepFormKind>>> = { rehearse: 'rehearsal', test: 'test', 'begin-release': 'release-begun', release: 'release', record: 'record' }
const requests = [{ prefix: '/api/requests' }] as const

/** What may be done with the change now; the server says which. */
export function StepActs({ change }: { change: ChangeDetail }) {
  const [open, setOpen] = useState<Sheet>()
  const check = useAct(changeRequestApi, 'openChecks', { done: '检查已发起，完成后显示对照', alsoChanges: requests })
  const may = (action: ChangeDetail['actions'][number]) => change.actions.includes(action)
  const close = () => setOpen(undefined)
  const items = [
    ...(Object.keys(titles) as Sheet[]).filter((sheet) => sheet !== 'begin-release' && sheet !== 'release' && may(sheet)).map((sheet) => ({ key: sheet, label: titles[sheet], onClick: () => setOpen(sheet) })),
    ...(['before', 'after'] as const).filter((side) => may(`check-${side}`)).map((side) => ({ key: side, label: side === 'before' ? '做变更前检查' : '做变更后检查', onClick: () => void check.mutateAsync({ params: { requestId: change.requestId }, body: { side } }).catch(() => {}) })),
  ]
  const step = open && steps[open]
  return (
    <>
      {may('begin-release') && <Button type="primary" onClick={() => setOpen('begin-release')}>开始发布</Button>}
      {may('release') && <Button type="primary" onClick={() => setOpen('release')}>登记发布结果</Button>}
      {items.length > 0 && <Dropdown menu={{ items }} trigger={['click']}><Button loading={check.isPending}>实施</Button></Dropdown>}
      <SideSheet isOpen={open !== undefined} title={open ? titles[open] : ''} onClose={close}>
        {step && <StepForm change={change} kind={step} onClose={close} />}
        {open === 'review' && <ReviewForm change={change} onClose={close} />}
        {open === 'log-effort' && <EffortForm change={change} onClose={close} />}
        {open === 'update-document' && <DocumentForm change={change} onClose={close} />}
      </SideSheet>
    </>
  )
}
