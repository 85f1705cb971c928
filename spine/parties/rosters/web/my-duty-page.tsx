import { useState } from 'react'
import { Button } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { PageSkeleton } from '#web/kit/frame/page-skeleton.tsx'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { useSession } from '#web/kit/session/session.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { rostersApi, type ShiftView, type SwapView, attendancePlace, rosterKind, shiftRole } from '../api.ts'
import { LeaveForm } from './leave-form.tsx'
import { shiftWords } from './shift-words.ts'
import { SwapForm } from './swap-form.tsx'
import { SwapStateTag } from './swap-state-tag.tsx'
import { TakeOverForm } from './take-over-form.tsx'

const EARLY_MS = 60 * 60_000

type Open = { kind: 'swap'; shift: ShiftView } | { kind: 'take-over'; shift: { shiftId: string; name: string } } | { kind: 'leave' }

/** One's own shifts, swaps and leave; who is on duty now. */
export function MyDutyPage() {
  const duty = useRead(rostersApi, 'getMyDuty', { refreshMs: 60_000 })
  const { user } = useSession()
  const signIn = useAct(rostersApi, 'signInShift', { done: '已签到' })
  const answer = useAct(rostersApi, 'answerSwap', { done: '已答复' })
  const withdraw = useAct(rostersApi, 'withdrawSwap', { done: '已撤回' })
  const cancelLeave = useAct(rostersApi, 'cancelLeave', { done: '已撤销' })
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const mine = duty.data
  const signs = (shift: ShiftView, place: 'on-site' | 'remote') => signIn.mutateAsync({ params: { shiftId: shift.shiftId }, body: { place, note: '' } })
  const replies = (swap: SwapView, accepts: boolean) => answer.mutateAsync({ params: { swapId: swap.swapId }, body: { accepts, note: '', version: swap.version } })
  return (
    <Page title="我的值班" lead="班次开始前一小时起可以签到；换班经对方同意、第三人批准。" actions={mine?.person && <Button onClick={() => setOpen({ kind: 'leave' })}>登记请假</Button>}>
      {duty.error && !mine ? <ErrorState error={duty.error} onRetry={() => void duty.refetch()} /> : !mine ? <PageSkeleton /> : (
        <>
          <Section title="现在值班">
            {mine.now.length === 0 ? <EmptyState what="现在没有人在值班" how="值班时间内这里显示主班、备班和带班。" /> : (
              <ul>
                {mine.now.map((shift) => (
                  <li key={shift.shiftId} className="x-row">
                    <span className="x-grow">{shiftRole.titles[shift.role]} <b>{shift.name}</b> {shiftWords(shift)}{shift.signedInAt ? ' ✓ 已签到' : ' · 未签到'}</span>
                    {mine.person && shift.personId !== mine.person.personId && <Button size="small" onClick={() => setOpen({ kind: 'take-over', shift })}>接班</Button>}
                  </li>
                ))}
              </ul>
            )}
          </Section>
          {mine.person === null ? <EmptyState what="您的账号没有关联人员" how="请值班表负责人在“人员”中把您登记为乙方人员并关联账号。" /> : (
            <>
              <Section title="我的班次" flush>
                {mine.shifts.length === 0 ? <EmptyState what="没有班次" how="值班表发布后，您的班次出现在这里。" /> : (
                  <DataTable
                    caption="我的班次"
                    rows={mine.shifts}
                    rowKey={({ shiftId }) => shiftId}
                    columns={[
                      { key: 'startsAt', title: '时间', width: 180, card: 'heading', render: shiftWords },
                      { key: 'kind', title: '值班', render: ({ kind }) => rosterKind.titles[kind] },
                      { key: 'role', title: '角色', width: 80, render: ({ role }) => shiftRole.titles[role] },
                      { key: 'signedInAt', title: '签到', width: 230, render: (row) => (row.signedInAt ? <><InstantText value={row.signedInAt} /> {row.signedInPlace && attendancePlace.titles[row.signedInPlace]}</> : '—') },
                      { key: 'act', title: '操作', width: 220, card: 'acts', render: (row) => <ShiftActs shift={row} now={duty.dataUpdatedAt} onSign={signs} onSwap={() => setOpen({ kind: 'swap', shift: row })} /> },
                    ]}
                  />
                )}
              </Section>
              {mine.swaps.length > 0 && (
                <Section title="换班" flush>
                  <DataTable
                    caption="换班"
                    rows={mine.swaps}
                    rowKey={({ swapId }) => swapId}
                    columns={[
                      { key: 'startsAt', title: '让出', width: 180, card: 'heading', render: shiftWords },
                      { key: 'people', title: '谁与谁', render: ({ fromName, toName }) => `${fromName} → ${toName}` },
                      { key: 'counter', title: '换回', width: 180, render: (row) => (row.counterStartsAt && row.counterEndsAt ? shiftWords({ startsAt: row.counterStartsAt, endsAt: row.counterEndsAt }) : '代班') },
                      { key: 'reason', title: '理由', card: 'wide' },
                      { key: 'state', title: '状态', width: 120, card: 'state', render: ({ state }) => <SwapStateTag state={state} /> },
                      {
                        key: 'act',
                        title: '操作',
                        width: 150,
                        card: 'acts',
                        render: (row) => (
                          <span className="x-row">
                            {row.state === 'requested' && row.toUserId === user.userId && <ActButton size="small" type="primary" onAct={() => replies(row, true)}>同意</ActButton>}
                            {row.state === 'requested' && row.toUserId === user.userId && <ActButton size="small" onAct={() => replies(row, false)}>不同意</ActButton>}
                            {(row.state === 'requested' || row.state === 'accepted') && row.requestedBy === user.userId && <ActButton size="small" onAct={() => withdraw.mutateAsync({ params: { swapId: row.swapId }, body: { version: row.version } })}>撤回</ActButton>}
                          </span>
                        ),
                      },
                    ]}
                  />
                </Section>
              )}
              {mine.leaves.length > 0 && (
                <Section title="请假">
                  <ul>
                    {mine.leaves.map((leave) => (
                      <li key={leave.leaveId} className="x-row">
                        <span className="x-grow"><InstantText value={leave.startsAt} /> 至 <InstantText value={leave.endsAt} /> {leave.note}</span>
                        <ActButton size="small" onAct={() => cancelLeave.mutateAsync({ params: { leaveId: leave.leaveId } })}>撤销</ActButton>
                      </li>
                    ))}
                  </ul>
                </Section>
              )}
            </>
          )}
        </>
      )}
      <SideSheet isOpen={open !== undefined} title={open?.kind === 'leave' ? '登记请假' : open?.kind === 'swap' ? '申请换班' : '接班'} onClose={close} width={420}>
        {open?.kind === 'leave' && <LeaveForm onClose={close} />}
        {open?.kind === 'swap' && <SwapForm shift={open.shift} onClose={close} />}
        {open?.kind === 'take-over' && <TakeOverForm shift={open.shift} onClose={close} />}
      </SideSheet>
    </Page>
  )
}

function ShiftActs({ shift, now, onSign, onSwap }: { shift: ShiftView; now: number; onSign: (shift: ShiftView, place: 'on-site' | 'remote') => unknown; onSwap: () => void }) {
  const [starts, ends] = [Date.parse(shift.startsAt), Date.parse(shift.endsAt)]
  const canSign = !shift.signedInAt && now >= starts - EARLY_MS && now < ends
  return (
    <span className="x-row">
      {canSign && <ActButton size="small" type="primary" onAct={() => onSign(shift, 'on-site')}>现场签到</ActButton>}
      {canSign && <ActButton size="small" onAct={() => onSign(shift, 'remote')}>远程签到</ActButton>}
      {now < starts && <Button size="small" onClick={onSwap}>换班</Button>}
    </span>
  )
}
