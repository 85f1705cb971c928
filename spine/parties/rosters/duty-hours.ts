import { z } from 'zod'
import type { SpineCtx } from '#spine/context.ts'
import { findCurrentContract } from '#spine/contracts/contracts.store.ts'
import { settleDefaults } from '#spine/contracts/settle-defaults.ts'
import { defaultDecisions } from '#spine/obligations/replan.ts'
import type { RosterKind } from './roster-kind.ts'

export type DutyHours = { readonly from: string; readonly to: string; /** The eight hours of «5×8», reported beside the nine. */ readonly minimumMinutes: number | null }

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/)
const settled = z.object({ hotline: z.tuple([time, time]), monitoring: z.tuple([time, time]), minimumHours: z.number().positive() })
const UNSETTLED: z.output<typeof settled> = { hotline: ['09:00', '18:00'], monitoring: ['09:00', '18:00'], minimumHours: 8 }

/**
 * Hours of a working day in which a roster must be staffed. The contract says 5×8 without telling which eight hours, and
 * 5×9 from nine to six; AMB-07 settles both, by its default or by the client's decision. Special periods run round the clock.
 */
export async function dutyHours(ctx: SpineCtx): Promise<(kind: Exclude<RosterKind, 'special-7x24'>, date: string) => DutyHours> {
  const contract = await findCurrentContract(ctx)
  const decisions = contract ? await defaultDecisions(ctx, contract.contractId) : []
  const byDate = new Map<string, z.output<typeof settled>>()
  const on = (date: string) => {
    const known = byDate.get(date)
    if (known) return known
    const value = settled.safeParse(contract && settleDefaults(contract.document, decisions, date).get('AMB-07'))
    const hours = value.success ? value.data : UNSETTLED
    byDate.set(date, hours)
    return hours
  }
  return (kind, date) => {
    const { hotline, monitoring, minimumHours } = on(date)
    const [from, to] = kind === 'hotline-5x8' ? hotline : monitoring
    return { from, to, minimumMinutes: kind === 'hotline-5x8' ? minimumHours * 60 : null }
  }
}

