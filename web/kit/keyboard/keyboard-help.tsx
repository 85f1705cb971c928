import { Modal } from 'antd'
import { useShownHotkeys } from './hotkeys.ts'

export function KeyboardHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const hotkeys = useShownHotkeys()
  return (
    <Modal open={isOpen} title="键盘操作" footer={null} onCancel={onClose} width={520}>
      <dl className="x-keys">
        {hotkeys.map(({ keys, does }) => (
          <div key={keys + does}>
            <dt>{keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{does}</dd>
          </div>
        ))}
        <div>
          <dt><kbd>Ctrl</kbd><kbd>Enter</kbd></dt>
          <dd>提交正在填写的表单</dd>
        </div>
        <div>
          <dt><kbd>Esc</kbd></dt>
          <dd>关闭侧栏或对话框</dd>
        </div>
      </dl>
    </Modal>
  )
}
