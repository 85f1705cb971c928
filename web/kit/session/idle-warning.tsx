import { useCallback, useEffect, useRef, useState } from 'react'
import { Modal } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { endSession, renewSession, useIdentity, useSession } from './session.tsx'

const WARN_SECONDS = 120
const TELL_EVERY_MS = 10_000

/**
 * Warns two minutes before an idle session ends and ends it on time. Activity in one tab counts for all tabs of the
 * browser; the server keeps its own clock, this one only saves the person from losing the page without a word.
 */
export function IdleWarning() {
  const { idleTimeoutMinutes } = useSession()
  const identity = useIdentity()
  const queries = useQueryClient()
  const lastSeen = useRef<number>(undefined)
  const [secondsLeft, setSecondsLeft] = useState<number>()

  const stay = useCallback(() => {
    lastSeen.current = performance.now()
    setSecondsLeft(undefined)
    void renewSession(queries)
  }, [queries])

  const isWarning = secondsLeft !== undefined
  useEffect(() => {
    const channel = new BroadcastChannel('xinyun.activity')
    let lastTold = 0
    lastSeen.current ??= performance.now()
    const seen = () => {
      if (isWarning) return
      const now = performance.now()
      lastSeen.current = now
      if (now - lastTold <= TELL_EVERY_MS) return
      lastTold = now
      channel.postMessage('seen')
    }
    channel.addEventListener('message', () => {
      lastSeen.current = performance.now()
      setSecondsLeft(undefined)
    })
    const tick = setInterval(() => {
      const left = Math.ceil(idleTimeoutMinutes * 60 - (performance.now() - (lastSeen.current ?? 0)) / 1000)
      if (left <= 0) {
        void identity.signOut().catch(() => undefined)
        endSession(queries, `超过 ${idleTimeoutMinutes} 分钟没有操作，已自动退出。重新登录后回到原来的页面，未提交的草稿仍在。`)
      } else setSecondsLeft(left <= WARN_SECONDS ? left : undefined)
    }, 1000)
    for (const type of ACTIVITY) window.addEventListener(type, seen, { passive: true })
    return () => {
      clearInterval(tick)
      channel.close()
      for (const type of ACTIVITY) window.removeEventListener(type, seen)
    }
  }, [idleTimeoutMinutes, identity, queries, isWarning])

  return (
    <Modal open={isWarning} title="还在吗？" okText="继续使用" onOk={stay} onCancel={stay} cancelButtonProps={{ style: { display: 'none' } }} closable={false} width={380}>
      <p role="timer">
        长时间没有操作，{secondsLeft} 秒后将自动退出。草稿会保留在本页。
      </p>
    </Modal>
  )
}

const ACTIVITY = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
