import { useState } from 'react'
import { App, Button } from 'antd'
import { service } from '#shared/services.ts'
import { measuredState, owedState } from '#shared/state-marks.ts'
import { subsystem } from '#shared/subsystems.ts'
import { CalendarHeat } from '#web/kit/calendar/calendar-heat.tsx'
import { Chart } from '#web/kit/chart/chart.tsx'
import { showConflict } from '#web/kit/client/conflict-dialog.tsx'
import { showProblem } from '#web/kit/client/problem-notice.tsx'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { InboxBell } from '#web/kit/frame/inbox-bell.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { TermBanner } from '#web/kit/frame/term-banner.tsx'
import { Matrix } from '#web/kit/matrix/matrix.tsx'
import { ClockPanel } from '#web/kit/state/clock-panel.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { ProgressPanel } from '#web/kit/state/progress-panel.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { Money } from '#web/kit/value/money.tsx'
import { ApiError } from '#shared/api-client.ts'
import { sampleArea, sampleBars, sampleCell, sampleClock, sampleFlow, sampleHeat, sampleTimeline, sampleTrend } from './samples.tsx'
import { SampleForm } from './sample-form.tsx'

const rows = subsystem.values.map((key) => ({ key, title: subsystem.titles[key], short: shortTitle(subsystem.titles[key]), href: `/kit/list?subsystem=${key}` }))
const columns = service.values.map((key) => ({ key, title: service.titles[key] }))
const refusal = new ApiError({ code: 'sample.refused', status: 500, title: '读取巡检结果失败', detail: '数据库在 5 秒内没有应答。', traceId: '01J8ZQ4T7Y3M' })
const conflict = { code: 'work-order.changed', status: 409, title: '工单已被他人修改', detail: '数据库管理员于 10:32 把截止日期改为 2024-09-20。', traceId: '01J8ZQ4T7Y3M' }

/** A short name that fits the head column. */
function shortTitle(title: string): string {
  return title.replace('住房和城乡建设领域', '').replace('住房城乡建设系统', '').replace('建筑业', '')
}

export function GalleryPage() {
  const { modal, notification } = App.useApp()
  const [isOpen, setOpen] = useState(false)
  return (
    <Page title="界面样例" lead="每个组件一处，内容都是样例。" actions={<><PageLink to="/kit/list">列表样例</PageLink><PageLink to="/kit/list/WO-2024-00012">详情样例</PageLink></>}>
      <Section title="顶栏部件">
        <div className="x-row">
          <TermBanner contract="信用服务监管平台运维" from="2024-07-19" to="2024-12-31" today="2024-11-23" href="/kit" label="演示合同" />
          <InboxBell count={3} href="/kit" />
        </div>
      </Section>
      <Matrix caption="六个子系统 × 十二个功能模块" rows={rows} columns={columns} cell={(row, column) => sampleCell(rows.findIndex(({ key }) => key === row), columns.findIndex(({ key }) => key === column))} />
      <FigureStrip>
        <Figure label="本期应做" value={138} unit="项" href="/kit/list" />
        <Figure label="已完成" value={131} unit="项" href="/kit/list?state=met" tone="good" note="比上月多 4 项" />
        <Figure label="逾期完成" value={4} unit="项" href="/kit/list?state=late" tone="caution" />
        <Figure label="未履行" value={3} unit="项" href="/kit/list?state=missed" tone="bad" />
        <Figure label="可用率" value="99.92" unit="%" href="/kit" note="不含计划停机" />
        <Figure label="正在计算" value={undefined} />
      </FigureStrip>
      <Section title="状态">
        <div className="x-row" style={{ gap: 16 }}>{measuredState.values.map((state) => <StateTag key={state} state={state} />)}</div>
        <div className="x-row" style={{ gap: 16, marginTop: 8 }}>{owedState.values.map((state) => <StateTag key={state} state={state} href="/kit" reason="打开依据" />)}</div>
        <div className="x-row" style={{ gap: 16, marginTop: 8 }}>
          <StateTag word="处理中" tone="info" /><StateTag word="待复核" tone="caution" /><StateTag word="已提交" tone="special" /><StateTag word="已关闭" tone="good" /><StateTag word="已退回" tone="bad" /><StateTag word="草稿" tone="muted" />
        </div>
      </Section>
      <Section title="值">
        <div className="x-row" style={{ gap: 24 }}>
          <DateText value="2024-09-14" /><DateText value="2027-02-08" isProvisional /><InstantText value="2024-09-14T00:30:00Z" /><Money value="1234567.8" /><Money value="3.86" unit="万元" /><HashText value="7a1f0c55b8e94d2a9f1e6c3b0d8a4f2e" />
        </div>
      </Section>
      <ClockPanel {...sampleClock} />
      <Section title="经过"><Timeline label="工单经过" entries={sampleTimeline} /></Section>
      <ProgressPanel title="巡检 2024-11-23 第 2 次" state="running" doing="正在检查 建筑市场监管 / 数据库 / 连接数" done={47} total={138} unit="项检查" startedAt="2024-11-23T09:00:00+08:00" onCancel={() => undefined} />
      <ProgressPanel title="备份校验" state="failed" doing="副本 backup-20241122 的校验值与记录不符" done={12} total={40} unit="个文件" />
      <Section title="图">
        <Chart spec={sampleTrend} />
        <Chart spec={sampleArea} height={180} />
        <Chart spec={sampleBars} />
        <Chart spec={sampleHeat} height={150} />
        <Chart spec={sampleFlow} height={360} />
      </Section>
      <Section title="日历">
        <CalendarHeat caption="每日巡检" from="2024-09-05" to="2024-11-20" day={sampleDay} />
      </Section>
      <Section title="表单与动作">
        <div className="x-row">
          <Button type="primary" onClick={() => setOpen(true)}>打开侧栏表单</Button>
          <ActButton danger onAct={() => undefined} ask={{ act: '删除备份', object: 'backup-20241122', consequence: '删除后不能恢复。', typeName: 'backup-20241122' }}>需输入名称的动作</ActButton>
          <Button onClick={() => showConflict(modal, conflict, () => undefined)}>冲突</Button>
          <Button onClick={() => showProblem(notification, refusal)}>错误通知</Button>
        </div>
        <SideSheet isOpen={isOpen} title="新建工单" onClose={() => setOpen(false)}><SampleForm onDone={() => setOpen(false)} /></SideSheet>
      </Section>
      <Section title="空与错" flush>
        <EmptyState what="还没有巡检记录" how="每周一 09:00 自动开始，也可以现在就做一次。" action={<Button type="primary">立即巡检</Button>} />
        <ErrorState error={refusal} kept="筛选条件都还在。" onRetry={() => undefined} />
      </Section>
    </Page>
  )
}

function sampleDay(date: string) {
  const day = Number(date.slice(8))
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  if (weekday === 0 || weekday === 6) return { isDayOff: true }
  if (date.startsWith('2024-11')) return { count: (day * 3) % 9, href: `/kit/list?dueFrom=${date}&dueTo=${date}` }
  return { state: day % 9 === 0 ? ('attention' as const) : day % 14 === 0 ? ('abnormal' as const) : ('normal' as const), href: `/kit/list?dueFrom=${date}` }
}
