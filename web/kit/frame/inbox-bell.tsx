import { Badge, Button } from 'antd'
import { BellOutlined } from '@ant-design/icons'
import { useGo } from './address.ts'

/** The bell of the top bar: how much waits for this person. Opens the inbox. */
export function InboxBell({ count, href }: { count: number; href: string }) {
  const go = useGo()
  return (
    <Badge count={count} size="small" offset={[-4, 4]}>
      <Button type="text" icon={<BellOutlined />} aria-label={count > 0 ? `消息，${count} 条未读` : '消息，没有未读'} onClick={() => go(href)} />
    </Badge>
  )
}
