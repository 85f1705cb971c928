import { useState } from 'react'
import { Button, Select } from 'antd'
import { subsystemOptions, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { accessAdjustmentApi, reviewKind } from '../api.ts'

/** Live accounts against forms: every week, every quarter for the owner's seal, and whenever somebody asks. */
export function ReviewsPage() {
  const access = useClient(accessAdjustmentApi)
  const may = usePermission()
  const [isOpen, setOpen] = useState(false)
  return (
    <Page title="账户核对" lead="在用账户与单据双向比对：有变化无单、有单无变化、无单账号、离岗未清、超权、过期未收。每周一次，季度末出复核表供甲方盖章。" actions={may('access-review:manage') && <Button type="primary" onClick={() => setOpen(true)}>现在核对</Button>}>
      <DataList
        name="access-reviews"
        noun="核对"
        source={access.list('listReviews')}
        rowKey={({ reviewId }) => reviewId}
        href={({ reviewId }) => `/access-adjustment/reviews/${reviewId}`}
        searchHint="编号"
        filters={[
          { kind: 'choice', key: 'kind', label: '类别', options: reviewKind.values.map((value) => ({ value, label: reviewKind.titles[value] })) },
          { kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions.filter(({ value }) => value !== 'platform') },
          { kind: 'dates', fromKey: 'from', toKey: 'to', label: '日期' },
        ]}
        columns={[
          { key: 'number', title: '编号', width: 180, canSort: true },
          { key: 'subsystem', title: '子系统', card: 'heading', render: ({ subsystem }) => subsystemTitle(subsystem) },
          { key: 'kind', title: '类别', width: 90, render: ({ kind, periodKey }) => <>{reviewKind.has(kind) ? reviewKind.titles[kind] : kind}{periodKey && <span className="x-soft"> {periodKey}</span>}</> },
          { key: 'takenAt', title: '时间', width: 180, canSort: true, render: ({ takenAt }) => <InstantText value={takenAt} /> },
          { key: 'accounts', title: '账号', width: 80, align: 'right' },
          { key: 'discrepancies', title: '不符', width: 80, align: 'right' },
          { key: 'unexplained', title: '结论', width: 130, card: 'state', render: ({ unexplained }) => (unexplained === 0 ? <StateTag word="相符或已说明" tone="good" /> : <StateTag word={`${unexplained} 项待处理`} tone="bad" />) },
          { key: 'scans', title: '盖章件', width: 90, render: ({ scans, hasSheet }) => (scans > 0 ? `${scans} 份` : hasSheet ? '未上传' : '—') },
        ]}
        empty={{ what: '还没有核对', how: `每周一凌晨自动核对已登记账号维护接口的子系统${may('access-review:manage') ? '，也可以现在核对' : ''}。` }}
      />
      <SideSheet isOpen={isOpen} title="现在核对" onClose={() => setOpen(false)} width={400}>
        <StartReviewForm onClose={() => setOpen(false)} />
      </SideSheet>
    </Page>
  )
}

function StartReviewForm({ onClose }: { onClose: () => void }) {
  const access = useClient(accessAdjustmentApi)
  const go = useGo()
  const targets = useRead(accessAdjustmentApi, 'listTargets')
  const slugs = [...new Set((targets.data?.items ?? []).map(({ subsystem }) => subsystem))]
  const send = async (body: { subsystem: string }) => {
    const { workOrderId } = await access.call.startReview({ body })
    go(`/work-orders/${workOrderId}`)
  }
  return (
    <EntryForm<{ subsystem: string }> name="start-access-review" submitText="开始核对" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p>读取该子系统全部账号与角色，与期初和已执行的单据比对。结果在工单办结后出现在列表中。</p>
      <Field name="subsystem" label="子系统" required><Select loading={targets.isLoading} options={slugs.map((value) => ({ value, label: subsystemTitle(value) }))} /></Field>
    </EntryForm>
  )
}
