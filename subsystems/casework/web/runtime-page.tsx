import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { formatMinutes } from '#web/kit/value/duration-text.ts'
import { formatBytes } from '#web/kit/value/format-number.ts'
import { runtimeApi } from '../api.ts'

/** The runtime of this process, asked again every ten seconds. */
export function RuntimePage() {
  const { data, error, refetch } = useRead(runtimeApi, 'runtime', { refreshMs: 10_000 })
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <Page title="运行状态" lead="本系统进程的即时读数，每 10 秒刷新一次；自动巡检读取的是同一组数。">
      <FigureStrip>
        <Figure label="版本" value={data?.version} />
        <Figure label="已运行" value={data && formatMinutes(data.uptimeSeconds / 60)} />
        <Figure label="请求" value={data?.lastMinute.requests} unit="次" note="最近一分钟" />
        <Figure label="服务器错误" value={data?.lastMinute.errors} unit="次" note="最近一分钟" tone={data && data.lastMinute.errors > 0 ? 'bad' : undefined} />
        <Figure label="事件循环延迟 P50" value={data?.eventLoopLagMs.p50} unit="毫秒" />
        <Figure label="事件循环延迟 P99" value={data?.eventLoopLagMs.p99} unit="毫秒" />
        <Figure label="堆内存" value={data && formatBytes(data.heapUsedBytes)} note={data && `上限 ${formatBytes(data.heapLimitBytes)}`} />
        <Figure label="常驻内存" value={data && formatBytes(data.rssBytes)} />
        <Figure label="数据库连接" value={data?.pool.total} note={data && `上限 ${data.pool.limit}，空闲 ${data.pool.idle}`} />
        <Figure label="等待连接的请求" value={data?.pool.waiting} unit="个" tone={data && data.pool.waiting > 0 ? 'caution' : undefined} />
      </FigureStrip>
    </Page>
  )
}
