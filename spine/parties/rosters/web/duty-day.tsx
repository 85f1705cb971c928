import { useState } from 'react'
import { Button, Input } from 'antd'
import { formatInstant, instantOf } from '#shared/instant.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { rostersApi, type RosterView, type ShiftView, type StaffedDayView, attendancePlace, shiftRole } from '../api.ts'
import { ShiftForm } from './shift-form.tsx'
import { timesText } from './shift-words.ts'
import { useNow } from './use-now.ts'

/** One day: how its minutes came about, its shifts, and what may be changed. */
export function DutyDay({ day, shifts, roster }: { day: StaffedDayView; shifts: readonly ShiftView[]; roster: RosterView | undefined }) {
  const may = usePermission()
  const now = useNow()
  const rosters = useClient(rostersApi)
  const [open, setOpen] = useState<{ kind: 'edit' | 'cancel'; shift: ShiftView } | { kind: 'add' }>()
  const close = () => setOpen(undefined)
  const cancel = async ({ reason }: { reason: string }) => {
    if (open?.kind !== 'cancel') return
    await rosters.call.cancelShift({ params: { shiftId: open.shift.shiftId }, body: { reason, version: open.shift.version } })
    await rosters.refresh()
  }
  const gap = day.gaps[0]
  if (open?.kind === 'edit') return <ShiftForm rosterId={open.shift.rosterId} shift={open.shift} onClose={close} />
  if (open?.kind === 'add' && roster) return <ShiftForm rosterId={roster.rosterId} startsAt={gap?.from ?? formatInstant(instantOf(day.date, 540))} endsAt={gap?.to ?? formatInstant(instantOf(day.date, 1_080))} onClose={close} />
  if (open?.kind === 'cancel') {
    return (
      <>
        <p>取消 {open.shift.name} {timesText(open.shift.startsAt, open.shift.endsAt)} 的班次。</p>
        <EntryForm<{ reason: string }> name={`cancel-shift-${open.shift.shiftId}`} submitText="取消班次" onSubmit={cancel} onDone={close} onCancel={close}>
          <Field name="reason" label="理由" required><Input maxLength={500} autoFocus /></Field>
        </EntryForm>
      </>
    )
  }
  return (
    <>
      <ul>{day.lines.map((line) => <li key={line}>{line}</li>)}</ul>
      {shifts.length > 0 && <h3 style={{ marginTop: 16 }}>班次</h3>}
      <ul>
        {shifts.map((shift) => (
          <li key={shift.shiftId} className="x-row">
            <span className="x-grow">
              {shiftRole.titles[shift.role]} {shift.name} {timesText(shift.startsAt, shift.endsAt)}
              {shift.signedInAt && <span className="x-soft"> {shift.signedInPlace && attendancePlace.titles[shift.signedInPlace]}签到 <InstantText value={shift.signedInAt} /></span>}
            </span>
            {may('roster:edit') && (shift.rosterState === 'draft' || Date.parse(shift.startsAt) > now) && (
              <>
                <Button size="small" onClick={() => setOpen({ kind: 'edit', shift })}>修改</Button>
                <Button size="small" danger onClick={() => setOpen({ kind: 'cancel', shift })}>取消</Button>
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="x-row" style={{ marginTop: 16 }}>
        {roster && may('roster:edit') && <Button type="primary" onClick={() => setOpen({ kind: 'add' })}>加班次</Button>}
        {roster && <PageLink to={`/rosters/${roster.rosterId}`}>{roster.title}</PageLink>}
      </div>
    </>
  )
}
