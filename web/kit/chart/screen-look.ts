import type { ChartLook } from '#shared/chart-option.ts'
import { palette, seriesColours, type Scheme } from '../theme/palette.ts'

/** Colours of charts on the screen, from the palette of the scheme. */
export function screenLook(scheme: Scheme): ChartLook {
  const colour = palette[scheme]
  return {
    text: colour['ink-2'],
    line: colour['line-strong'],
    grid: colour.line,
    ground: colour.surface,
    series: seriesColours[scheme],
    tones: {
      good: { ink: colour.good, tint: colour['good-soft'] },
      watch: { ink: colour.caution, tint: colour['caution-soft'] },
      bad: { ink: colour.bad, tint: colour['bad-soft'] },
      quiet: { ink: colour.muted, tint: colour['muted-soft'] },
    },
  }
}
