import { FileDoneOutlined, LikeOutlined, TrophyOutlined } from '@ant-design/icons'
import { defineEntity } from '#subsystems/casework/web/entity.ts'
import { mountSubsystem } from '#subsystems/casework/web/mount-subsystem.tsx'
import { definePublicQuery } from '#subsystems/casework/web/public/public-query.ts'
import { marketApi, publicScoreApi } from '../api.ts'

const creditEvents = defineEntity(marketApi, 'creditEvents', {
  one: 'creditEvent', path: '/credit-events', noun: '信用信息', icon: LikeOutlined, key: 'creditEventId', heading: 'title', number: 'docNo', searchHint: '企业、项目、文号',
  columns: [
    { key: 'title', title: '信息' }, { key: 'enterpriseName', title: '企业' }, { key: 'kind', title: '性质' }, { key: 'points', title: '分值', look: 'number' }, { key: 'state', title: '状态', look: 'state' }, { key: 'docOn', title: '认定文件日期', look: 'date' },
    { key: 'docNo', title: '文号', look: 'mono', isExtra: true }, { key: 'projectName', title: '项目', isExtra: true }, { key: 'code', title: '代码', look: 'mono', isExtra: true }, { key: 'source', title: '来源', isExtra: true },
    { key: 'publishFrom', title: '公示自', look: 'date', isExtra: true }, { key: 'publishTo', title: '公示至', look: 'date', isExtra: true }, { key: 'uscc', title: '统一社会信用代码', look: 'mono', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'credit-event' }, { key: 'kind', label: '性质', dictionary: 'event_kind' }],
})

const scores = defineEntity(marketApi, 'scores', {
  one: 'score', path: '/scores', noun: '信用评分', icon: TrophyOutlined, key: 'scoreSnapshotId', heading: 'enterpriseName', number: 'uscc', searchHint: '企业、信用代码',
  columns: [
    { key: 'enterpriseName', title: '企业' }, { key: 'scoredOn', title: '评分日', look: 'date' }, { key: 'total', title: '总分', look: 'number' }, { key: 'rank', title: '名次', look: 'number' }, { key: 'grade', title: '等级' },
    { key: 'projectPoints', title: '项目履约', look: 'number' }, { key: 'corpPoints', title: '企业信息', look: 'number' }, { key: 'uscc', title: '统一社会信用代码', look: 'mono', isExtra: true }, { key: 'rulesVersion', title: '规则版本', isExtra: true },
  ],
  filters: [{ key: 'grade', label: '等级', options: ['A', 'B', 'C', 'D'] }],
  parts: { lines: { title: '评分明细', columns: [{ key: 'note', title: '说明' }, { key: 'block', title: '板块' }, { key: 'projectName', title: '项目' }, { key: 'points', title: '得分', look: 'number' }] } },
})

const contracts = defineEntity(marketApi, 'contracts', {
  path: '/contracts', noun: '合同信息', icon: FileDoneOutlined, key: 'contractRecordId', heading: 'projectName', searchHint: '项目、承包单位',
  columns: [{ key: 'projectName', title: '项目' }, { key: 'contractorName', title: '承包单位' }, { key: 'contractKind', title: '合同类别' }, { key: 'amount', title: '合同额', look: 'ten-thousand-yuan' }, { key: 'signedOn', title: '签订日期', look: 'date' }, { key: 'guaranteeForm', title: '担保形式' }],
  filters: [{ key: 'contractKind', label: '合同类别', options: ['施工总承包', '专业分包', '劳务分包', '监理'] }],
})

mountSubsystem({
  slug: 'market-supervision',
  accent: { light: '#8c4a62', dark: '#dc9db4' },
  mark: '市',
  entities: [creditEvents, scores, contracts],
  publicQueries: [
    definePublicQuery(publicScoreApi, 'scores', {
      title: '信用评价', hint: '企业名称或统一社会信用代码', heading: 'enterpriseName',
      columns: [{ key: 'enterpriseName', title: '企业' }, { key: 'total', title: '总分', look: 'number' }, { key: 'grade', title: '等级' }, { key: 'rank', title: '名次', look: 'number' }, { key: 'scoredOn', title: '评分日', look: 'date' }, { key: 'uscc', title: '统一社会信用代码', look: 'mono' }, { key: 'rulesVersion', title: '规则版本' }],
    }),
  ],
})
