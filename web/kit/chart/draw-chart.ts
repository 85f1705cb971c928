import { BarChart, GraphChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

/** The only place that loads ECharts; fetched when the first chart comes into sight. */
use([BarChart, GraphChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

/** Draws into the element and returns how to redraw, resize and take it away. */
export function drawChart(element: HTMLElement) {
  const chart = init(element, undefined, { renderer: 'svg' })
  const watcher = new ResizeObserver(() => chart.resize())
  watcher.observe(element)
  return {
    show: (option: object) => chart.setOption(option as Parameters<typeof chart.setOption>[0], true),
    dispose: () => {
      watcher.disconnect()
      chart.dispose()
    },
  }
}
