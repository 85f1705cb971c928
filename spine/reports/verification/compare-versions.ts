import { requirePermission } from '#platform/context/require-permission.ts'
import type { SpineCtx } from '#spine/context.ts'
import { thawReport } from '../frozen-report.ts'
import { findVersion } from '../reports.store.ts'

export type FigureDifference = { readonly id: string; readonly label: string; readonly unit: string; readonly before: number | string | null; readonly after: number | string | null }

/** Figures that two versions of a report give differently; null where one of them does not have it. */
export async function compareVersions(ctx: SpineCtx, reportId: string, from: number, to: number): Promise<{ figures: number; differences: FigureDifference[] }> {
  requirePermission(ctx, 'report:read')
  const [before, after] = [await figuresOf(ctx, reportId, from), await figuresOf(ctx, reportId, to)]
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  const differences = ids.flatMap((id) => {
    const [old, fresh] = [before.get(id), after.get(id)]
    const figure = fresh ?? old
    return !figure || old?.value === fresh?.value ? [] : [{ id, label: figure.label, unit: figure.unit, before: old?.value ?? null, after: fresh?.value ?? null }]
  })
  return { figures: ids.length, differences }
}

async function figuresOf(ctx: SpineCtx, reportId: string, version: number) {
  return new Map(thawReport((await findVersion(ctx, reportId, version)).frozenText).document.figures.map((figure) => [figure.id, figure]))
}
