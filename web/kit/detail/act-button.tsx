import { useState } from 'react'
import { Button, type ButtonProps } from 'antd'
import type { Permission } from '#shared/define-api.ts'
import { usePermission } from '../session/session.tsx'
import { ConfirmDialog, type Consequence } from './confirm-dialog.tsx'

export type ActButtonProps = Omit<ButtonProps, 'onClick'> & {
  /** Without this permission the button is not there. */
  permission?: Permission
  /** Asked first when present. */
  ask?: Consequence
  /** `mutateAsync` of an act; its errors have been shown by `useAct`. */
  onAct: () => unknown
}

/** A button that does one thing: hidden without permission, busy while it works, asks first where that is due. */
export function ActButton({ permission = 'signed-in', ask, onAct, children, ...rest }: ActButtonProps) {
  const may = usePermission()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  if (!may(permission)) return null
  const act = async () => {
    setBusy(true)
    try {
      await onAct()
    } catch {
      // `useAct` has shown it; what was typed in the page stays.
    } finally {
      setBusy(false)
      setAsking(false)
    }
  }
  return (
    <>
      <Button {...rest} loading={isBusy && !isAsking} onClick={() => (ask ? setAsking(true) : void act())}>{children}</Button>
      {ask && <ConfirmDialog isOpen={isAsking} ask={ask} isBusy={isBusy} onConfirm={() => void act()} onClose={() => setAsking(false)} />}
    </>
  )
}
