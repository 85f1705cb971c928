import { App, Modal } from 'antd'
import { NewPasswordForm } from './new-password-form.tsx'

export function PasswordDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { message } = App.useApp()
  return (
    <Modal open={isOpen} title="修改密码" footer={null} onCancel={onClose} destroyOnHidden width={420}>
      <NewPasswordForm
        submitText="修改密码"
        onDone={() => {
          onClose()
          void message.success('密码已修改')
        }}
      />
    </Modal>
  )
}
