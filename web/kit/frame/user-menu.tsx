import { useState } from 'react'
import { Button, Dropdown, type MenuProps } from 'antd'
import { BgColorsOutlined, ColumnHeightOutlined, KeyOutlined, LogoutOutlined, QuestionCircleOutlined, SafetyOutlined, UserOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { PasswordDialog } from '../session/password-dialog.tsx'
import { endSession, useIdentity, useSession } from '../session/session.tsx'
import { useAppearance, type Mode } from '../theme/appearance.tsx'

const modes: Record<Mode, string> = { light: '浅色', dark: '深色', auto: '跟随系统' }

export function UserMenu({ onHelp, onTotp }: { onHelp: () => void; onTotp: () => void }) {
  const { user } = useSession()
  const identity = useIdentity()
  const queries = useQueryClient()
  const appearance = useAppearance()
  const [isChangingPassword, setChangingPassword] = useState(false)

  const signOut = async () => {
    // A server that cannot be reached must not keep the person signed in on a shared desk.
    await identity.signOut().catch(() => undefined)
    endSession(queries, '已退出登录。')
  }
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: <div className="x-who"><b>{user.displayName}</b><span>{user.roles.map(({ title }) => title).join('、') || '没有角色'}</span></div> },
    { key: 'password', icon: <KeyOutlined />, label: '修改密码', onClick: () => setChangingPassword(true) },
    { key: 'totp', icon: <SafetyOutlined />, label: user.hasTotp ? '动态验证码（已启用）' : '启用动态验证码', onClick: onTotp },
    { type: 'divider' },
    {
      key: 'mode',
      icon: <BgColorsOutlined />,
      label: `外观：${modes[appearance.mode]}`,
      children: Object.entries(modes).map(([mode, label]) => ({ key: `mode-${mode}`, label, onClick: () => appearance.setMode(mode as Mode) })),
    },
    {
      key: 'density',
      icon: <ColumnHeightOutlined />,
      label: appearance.density === 'compact' ? '密度：紧凑' : '密度：宽松',
      onClick: () => appearance.setDensity(appearance.density === 'compact' ? 'comfortable' : 'compact'),
    },
    { key: 'help', icon: <QuestionCircleOutlined />, label: '键盘操作', onClick: onHelp },
    { type: 'divider' },
    { key: 'out', icon: <LogoutOutlined />, label: '退出登录', onClick: () => void signOut() },
  ]
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button type="text" icon={<UserOutlined />} aria-label={`${user.displayName}，个人菜单`}>
          <span className="x-wide-only">{user.displayName}</span>
        </Button>
      </Dropdown>
      <PasswordDialog isOpen={isChangingPassword} onClose={() => setChangingPassword(false)} />
    </>
  )
}
