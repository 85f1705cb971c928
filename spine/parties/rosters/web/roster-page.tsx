import { useState } from 'react'
import { Button } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { useGo, usePageParams } from '#web/kit/frame/address.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { DueText, InstantText } from '#web/kit/value/instant-text.tsx'
import { ImportSheetForm } from '../../web/import-sheet-form.tsx'
import { rostersApi, shiftEvent, type ShiftView, attendancePlace, rosterKind, shiftRole } from '../api.ts'
import { RosterStateTag } from './roster-state-tag.tsx'
import { ShiftForm } from './shift-form.tsx'
import { useNow } from './use-now.ts'

export function RosterPage() {
  const { rosterId } = usePageParams('rosterId')
  const roster = useRead(rostersApi, 'getRoster', { params: { rosterId } })
  const rosters = useClient(rostersApi)
  const may = usePermission()
  const now = useNow()
  const go = useGo()
  const publish = useAct(rostersApi, 'publishRoster', { done: '值班表已发布' })
  const discard = useAct(rostersApi, 'discardRoster', { done: '草稿已删去', onDone: () => go('/rosters') })
  const [open, setOpen] = useState<'add' | 'import' | ShiftView>()
  const close = () => setOpen(undefined)
  const params = { rosterId }
  const version = roster.data?.version ?? 0
  const load = async (sheet: string) => {
    const { shifts } = await rosters.call.importShifts({ params, body: { sheet, version } })
    await rosters.refresh()
    return `已导入 ${shifts} 个班次`
  }
  const canChange = (shift: ShiftView) => may('roster:edit') && (shift.rosterState === 'draft' || Date.parse(shift.startsAt) > now)
  return (
    <>
      <DetailPage
        of={roster}
        show={(one) => ({
          title: one.title,
          state: <RosterStateTag state={one.state} />,
          actions: (
            <>
              {one.state === 'draft' && <ActButton permission="roster:edit" type="primary" ask={{ act: '发布值班表', object: one.title, consequence: '发布后即生效，有账号的值班人收到提醒；以后的变动都留记录。' }} onAct={() => publish.mutateAsync({ params, body: { version } })}>发布</ActButton>}
              {one.state === 'draft' && may('roster:edit') && <Button onClick={() => setOpen('import')}>导入</Button>}
              {may('roster:edit') && <Button onClick={() => setOpen('add')}>加班次</Button>}
              {one.state === 'draft' && <ActButton permission="roster:edit" danger ask={{ act: '删去草稿', object: one.title, consequence: '草稿和其中的班次不再保留。', isDanger: true }} onAct={() => discard.mutateAsync({ params, body: { version } })}>删去草稿</ActButton>}
            </>
          ),
          facts: [
            { label: '种类', value: rosterKind.titles[one.kind] },
            { label: '日期', value: <PageLink to={`/rosters?kind=${one.kind}&month=${one.fromOn.slice(0, 7)}`}>{one.fromOn} 至 {one.toOn}</PageLink> },
            { label: '建立', value: <><InstantText value={one.createdAt} /> {one.createdByName ?? '系统'}</> },
            { label: '发布', value: one.publishedAt && <><InstantText value={one.publishedAt} /> {one.publishedByName ?? '系统'}</> },
          ],
          tabs: [
            {
              key: 'shifts',
              title: '班次',
              count: one.shifts.length,
              content: (
                <DataList
                  name="shifts"
                  noun="班次"
                  source={rosters.list('listShifts', { params })}
                  rowKey={({ shiftId }) => shiftId}
                  searchHint="值班人"
                  columns={[
                    { key: 'startsAt', title: '开始', canSort: true, width: 176, card: 'heading', render: ({ startsAt }) => <InstantText value={startsAt} /> },
                    { key: 'endsAt', title: '结束', width: 176, render: ({ endsAt }) => <DueText value={endsAt} /> },
                    { key: 'role', title: '角色', width: 80, render: ({ role }) => shiftRole.titles[role] },
                    { key: 'name', title: '值班人', canSort: true, render: (row) => <PageLink to={`/people/${row.personId}`}>{row.name}</PageLink> },
                    { key: 'unitTitle', title: '单位', isExtra: true },
                    { key: 'signedInAt', title: '签到', width: 220, render: (row) => (row.signedInAt ? <><InstantText value={row.signedInAt} /> {row.signedInPlace && attendancePlace.titles[row.signedInPlace]}</> : '—') },
                    { key: 'act', title: '操作', width: 80, card: 'acts', render: (row) => canChange(row) && <Button size="small" onClick={() => setOpen(row)}>修改</Button> },
                  ]}
                  empty={{ what: '没有班次', how: may('roster:edit') ? '加班次，草稿也可由 Excel 导入。' : '值班表负责人排出班次后出现在这里。' }}
                />
              ),
            },
            { key: 'life', title: '变动', count: one.events.length, content: <Section title="发布后的变动"><Timeline label="值班表变动" entries={one.events.map((event, at) => ({ key: String(at), at: event.at, who: event.actorName, what: shiftEvent.titles[event.kind], note: event.note }))} /></Section> },
          ],
        })}
      />
      <SideSheet isOpen={open === 'add'} title="加班次" onClose={close}><ShiftForm rosterId={rosterId} onClose={close} /></SideSheet>
      <SideSheet isOpen={open === 'import'} title="导入班次" onClose={close}>
        <ImportSheetForm name={`import-${rosterId}`} columns="第一行为列名：开始、结束、角色（主班、备班、带班）、值班人（必有），单位（同名时用）。导入的班次替换草稿中的全部班次；可以先导出，改后再导入。" onSend={load} onClose={close} />
      </SideSheet>
      <SideSheet isOpen={typeof open === 'object'} title="改班次" onClose={close}>{typeof open === 'object' && <ShiftForm rosterId={rosterId} shift={open} onClose={close} />}</SideSheet>
    </>
  )
}
