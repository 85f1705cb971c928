import type { SpineCtx } from '#spine/spine.ts'
import type { ReportKind, ReportPeriod } from '#spine/service.ts'

/** The operations reports proper. */
export const periodicKinds: readonly ReportKind[] = Object.freeze(['monthly', 'quarterly', 'half-year', 'yearly'])

/** Whether a service other than this one writes the chapter itself, so that this one keeps silent. */
export function isBroughtByAnother(ctx: SpineCtx, period: ReportPeriod, matches: (chapter: string, service: string) => boolean): boolean {
  return [...ctx.services.values()].some((service) => service.name !== 'operations-reporting' && service.reports.some((one) => one.kinds.includes(period.kind) && matches(one.chapter, service.name)))
}
