import { useCallback, useEffect, useState } from 'react'
import { ApiError } from '#shared/api-client.ts'
import type { EndpointRequest } from '#shared/define-api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useSession } from '#web/kit/session/session.tsx'
import { readStored, writeStored } from '#web/kit/value/stored.ts'
import { ticketsApi } from '../../tickets/api.ts'

export type TicketEntry = EndpointRequest<(typeof ticketsApi)['endpoints']['enterTicket']>['body']
/** `problem` when the server has read it and refused: somebody has to look at it. */
export type KeptEntry = { readonly entry: TicketEntry; readonly keptAt: string; readonly problem?: string }

const RETRY_MS = 15_000

/**
 * Tickets that could not be sent stay in this browser and go out when the network is back. Each carries the id that it was
 * given when its writing began, so however often it is sent, and from however many tabs, it becomes one ticket.
 */
export function useOutbox() {
  const { call, refresh } = useClient(ticketsApi)
  const key = `service-desk.outbox.${useSession().user.userId}`
  const [kept, setKept] = useState(() => readStored<KeptEntry[]>(key, []))
  // Another tab may have sent or added some: what is stored is the truth, the state only shows it.
  const change = useCallback((to: (now: KeptEntry[]) => KeptEntry[]) => {
    const next = to(readStored<KeptEntry[]>(key, []))
    writeStored(key, next.length === 0 ? undefined : next)
    setKept(next)
  }, [key])
  const forget = useCallback((ticketId: string) => change((now) => now.filter(({ entry }) => entry.ticketId !== ticketId)), [change])

  /** True when the server has it; false when it is kept for later. What the server refuses is thrown. */
  const send = useCallback(async (entry: TicketEntry): Promise<boolean> => {
    try {
      await call.enterTicket({ body: entry })
      await refresh()
      return true
    } catch (error) {
      if (!isUnreachable(error)) throw error
      change((now) => [...now.filter(({ entry: { ticketId } }) => ticketId !== entry.ticketId), { entry, keptAt: new Date().toISOString() }])
      return false
    }
  }, [call, change, refresh])

  const flush = useCallback(async () => {
    for (const { entry, problem } of readStored<KeptEntry[]>(key, [])) {
      if (problem !== undefined) continue
      try {
        await call.enterTicket({ body: entry })
        forget(entry.ticketId)
        await refresh()
      } catch (error) {
        if (isUnreachable(error)) return
        const message = error instanceof ApiError ? [error.problem.title, ...(error.problem.problems ?? []).map(({ message: text }) => text)].join('；') : String(error)
        change((now) => now.map((one) => (one.entry.ticketId === entry.ticketId ? { ...one, problem: message } : one)))
      }
    }
  }, [call, change, forget, key, refresh])

  useEffect(() => {
    const run = () => void flush()
    run()
    window.addEventListener('online', run)
    const timer = setInterval(run, RETRY_MS)
    return () => {
      window.removeEventListener('online', run)
      clearInterval(timer)
    }
  }, [flush])
  return { kept, send, flush, forget }
}

/** Not read by the server, or not now: sent again later. A lost session keeps it too. */
function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && (error.problem.status === 0 || error.problem.status === 401 || error.problem.status >= 500)
}
