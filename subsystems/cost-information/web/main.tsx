import { BankOutlined, CalendarOutlined, DatabaseOutlined, LineChartOutlined } from '@ant-design/icons'
import { defineEntity } from '#subsystems/casework/web/entity.ts'
import { mountSubsystem } from '#subsystems/casework/web/mount-subsystem.tsx'
import { definePublicQuery } from '#subsystems/casework/web/public/public-query.ts'
import { costApi, publicPriceApi } from '../api.ts'

const issues = defineEntity(costApi, 'issues', {
  one: 'issue', path: '/issues', noun: '价格信息期刊', icon: CalendarOutlined, key: 'priceIssueId', heading: 'issueNo', searchHint: '期号',
  columns: [
    { key: 'issueNo', title: '期号' }, { key: 'state', title: '状态', look: 'state' }, { key: 'collectBy', title: '采集截止', look: 'date' }, { key: 'publishedAt', title: '发布', look: 'instant' },
    { key: 'quotes', title: '采集报价', look: 'number' }, { key: 'prices', title: '发布价格', look: 'number' }, { key: 'errata', title: '更正', look: 'number' },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'price-issue' }],
  parts: { priceRows: { title: '价格', columns: [{ key: 'name', title: '名称' }, { key: 'code', title: '编码', look: 'mono' }, { key: 'spec', title: '规格' }, { key: 'unit', title: '单位' }, { key: 'priceExTax', title: '除税价', look: 'yuan' }, { key: 'sampleN', title: '样本数', look: 'number' }, { key: 'method', title: '测算方法' }, { key: 'jumpReason', title: '异动说明' }] } },
})

const resources = defineEntity(costApi, 'resources', {
  path: '/resources', noun: '工料机', icon: DatabaseOutlined, key: 'resourceId', heading: 'name', searchHint: '编码、名称、规格',
  columns: [{ key: 'name', title: '名称' }, { key: 'code', title: '编码', look: 'mono' }, { key: 'spec', title: '规格' }, { key: 'unit', title: '单位' }, { key: 'kind', title: '费用类别' }, { key: 'classTitle', title: '分类' }, { key: 'taxRate', title: '适用税率', look: 'rate' }],
  filters: [{ key: 'kind', label: '费用类别', options: ['人工', '材料', '设备', '机械'] }],
})

const indices = defineEntity(costApi, 'indices', {
  path: '/indices', noun: '造价指数', icon: LineChartOutlined, key: 'priceIndexId', heading: 'title', searchHint: '指数名称',
  columns: [{ key: 'title', title: '指数' }, { key: 'indexType', title: '类型' }, { key: 'issueNo', title: '报告期' }, { key: 'baseIssueNo', title: '基期（=100）' }, { key: 'value', title: '指数值', look: 'number' }, { key: 'weightsVersion', title: '权重版本', isExtra: true }, { key: 'inputSm3', title: '输入摘要（SM3）', look: 'mono', isExtra: true }],
  filters: [{ key: 'indexType', label: '类型', dictionary: 'index_type' }],
})

const firms = defineEntity(costApi, 'firms', {
  path: '/firms', noun: '造价咨询企业', icon: BankOutlined, key: 'costFirmId', heading: 'enterpriseName', searchHint: '企业、信用代码',
  columns: [{ key: 'enterpriseName', title: '企业' }, { key: 'uscc', title: '统一社会信用代码', look: 'mono' }, { key: 'engineersL1', title: '一级造价师', look: 'number' }, { key: 'engineersL2', title: '二级造价师', look: 'number' }, { key: 'creditGrade', title: '信用等级' }, { key: 'documents', title: '成果文件', look: 'number' }, { key: 'listedOn', title: '入录日期', look: 'date' }],
  filters: [{ key: 'creditGrade', label: '信用等级', options: ['AAA', 'AA', 'A', 'B'] }],
})

mountSubsystem({
  slug: 'cost-information',
  accent: { light: '#56667a', dark: '#a9bacd' },
  mark: '价',
  entities: [issues, resources, indices, firms],
  publicQueries: [
    definePublicQuery(publicPriceApi, 'prices', {
      title: '价格信息', hint: '材料、设备或人工的名称、规格、编码', heading: 'name',
      columns: [{ key: 'name', title: '名称' }, { key: 'spec', title: '规格' }, { key: 'issueNo', title: '期号' }, { key: 'priceExTax', title: '除税价', look: 'yuan' }, { key: 'priceIncTax', title: '含税价', look: 'yuan' }, { key: 'unit', title: '单位' }, { key: 'monthOnMonth', title: '环比', look: 'percent' }, { key: 'yearOnYear', title: '同比', look: 'percent' }, { key: 'revision', title: '更正次数', look: 'number' }],
    }),
  ],
})
