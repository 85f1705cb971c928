import { palette, seriesColours, type Scheme } from '../theme/palette.ts'
import type { ChartSpec } from './chart-spec.ts'

/** From the description to what ECharts draws. Pure: the browser and the report printer give the same picture. */
export function chartOption(spec: ChartSpec, { scheme, fontFamily, isStill }: { scheme: Scheme; fontFamily: string; isStill: boolean }): object {
  const colour = palette[scheme]
  const frame = {
    animation: !isStill,
    animationDuration: 300,
    color: seriesColours[scheme],
    textStyle: { fontFamily, color: colour['ink-2'] },
    tooltip: { backgroundColor: colour.surface, borderColor: colour.line, textStyle: { color: colour.ink, fontFamily, fontSize: 12 }, confine: true },
  }
  if (spec.kind === 'flow') {
    return {
      ...frame,
      tooltip: { ...frame.tooltip, trigger: 'item' },
      series: [
        {
          type: 'graph',
          layout: 'circular',
          roam: 'move',
          symbolSize: 16,
          label: { show: true, position: 'bottom', color: colour.ink, fontSize: 12, backgroundColor: colour.surface, padding: [1, 4] },
          edgeSymbol: ['none', 'arrow'],
          edgeSymbolSize: 7,
          lineStyle: { curveness: 0.18, color: colour['ink-3'], width: 1.5, opacity: 0.7 },
          data: spec.nodes.map(({ id, name, tone }) => ({ id, name, itemStyle: { color: tone ? colour[tone] : seriesColours[scheme][0] } })),
          links: spec.links.map(({ source, target, value, label, tone }) => ({ source, target, value, name: label, lineStyle: tone ? { color: colour[tone], width: 2.5 } : {} })),
        },
      ],
    }
  }
  const isBar = spec.kind === 'bar' || spec.kind === 'stacked-bar'
  const names = { type: 'category', data: spec.labels, boundaryGap: isBar, axisLine: { lineStyle: { color: colour['line-strong'] } }, axisTick: { show: false }, axisLabel: { color: colour['ink-3'], hideOverlap: true } }
  const values = {
    type: 'value',
    name: spec.unit,
    min: spec.min,
    max: spec.max,
    nameTextStyle: { color: colour['ink-3'], align: spec.isHorizontal ? 'left' : 'right' },
    splitLine: { lineStyle: { color: colour.line } },
    axisLabel: { color: colour['ink-3'] },
  }
  const thresholdAxis = spec.isHorizontal ? 'xAxis' : 'yAxis'
  return {
    ...frame,
    tooltip: { ...frame.tooltip, trigger: 'axis', valueFormatter: (value: unknown) => (typeof value === 'number' ? `${value} ${spec.unit}` : '—') },
    legend: spec.series.length > 1 ? { top: 0, right: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 8, textStyle: { color: colour['ink-2'] } } : { show: false },
    grid: { left: 8, right: spec.thresholds ? 64 : 16, top: spec.isHorizontal ? 12 : 36, bottom: 4, outerBoundsMode: 'same', containLabel: true },
    xAxis: spec.isHorizontal ? values : names,
    yAxis: spec.isHorizontal ? { ...names, inverse: true } : values,
    series: spec.series.map(({ name, values: data, tone }, index) => ({
      name,
      type: isBar ? 'bar' : 'line',
      data,
      ...(spec.kind === 'stacked-bar' ? { stack: 'all' } : {}),
      ...(isBar ? { barMaxWidth: 28 } : { showSymbol: spec.labels.length <= 31, symbolSize: 5, lineStyle: { width: 2 }, connectNulls: false }),
      ...(spec.kind === 'area' ? { areaStyle: { opacity: 0.14 } } : {}),
      ...(tone ? { itemStyle: { color: colour[tone] }, lineStyle: { color: colour[tone], width: 2 } } : {}),
      ...(index === 0 && spec.thresholds
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              data: spec.thresholds.map((limit) => ({
                [thresholdAxis]: limit.value,
                lineStyle: { color: colour[limit.tone], type: 'dashed', width: 1.5 },
                label: { formatter: limit.label, color: colour[limit.tone], position: 'end' },
              })),
            },
          }
        : {}),
    })),
  }
}
