import { useRead } from '#web/kit/client/use-read.ts'
import { InboxBell } from '#web/kit/frame/inbox-bell.tsx'
import { inboxApi } from '#spine/notices/inbox/api.ts'

const REFRESH_MS = 60_000

/** How many messages wait unread for whoever is signed in. */
export function InboxCountBell() {
  const { data } = useRead(inboxApi, 'countMessages', { refreshMs: REFRESH_MS })
  return <InboxBell count={data?.unread ?? 0} href="/inbox" />
}
