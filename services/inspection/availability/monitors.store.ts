import type { Ctx } from '#platform/context/context.ts'
import { catalogue } from '../checks/catalogue.ts'
import type { Check } from '../checks/check.ts'
import { listInspectedComponents } from '../components.store.ts'
import { inspectionTables } from '../database/inspection-tables.ts'
import type { Monitored } from './probe-scheduler.ts'

export type Monitor = Monitored & { readonly subsystem: string; readonly kind: string; readonly title: string; readonly check: Check; readonly isEnabled: boolean; readonly reason: string; readonly version: number }

export const DEFAULT_INTERVAL_SECONDS = 30
/** What stands for a system's availability: its applications and its databases. */
const MONITORED_KINDS: ReadonlySet<string> = new Set(['web-application', 'database'])

/** Monitors of all applications and databases that can be reached, by the reachability check of their connector. */
export async function listMonitors(ctx: Pick<Ctx, 'tx'>): Promise<Monitor[]> {
  const components = await listInspectedComponents(ctx)
  const settings = new Map((await inspectionTables(ctx).selectFrom('inspection.monitorSetting').selectAll().execute()).map((row) => [row.componentId, row]))
  return components.flatMap((component) => {
    const check = catalogue.checks.find((one) => one.isReachability && one.connector === component.connector)
    if (!check || !MONITORED_KINDS.has(component.kind)) return []
    const own = settings.get(component.componentId)
    return [
      {
        id: component.componentId,
        subsystem: component.subsystem,
        kind: component.kind,
        title: component.title,
        check,
        intervalMs: (own?.intervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * 1_000,
        isEnabled: own?.isEnabled ?? true,
        reason: own?.reason ?? '',
        version: own?.version ?? 0,
      },
    ]
  })
}
