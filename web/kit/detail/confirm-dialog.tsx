import { useState, type ReactNode } from 'react'
import { Button, Input, Modal } from 'antd'
import './detail.css'

export type Consequence = {
  /** The verb: 「撤销工单」. */
  act: string
  /** The object by its name: 「WO-2024-0138 数据库连接数巡检」. */
  object: string
  /** What follows and cannot be undone. */
  consequence: ReactNode
  /** For the worst acts: this text has to be typed. */
  typeName?: string
  isDanger?: boolean
}

/** Asks before an irreversible act: names the object and the consequence. */
export function ConfirmDialog({ isOpen, ask, isBusy = false, onConfirm, onClose }: { isOpen: boolean; ask: Consequence; isBusy?: boolean; onConfirm: () => void; onClose: () => void }) {
  return (
    <Modal
      open={isOpen}
      title={ask.act}
      onCancel={onClose}
      destroyOnHidden
      width={440}
      footer={null}
    >
      <ConfirmBody ask={ask} isBusy={isBusy} onConfirm={onConfirm} onClose={onClose} />
    </Modal>
  )
}

function ConfirmBody({ ask, isBusy, onConfirm, onClose }: { ask: Consequence; isBusy: boolean; onConfirm: () => void; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const isReady = ask.typeName === undefined || typed.trim() === ask.typeName
  return (
    <form
      className="x-confirm"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !isBusy) onConfirm()
      }}
    >
      <p className="x-confirm-object">{ask.object}</p>
      <div>{ask.consequence}</div>
      {ask.typeName !== undefined && (
        <label>
          <span>请输入 <b className="x-mono">{ask.typeName}</b> 以确认</span>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoFocus spellCheck={false} autoComplete="off" />
        </label>
      )}
      <ConfirmButtons act={ask.act} isDanger={ask.isDanger ?? ask.typeName !== undefined} isReady={isReady} isBusy={isBusy} onClose={onClose} />
    </form>
  )
}

function ConfirmButtons({ act, isDanger, isReady, isBusy, onClose }: { act: string; isDanger: boolean; isReady: boolean; isBusy: boolean; onClose: () => void }) {
  return (
    <div className="x-confirm-buttons">
      <Button onClick={onClose}>取消</Button>
      <Button type="primary" danger={isDanger} htmlType="submit" disabled={!isReady} loading={isBusy}>{act}</Button>
    </div>
  )
}
