import { z } from 'zod'
import { formatInstant } from '#shared/instant.ts'
import { assessOccurrences, type SpineCtx } from '#spine/spine.ts'
import { inspectionOccurrences } from '../coverage/read-coverage.ts'

/** What a report without any record says of the inspections of its period, kept in its evidence as it was when it was made. */
export const absence = z.object({
  /** Inspections that the period owed; those waived, suspended or not applicable were not owed. */
  owed: z.int(),
  absent: z.array(z.object({ obligation: z.string(), title: z.string(), dueAt: z.string(), verdict: z.string(), reason: z.string() })),
})
export type Absence = z.output<typeof absence>

const NOT_OWED = new Set(['waived', 'suspended'])

/** The inspections of a period that nobody has proved, each with its verdict and the last line of its judgement: why, as far as facts tell. */
export async function findAbsence(ctx: SpineCtx, period: { subsystem: string; from: string; to: string }): Promise<Absence> {
  await assessOccurrences(ctx, (await inspectionOccurrences(ctx, period)).map(({ occurrenceId }) => occurrenceId))
  const rows = await inspectionOccurrences(ctx, period)
  return {
    owed: rows.filter(({ verdict }) => !NOT_OWED.has(verdict ?? '')).length,
    absent: rows
      .filter(({ verdict }) => verdict !== 'met' && verdict !== 'late')
      .map(({ code, occurrenceTitle, dueAt, verdict, lines }) => ({ obligation: code, title: occurrenceTitle, dueAt: formatInstant(dueAt), verdict: verdict ?? 'not-yet-due', reason: (lines as string[] | null)?.at(-1) ?? '尚未判定' })),
  }
}
