import { Alert, Button, Modal } from 'antd'
import { HashText } from '#web/kit/value/hash-text.tsx'

export type IssuedPassword = { displayName: string; initialPassword: string }

/** The one moment in which an initial password can be read. Closing needs a button, so that it is not lost by a stray click. */
export function InitialPasswordDialog({ issued, onClose }: { issued: IssuedPassword | undefined; onClose: () => void }) {
  return (
    <Modal
      open={issued !== undefined}
      title={`${issued?.displayName ?? ''} 的初始密码`}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={<Button type="primary" onClick={onClose}>已经记下</Button>}
      width={440}
    >
      <p><HashText value={issued?.initialPassword} length={64} what="初始密码" /></p>
      <Alert type="warning" showIcon title="只显示这一次。请当面或以安全的方式交给本人，首次登录时必须更换。" />
    </Modal>
  )
}
