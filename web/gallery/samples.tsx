import type { TimelineEntry } from '#web/kit/detail/timeline.tsx'
import type { MatrixCell } from '#web/kit/matrix/matrix.tsx'
import type { ClockPanelProps } from '#web/kit/state/clock-panel.tsx'
import type { ChartSpecInput } from '#shared/chart-spec.ts'
import { owedState } from '#shared/state-marks.ts'

export const sampleClock: ClockPanelProps = {
  title: '2 小时内恢复',
  state: 'met',
  dueAt: '2024-09-14T11:40:00+08:00',
  limit: '120 分钟（7×24）',
  elapsedMinutes: 95,
  pausedMinutes: 40,
  calendar: '2024 年第 1 版',
  lines: [
    { at: '2024-09-14T09:00:00+08:00', text: '开始：值班电话受理', effect: 'runs', minutes: 35, by: '值班岗' },
    { at: '2024-09-14T09:35:00+08:00', text: '暂停：等待甲方提供服务器账号', effect: 'paused', minutes: 40, by: '甲方 · 凭证 通知单 N-0031' },
    { at: '2024-09-14T10:15:00+08:00', text: '恢复：账号已提供', effect: 'runs', minutes: 60, by: '数据库管理员' },
    { at: '2024-09-14T11:15:00+08:00', text: '停止：业务查询恢复，复核通过', effect: 'ends' },
  ],
}

export const sampleTimeline: readonly TimelineEntry[] = [
  { key: '1', at: '2024-09-14T09:00:00+08:00', who: '系统', what: '义务到期，开出工单', tone: 'info' },
  { key: '2', at: '2024-09-14T09:12:00+08:00', who: '值班岗', what: '接单', changes: [{ field: '处理人', from: '未指派', to: '数据库管理员' }] },
  { key: '3', at: '2024-09-14T11:40:00+08:00', deadline: '恢复时限' },
  { key: '4', at: '2024-09-14T11:15:00+08:00', who: '数据库管理员', what: '提交', tone: 'good', note: '连接数恢复到 120，业务查询正常。', proof: <a href="#proof">检查结果 EV-20240914-0007</a> },
  { key: '5', at: '2024-09-14T14:02:00+08:00', who: '项目经理', what: '复核通过并关闭', tone: 'good' },
]

export function sampleCell(row: number, column: number): MatrixCell | undefined {
  if (row > 0 && column === 3 && row % 2 === 1) return undefined
  const planned = column === 2 ? 23 : 1 + ((row * 3 + column * 5) % 8)
  const state = owedState.values[(row * 7 + column * 3) % 13 < 7 ? 0 : (row * 7 + column * 3) % owedState.values.length]!
  return { state, done: state === 'met' ? planned : Math.max(0, planned - 1), planned, nextDue: column % 4 === 3 ? null : `2024-11-${String(20 + ((row + column) % 10)).padStart(2, '0')}`, href: `/kit/list?cell=${row}-${column}` }
}

const responseTimes = [82, 80, 79, 78, 80, 85, 96, 130, 180, 240, 310, 286, 190, 205, 260, 342, 420, 380, 210, 160, 120, 105, null, 88]
const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)

export const sampleTrend: ChartSpecInput = {
  type: 'line',
  title: '业务查询响应时间',
  categories: hours,
  y: { title: '响应时间', unit: '毫秒' },
  series: [
    { name: '本月', values: responseTimes },
    { name: '上月同期', values: [70, 69, 68, 70, 72, 75, 88, 110, 150, 190, 220, 214, 160, 170, 200, 240, 260, 250, 180, 140, 110, 95, 90, 80] },
  ],
  thresholds: [
    { value: 300, label: '关注', severity: 'watch' },
    { value: 400, label: '异常', severity: 'bad' },
  ],
}

export const sampleArea: ChartSpecInput = { type: 'area', title: '并发会话', categories: hours, y: { title: '会话', unit: '个' }, series: [{ name: '会话', values: responseTimes }] }

export const sampleBars: ChartSpecInput = {
  type: 'stacked-bar',
  title: '各月义务履行',
  categories: ['7 月', '8 月', '9 月', '10 月', '11 月'],
  y: { title: '义务', unit: '件' },
  series: [
    { name: '已完成', values: [42, 58, 61, 55, 38], tone: 'good' },
    { name: '逾期完成', values: [3, 2, 1, 4, 1], tone: 'watch' },
    { name: '未履行', values: [1, 0, 0, 1, 0], tone: 'bad' },
  ],
}

export const sampleHeat: ChartSpecInput = {
  type: 'heat-calendar',
  title: '巡检结果',
  rows: ['企业资质', '市场监管', '人员资格'],
  columns: Array.from({ length: 14 }, (_, day) => String(day + 1)),
  x: { title: '2024 年 11 月', unit: '日' },
  cells: Array.from({ length: 42 }, (_, at) => ({ row: at % 3, column: Math.floor(at / 3), state: at % 11 === 0 ? ('attention' as const) : at % 17 === 0 ? ('abnormal' as const) : ('normal' as const) })),
}

export const sampleFlow: ChartSpecInput = {
  type: 'flow',
  title: '共享交换',
  unit: '条/日',
  nodes: [
    { id: 'a', name: '企业资质' },
    { id: 'b', name: '市场监管' },
    { id: 'c', name: '人员资格' },
    { id: 'd', name: '现场人员' },
    { id: 'e', name: '执法' },
    { id: 'f', name: '市级共享平台', tone: 'quiet' },
  ],
  links: [
    { source: 'a', target: 'b', value: 1200 },
    { source: 'c', target: 'b', value: 860 },
    { source: 'd', target: 'b', value: 5400 },
    { source: 'e', target: 'b', value: 75, label: '积压', tone: 'bad' },
    { source: 'b', target: 'f', value: 7300 },
    { source: 'a', target: 'f', value: 310 },
  ],
}
