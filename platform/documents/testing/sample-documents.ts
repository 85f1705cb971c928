import { documentModel, type DocumentInput, type DocumentModel } from '#shared/document-model.ts'

const asOf = '2024-10-01T00:00:00+08:00'
const days = Array.from({ length: 30 }, (_, day) => String(day + 1))
const systems = ['企业资质', '市场监管', '人员资格', '现场人员', '执法', '造价信息']

const availability = (system: string, at: number) => ({
  id: `availability-${at}`, label: `${system}子系统可用率`, value: (99.9 + at / 100).toFixed(2), unit: '%',
  source: { query: 'availability.monthly', parameters: { subsystem: system, month: '2024-09' }, evidence: [`EV-2024-${String(1200 + at).padStart(6, '0')}`], asOf },
})

/** A month's report of every kind of block, with invented figures; only tests render it. */
const reportInput: DocumentInput = {
  kind: '运维月报', title: '信用服务监管平台运行维护月度报告', subtitle: '2024 年 9 月', number: 'XY-YB-2024-09', version: '第 1 版', classification: '内部资料',
  cover: { organisation: '示例运维服务单位', date: '2024 年 10 月 8 日', lines: [{ label: '报告期间', value: '2024-09-01 至 2024-09-30' }, { label: '合同名称', value: '信用服务监管平台运行维护服务合同' }] },
  signaturePages: [{ title: '签署页', note: '本报告由乙方编制、甲方确认。签字盖章后的扫描件与本版本一一对应。', roles: [{ label: '编制（乙方）' }, { label: '审核（乙方项目经理）' }, { label: '确认（甲方项目负责人）' }] }],
  figures: [...systems.map(availability), { id: 'inspections', label: '本月巡检次数', value: 54, unit: '次', source: { query: 'inspection.count', parameters: { month: '2024-09' }, evidence: ['EV-2024-001300', 'EV-2024-001301'], asOf } }, { id: 'tickets', label: '受理工单', value: 1286, unit: '件', source: { query: 'work-orders.count', asOf } }],
  blocks: [
    { kind: 'heading', level: 1, text: '概述' },
    { kind: 'paragraph', content: ['报告期内六个子系统总体运行平稳，完成巡检 ', { figure: 'inspections' }, '，受理工单 ', { figure: 'tickets' }, '。执法子系统数据库表空间增长较快，已列入隐患，状态为 ', { state: 'attention' }, '，', { text: '须在 10 月 15 日前扩容', strong: true }, '。'] },
    { kind: 'keyFigures', items: [{ figure: 'availability-0', note: '较上月 +0.03', state: 'normal' }, { figure: 'availability-4', note: '较上月 −0.11', state: 'attention' }, { figure: 'inspections', note: '计划 54 次' }, { figure: 'tickets' }] },
    { kind: 'note', tone: 'watch', content: '九月十四日为调休工作日，按国务院办公厅通知计算工作日。' },
    { kind: 'heading', level: 1, text: '系统运行' },
    { kind: 'heading', level: 2, text: '可用率' },
    { kind: 'paragraph', content: '可用率按探测样本计算，计划内停机窗口不计入。' },
    { kind: 'table', caption: '各子系统可用率与巡检结果', source: { query: 'availability.table', parameters: { month: '2024-09' }, evidence: ['EV-2024-001200'], asOf }, columns: [{ title: '子系统', width: 2 }, { title: '可用率', unit: '%', align: 'right' }, { title: '中断', unit: '分钟', align: 'right' }, { title: '结论', align: 'center' }, { title: '说明', width: 3 }], rows: systems.map((system, at) => [system, [{ figure: `availability-${at}` }], String(at * 7), [{ state: at === 4 ? 'attention' : 'normal' }], at === 4 ? '9 月 18 日 02:10 起数据库主机磁盘读写延迟升高，持续 28 分钟。' : '无']) },
    { kind: 'chart', chart: { type: 'heat-calendar', title: '每日巡检结果', rows: systems, columns: days, x: { title: '2024 年 9 月', unit: '日' }, cells: days.flatMap((_, column) => systems.map((_system, row) => ({ row, column, state: (row * 7 + column) % 23 === 5 ? 'attention' as const : (row + column) % 31 === 30 ? 'unchecked' as const : 'normal' as const }))) } },
    { kind: 'heading', level: 2, text: '容量' },
    { kind: 'chart', source: { query: 'capacity.trend', parameters: { month: '2024-09' }, evidence: ['EV-2024-001250'], asOf }, chart: { type: 'line', title: '表空间使用率趋势', categories: days.map((day) => `09-${day.padStart(2, '0')}`), y: { title: '使用率', unit: '%' }, series: [{ name: '执法', values: days.map((_, day) => 60 + day * 0.6) }, { name: '市场监管', values: days.map((_, day) => (day === 9 ? null : 50 + Math.sin(day) * 4)) }], thresholds: [{ label: '关注', value: 80, severity: 'watch' }, { label: '异常', value: 90, severity: 'bad' }] } },
    { kind: 'heading', level: 3, text: '处理建议' },
    { kind: 'list', ordered: true, items: ['扩容执法子系统数据库表空间；', ['十月起执行每日增长量检查，超过 ', { text: '2 GB', strong: true }, ' 即提醒；'], '清理历史附件。'] },
    { kind: 'heading', level: 1, text: '数据库' },
    { kind: 'table', caption: '本月数据库变更', columns: [{ title: '编号' }, { title: '内容', width: 3 }, { title: '完成时间', align: 'center' }], rows: [], zeroRows: '本月无数据库变更。' },
    { kind: 'chart', chart: { type: 'stacked-bar', horizontal: true, title: '隐患处理情况', categories: systems, y: { title: '隐患数', unit: '项' }, series: [{ name: '新增', values: [2, 2, 1, 0, 3, 1] }, { name: '遗留', values: [1, 4, 2, 1, 2, 0] }] } },
    { kind: 'pageBreak' },
    { kind: 'heading', level: 1, text: '备份' },
    { kind: 'list', items: ['全量备份每周一次，增量备份每日一次。', '恢复演练每季度一次。'] },
    { kind: 'annex', title: '巡检记录清单' },
    { kind: 'heading', level: 2, text: '编制说明' },
    { kind: 'table', caption: '巡检记录', columns: [{ title: '记录编号', width: 1.6 }, { title: '子系统', width: 1.4 }, { title: '开始时间', align: 'center', width: 1.6 }, { title: '正常', align: 'right' }, { title: '关注', align: 'right' }, { title: '异常', align: 'right' }], rows: Array.from({ length: 54 }, (_, at) => [`XJ-202409-${String(at + 1).padStart(4, '0')}`, systems[at % 6] ?? '', `2024-09-${String(1 + (at % 30)).padStart(2, '0')} 09:00`, '62', String(at % 3), '0']) },
  ],
}

