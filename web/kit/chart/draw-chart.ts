import { BarChart, GraphChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

/** The only place that loads ECharts; fetched when the first chart comes into sight. */
use([BarChart, GraphChart, LineChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

export type Drawn = {
  /** Draws what is made for the width in pixels, and again when the width changes. */
  show(optionFor: (width: number) => object): void
  dispose(): void
}

export function drawChart(element: HTMLElement): Drawn {
  const chart = init(element, undefined, { renderer: 'svg' })
  let optionFor: ((width: number) => object) | undefined
  const draw = () => {
    if (optionFor) chart.setOption(optionFor(element.clientWidth) as Parameters<typeof chart.setOption>[0], true)
  }
  const watcher = new ResizeObserver(() => {
    if (element.clientWidth === chart.getWidth() && element.clientHeight === chart.getHeight()) return
    chart.resize()
    draw()
  })
  watcher.observe(element)
  return {
    show: (next) => {
      optionFor = next
      draw()
    },
    dispose: () => {
      watcher.disconnect()
      chart.dispose()
    },
  }
}
