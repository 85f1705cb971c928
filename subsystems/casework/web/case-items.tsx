import { FileTextOutlined } from '@ant-design/icons'
import { useRead } from '#web/kit/client/use-read.ts'
import { Figure, FigureStrip } from '#web/kit/state/figure.tsx'
import { caseItemsApi } from '../api.ts'
import { defineEntity } from './entity.ts'
import { stateTone } from './state-tone.ts'

/** Case items (办件): the officer's desk of every system. */
export const caseItems = defineEntity(caseItemsApi, 'caseItems', {
  one: 'caseItem',
  path: '/case-items',
  noun: '办件',
  icon: FileTextOutlined,
  section: 'desk',
  key: 'caseItemId',
  heading: 'subject',
  number: 'caseNo',
  searchHint: '办件编号、申请人、事由',
  columns: [
    { key: 'subject', title: '事由' },
    { key: 'caseNo', title: '办件编号', look: 'mono' },
    { key: 'itemName', title: '事项' },
    { key: 'applicant', title: '申请人' },
    { key: 'state', title: '状态', look: 'state' },
    { key: 'submittedAt', title: '提交', look: 'instant' },
    { key: 'promisedOn', title: '承诺办结', look: 'date' },
    { key: 'acceptedAt', title: '受理', look: 'instant', isExtra: true },
    { key: 'closedAt', title: '办结', look: 'instant', isExtra: true },
    { key: 'isOnline', title: '网上申请', look: 'yes', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'case-item' }],
  parts: {
    materials: {
      title: '材料',
      columns: [
        { key: 'name', title: '材料' },
        { key: 'materialCode', title: '编号', look: 'mono' },
        { key: 'materialType', title: '类型' },
        { key: 'fetchMode', title: '取得方式' },
        { key: 'copies', title: '份数', look: 'number' },
      ],
    },
    events: {
      title: '办理过程',
      columns: [
        { key: 'step', title: '环节' },
        { key: 'at', title: '时间', look: 'instant' },
        { key: 'handledBy', title: '办理岗位' },
        { key: 'opinion', title: '意见' },
      ],
    },
    clock: {
      title: '时限',
      columns: [
        { key: 'kind', title: '事件', words: { start: '开始', pause: '暂停', resume: '恢复', extend: '延长', stop: '停止' } },
        { key: 'at', title: '时间', look: 'instant' },
        { key: 'reason', title: '原因' },
      ],
    },
  },
  Above: CaseItemCounts,
})

/** Every number opens its list. */
function CaseItemCounts() {
  const { data } = useRead(caseItemsApi, 'states')
  return (
    <FigureStrip>
      {(data?.items ?? []).filter(({ count }) => count > 0).map(({ state, stateTitle, count }) => (
        <Figure key={state} label={stateTitle} value={count} unit="件" tone={stateTone(state)} href={`/case-items?state=${state}`} />
      ))}
    </FigureStrip>
  )
}