export const sampleReport: DocumentModel = documentModel.parse(reportInput)

export const sampleRecord: DocumentModel = documentModel.parse({
  ...reportInput, kind: '巡检记录', form: 'record', title: '每周巡检记录', number: 'XJ-202409-0001', blocks: reportInput.blocks.slice(0, 9),
  signaturePages: [{ title: '签字确认', roles: [{ label: '巡检人' }, { label: '复核人' }, { label: '甲方代表' }] }],
})
/** Check value as the caller would compute it (SM3, 64 hexadecimal digits). */
export const sampleHash = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'

/** Text that would do harm wherever it were read as markup, XML, a field or a formula. */
export const HOSTILE = [
  '#eval("1+1") #import "/etc/passwd": * $x$ `raw` *粗* _斜_ = 标题 @ref <label> \\u{41} // 注释 /* x */ #{panic("boom")}',
  '<w:p>&amp;</w:p> ]]> <!-- --> "引号" \'单\' <script>alert(1)</script>',
  'NUL\u0000 BEL\u0007 ESC\u001B VT\u000B 半个代理\uD83D 覆盖\u202E反向 BOM\uFEFF 非字符\uFFFF',
  '四字节 𠅤 😀 㐂 与组合 e\u0301',
  'a'.repeat(400),
  'https://example.org/' + 'very-long-path/'.repeat(30) + 'f'.repeat(120),
  '第一行\r\n第二行\n\n第四行\t制表',
]

export const hostileDocument: DocumentModel = documentModel.parse({
  kind: HOSTILE[1], title: HOSTILE[0], subtitle: HOSTILE[3], number: HOSTILE[2], version: '#1', classification: HOSTILE[1],
  cover: { organisation: HOSTILE[1] ?? '', date: HOSTILE[4] ?? '', lines: HOSTILE.map((value) => ({ label: '<#>', value })) },
  signaturePages: [{ title: HOSTILE[0], note: HOSTILE[2], roles: HOSTILE.map((label) => ({ label })) }],
  figures: HOSTILE.map((text, at) => ({ id: `h${at}`, label: text, value: text, unit: at === 0 ? '#' : '', source: { query: text, parameters: { [text]: text }, evidence: [text], asOf } })),
  blocks: [
    ...HOSTILE.flatMap((text, at) => [
      { kind: 'heading', level: 1, text },
      { kind: 'paragraph', content: [text, { text, strong: true }, { figure: `h${at}` }] },
      { kind: 'note', content: text },
      { kind: 'list', items: [text] },
      { kind: 'chart', chart: { type: 'bar', title: text, alternative: text, categories: [text], x: { title: text, unit: text }, y: { title: text }, series: [{ name: text, values: [1] }, { name: `${text}2`, values: [2] }], thresholds: [{ label: text, value: 3, severity: 'bad' }] } },
    ] as const),
    { kind: 'keyFigures', items: HOSTILE.map((note, at) => ({ figure: `h${at}`, note })) },
    { kind: 'table', caption: HOSTILE[0] ?? '', columns: HOSTILE.map((title) => ({ title, unit: title })), rows: [HOSTILE, HOSTILE] },
    { kind: 'table', caption: HOSTILE[1] ?? '', columns: [{ title: 'x' }], rows: [], zeroRows: HOSTILE[0] },
    { kind: 'annex', title: HOSTILE[0] ?? '' },
  ],
})

/** A list as long as a year of inspection items: rows × 6 cells. */
export function longTable(rows: number): DocumentModel {
  return documentModel.parse({
    kind: '清单', title: '巡检项目明细', number: 'XY-QD-1', version: '第 1 版', cover: { organisation: '示例运维服务单位', date: '2024 年 10 月 8 日' },
    blocks: [{ kind: 'heading', level: 1, text: '明细' }, { kind: 'table', caption: '明细表', columns: ['序号', '对象', '项目', '数值', '阈值', '结论'].map((title) => ({ title })), rows: Array.from({ length: rows }, (_, at) => [String(at + 1), `对象 ${at % 40}`, '连接数使用率', `${at % 100}%`, '80%', [{ state: at % 9 === 0 ? 'attention' as const : 'normal' as const }]]) }],
  })
}
