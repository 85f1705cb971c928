import { inboxApi } from '#spine/notices/inbox/api.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { InboxBell } from '#web/kit/frame/inbox-bell.tsx'

/** How much in one's own inbox is unread. */
export function ConsoleBell() {
  const counts = useRead(inboxApi, 'countMessages', { refreshMs: 30_000 })
  return <InboxBell count={counts.data?.unread ?? 0} href="/inbox" />
}
