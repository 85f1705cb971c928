import { useAddress } from '#web/kit/frame/address.ts'
import { useToday } from '#web/kit/value/use-today.ts'
import { periodAt, periodKind, type Period, type PeriodKind, type Term } from './period.ts'

/** The chosen period, kept in the address: `?period=quarter&at=2024-10-01`. This month when nothing is said. */
export function usePeriod(term: Term | undefined): { period: Period; choose: (kind: PeriodKind, at?: string) => void } {
  const [address, change] = useAddress()
  const today = useToday()
  const kind = typeof address['period'] === 'string' && periodKind.has(address['period']) ? address['period'] : 'month'
  const at = typeof address['at'] === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(address['at']) ? address['at'] : today
  return {
    period: periodAt(kind, at, term),
    choose: (next, date) => change({ period: next === 'month' ? undefined : next, at: date }),
  }
}
