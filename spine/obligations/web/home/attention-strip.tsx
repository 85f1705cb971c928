import { useRead } from '#web/kit/client/use-read.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import type { Tone } from '#web/kit/theme/palette.ts'
import { workOrdersApi, workOrderViews } from '#spine/work-orders/api.ts'

const shown = { overdue: 'bad', today: 'caution', review: 'info', unassigned: 'info', returned: 'caution', mine: undefined } as const satisfies Record<string, Tone | undefined>

/** What needs a person today. */
export function AttentionStrip() {
  const may = usePermission()
  const counts = useRead(workOrdersApi, 'countWorkOrders', { enabled: may('work-order:read'), refreshMs: 30_000 })
  if (!may('work-order:read')) return null
  return (
    <FigureStrip>
      {(Object.keys(shown) as Array<keyof typeof shown>).map((view) => {
        const count = counts.data?.[view]
        return <Figure key={view} label={workOrderViews[view].title} value={counts.error ? null : count} href={`/work-orders?view=${view}`} tone={count ? shown[view] : undefined} />
      })}
    </FigureStrip>
  )
}
