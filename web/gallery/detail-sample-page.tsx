import { useState } from 'react'
import { Button } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { DetailPage } from '#web/kit/detail/detail-page.tsx'
import { DocumentView } from '#web/kit/detail/document-view.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { ClockPanel } from '#web/kit/state/clock-panel.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { DateText } from '#web/kit/value/date-text.tsx'
import { HashText } from '#web/kit/value/hash-text.tsx'
import { sampleRow } from './sample-rows.ts'
import { sampleClock, sampleTimeline } from './samples.tsx'
import { SampleForm } from './sample-form.tsx'

export function DetailSamplePage() {
  const { sampleId } = usePageParams('sampleId')
  const [isEditing, setEditing] = useState(false)
  const row = useQuery({ queryKey: ['kit-sample', sampleId], queryFn: () => Promise.resolve(sampleRow(Number(sampleId.slice(8)) - 1)) })
  return (
    <>
      <DetailPage
        of={row}
        show={(order) => ({
          title: order.title,
          number: order.id,
          state: <StateTag state={order.state} href="?tab=clock" reason="打开时限与依据" />,
          actions: (
            <>
              <Button onClick={() => setEditing(true)}>修改</Button>
              <ActButton onAct={() => undefined} ask={{ act: '退回', object: `${order.id} ${order.title}`, consequence: '工单回到处理人手中，时限继续计算。' }}>退回</ActButton>
              <ActButton danger onAct={() => undefined} ask={{ act: '作废工单', object: `${order.id} ${order.title}`, consequence: '作废后不能恢复，已有证据保留，义务转为待判。', typeName: order.id }}>作废</ActButton>
            </>
          ),
          facts: [
            { label: '子系统', value: order.subsystem },
            { label: '合同条款', value: '附件三 M3 第 2 项' },
            { label: '截止', value: <DateText value={order.dueOn} /> },
            { label: '进度', value: <StateTag {...order.stage} /> },
            { label: '证据校验值', value: <HashText value="7a1f0c55b8e94d2a9f1e6c3b0d8a4f2e" /> },
            { label: '责任岗位', value: '数据库管理员' },
            { label: '说明', value: '按巡检清单逐项核对，异常项转为隐患并指定责任人。', wide: true },
          ],
          tabs: [
            { key: 'life', title: '经过', count: sampleTimeline.length, content: <Section><Timeline label="工单经过" entries={sampleTimeline} /></Section> },
            { key: 'clock', title: '时限', content: <ClockPanel {...sampleClock} /> },
            { key: 'document', title: '记录', content: <DocumentView title="巡检记录" version="第 2 版" hash="91ab33c0ffee" downloads={[{ label: 'Word', url: '/api/sample.docx' }, { label: 'PDF', url: '/api/sample.pdf' }]} /> },
          ],
        })}
      />
      <SideSheet isOpen={isEditing} title="修改工单" onClose={() => setEditing(false)}>
        <SampleForm onDone={() => setEditing(false)} />
      </SideSheet>
    </>
  )
}
