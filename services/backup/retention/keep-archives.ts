import { isoWeek } from '#shared/calendar/weeks.ts'
import { businessDate } from '#shared/instant.ts'

/** How long archives are kept: so many newest days, weeks and months, the last archive of each. */
export type Retention = { readonly days: number; readonly weeks: number; readonly months: number }

/** A placeholder until the client's unified requirement names its own (AMB-18). */
export const defaultRetention: Retention = Object.freeze({ days: 14, weeks: 8, months: 12 })

export type KeptArchive = { readonly archiveId: string; readonly snapshotAt: Date; readonly isHeld: boolean; readonly isVerified: boolean; /** The archive without which this one is nothing. */ readonly needs?: string | undefined }

/** Which archives of one source may go. A held one never goes, nor the newest, nor the newest that was proven by reading it, nor what one that stays needs. */
export function archivesToRemove(archives: readonly KeptArchive[], { days, weeks, months }: Retention): string[] {
  const newestFirst = archives.toSorted((one, other) => other.snapshotAt.getTime() - one.snapshotAt.getTime())
  const kept = new Set(newestFirst.filter((one, at) => one.isHeld || at === 0).map((one) => one.archiveId))
  const proven = newestFirst.find((one) => one.isVerified)
  if (proven) kept.add(proven.archiveId)
  const keep = (count: number, keyOf: (day: string) => string) => {
    const seen = new Set<string>()
    for (const { archiveId, snapshotAt } of newestFirst) {
      const key = keyOf(businessDate(snapshotAt))
      if (seen.has(key)) continue
      if (seen.size === count) return
      seen.add(key)
      kept.add(archiveId)
    }
  }
  keep(days, (day) => day)
  keep(weeks, isoWeek)
  keep(months, (day) => day.slice(0, 7))
  for (const { archiveId, needs } of newestFirst) if (needs !== undefined && kept.has(archiveId)) kept.add(needs)
  return newestFirst.filter((one) => !kept.has(one.archiveId)).map((one) => one.archiveId)
}
