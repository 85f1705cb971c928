import { useState } from 'react'
import { Button, Select } from 'antd'
import { subsystemOptions, subsystemShortTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { DateSpan } from '#web/kit/value/date-span.tsx'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { inspectionApi } from '../api.ts'

export function ReportsPage() {
  const may = usePermission()
  const inspection = useClient(inspectionApi)
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <Page title="巡检报告" lead="按期汇总巡检记录，每份记录恰好进入一份报告；到期自动汇总，也可以手工汇总。" actions={may('report:build') && <Button type="primary" onClick={() => setOpen(true)}>汇总报告</Button>}>
      <DataList
        name="inspection-reports"
        noun="巡检报告"
        source={inspection.list('listReports')}
        rowKey={(row) => row.reportId}
        filters={[{ kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions }]}
        columns={[
          { key: 'number', title: '编号', canSort: true, width: 170, card: 'heading', render: (row) => <span className="x-mono">{row.number}</span> },
          { key: 'subsystem', title: '子系统', width: 110, render: (row) => subsystemShortTitle(row.subsystem) },
          { key: 'periodFrom', title: '汇总期', render: (row) => <DateSpan from={row.periodFrom} to={row.periodTo} /> },
          { key: 'records', title: '来源记录', align: 'right', width: 100, render: (row) => <PageLink to={`/inspection/runs?subsystem=${row.subsystem}&from=${row.periodFrom}&to=${row.periodTo}`}>{row.records}</PageLink> },
          { key: 'madeAt', title: '生成', canSort: true, width: 190, render: (row) => <InstantText value={row.madeAt} /> },
          { key: 'files', title: '下载', width: 120, render: (row) => <><a href={inspection.url('getReport', { params: { reportId: row.reportId }, query: { format: 'pdf' } })} target="_blank" rel="noreferrer">PDF</a> <a href={inspection.url('getReport', { params: { reportId: row.reportId }, query: { format: 'docx' } })} download>Word</a></> },
          { key: 'evidenceId', title: '证据', width: 90, render: (row) => <PageLink to={`/evidence/${row.evidenceId}`}>查看</PageLink> },
        ]}
        empty={{ what: '还没有巡检报告', how: '汇总期结束后自动生成。' }}
      />
      <SideSheet isOpen={isOpen} title="汇总报告" onClose={close} width={400}>
        <EntryForm<{ subsystem: string; from: string; to: string }>
          name="make-inspection-report"
          submitText="汇总"
          onCancel={close}
          onSubmit={(body) => inspection.call.makeReport({ body })}
          onDone={() => {
            close()
            void inspection.refresh()
          }}
        >
          <Field name="subsystem" label="子系统" required><Select options={[...subsystemOptions]} /></Field>
          <Field name="from" label="汇总期首日" required><DateField /></Field>
          <Field name="to" label="汇总期末日" required help="须早于今天；已进入其他报告的记录不再汇总。"><DateField /></Field>
        </EntryForm>
      </SideSheet>
    </Page>
  )
}
