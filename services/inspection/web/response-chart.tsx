import { useState } from 'react'
import { formatInstant } from '#shared/instant.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Chart } from '#web/kit/chart/chart.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { inspectionApi } from '../api.ts'

const HOURS = 6

/** Response times of one component with the inspection's thresholds; a stretch without success leaves a gap. */
export function ResponseChart({ componentId }: { componentId: string }) {
  const [period] = useState(() => {
    const to = new Date()
    return { from: formatInstant(new Date(to.getTime() - HOURS * 3_600_000)), to: formatInstant(to) }
  })
  const samples = useRead(inspectionApi, 'getSamples', { params: { componentId }, query: period })
  if (samples.error) return <ErrorState error={samples.error} onRetry={() => void samples.refetch()} />
  const points = samples.data?.points ?? []
  const threshold = (label: string, value: number | null | undefined, severity: 'watch' | 'bad') => (value == null ? [] : [{ label, value, severity }])
  return (
    <Chart
      emptyText="最近 6 小时没有样本"
      spec={{
        type: 'line', title: '响应时间', alternative: `最近 ${HOURS} 小时的响应时间，每点为该时段最慢的一次`, categories: points.map((point) => formatInstant(new Date(point.at)).slice(11, 16)), y: { title: '响应时间', unit: 'ms', min: 0 },
        series: [{ name: '最慢一次', values: points.map((point) => point.tookMs) }],
        thresholds: [...threshold('关注', samples.data?.warnMs, 'watch'), ...threshold('异常', samples.data?.criticalMs, 'bad')],
      }}
    />
  )
}
