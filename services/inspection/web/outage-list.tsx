import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { subsystemOptions, subsystemShortTitle } from '#shared/subsystems.ts'
import type { EndpointResponse } from '#shared/define-api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import { usePermission } from '#web/kit/session/session.tsx'
import { StateTag } from '#web/kit/state/state-tag.tsx'
import { formatMinutes } from '#web/kit/value/duration-text.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { inspectionApi, outageCause } from '../api.ts'
import { causeLooks } from './cause-looks.ts'

type Outage = EndpointResponse<(typeof inspectionApi)['endpoints']['listOutages']>['items'][number]
const causeOptions = outageCause.values.map((value) => ({ value, label: outageCause.titles[value] }))

/** Outages with start, end and cause; a person says whose they were, and why. */
export function OutageList() {
  const may = usePermission()
  const inspection = useClient(inspectionApi)
  const [outage, setOutage] = useState<Outage>()
  const close = () => setOutage(undefined)
  return (
    <>
      <DataList
        name="outages"
        noun="中断"
        prefix="o"
        source={inspection.list('listOutages')}
        rowKey={(row) => row.outageId}
        searchHint="部件、现象"
        filters={[{ kind: 'choice', key: 'subsystem', label: '子系统', options: subsystemOptions }, { kind: 'choice', key: 'cause', label: '原因', options: causeOptions }]}
        columns={[
          { key: 'componentTitle', title: '中断的部件', card: 'heading' },
          { key: 'subsystem', title: '子系统', width: 96, render: (row) => subsystemShortTitle(row.subsystem) },
          { key: 'startedAt', title: '开始', canSort: true, width: 190, render: (row) => <InstantText value={row.startedAt} precise /> },
          { key: 'endedAt', title: '结束', canSort: true, width: 200, render: (row) => (row.endedAt ? <InstantText value={row.endedAt} precise /> : <StateTag word="未恢复" tone="bad" />) },
          { key: 'length', title: '时长', align: 'right', width: 110, render: (row) => formatMinutes(((row.endedAt ? Date.parse(row.endedAt) : Date.now()) - Date.parse(row.startedAt)) / 60_000) },
          { key: 'cause', title: '原因', width: 110, card: 'state', render: (row) => <StateTag {...causeLooks(row.cause)} reason={row.causeNote} /> },
          { key: 'reason', title: '现象' },
          { key: 'findingNumber', title: '隐患', width: 160, render: (row) => (row.findingId ? <PageLink to={`/findings/${row.findingId}`} className="x-mono">{row.findingNumber}</PageLink> : <span className="x-soft">—</span>) },
          { key: 'act', title: '操作', width: 96, card: 'acts', render: (row) => may('availability:classify') && <Button size="small" onClick={() => setOutage(row)}>认定原因</Button> },
        ]}
        empty={{ what: '没有中断', how: '连续两次探测失败即登记一次中断，第一次成功即结束。' }}
      />
      <SideSheet isOpen={outage !== undefined} title="认定中断原因" onClose={close} width={400}>
        {outage && (
          <EntryForm<{ cause: string; reason: string }>
            name="classify-outage"
            submitText="认定"
            initial={{ cause: outage.cause }}
            onCancel={close}
            onSubmit={({ cause, reason }) => inspection.call.classifyOutage({ params: { outageId: outage.outageId }, body: { version: outage.version, cause: cause as 'operator', reason } })}
            onDone={() => {
              close()
              void inspection.refresh()
            }}
          >
            <p>{outage.componentTitle}：{outage.reason}</p>
            <Field name="cause" label="原因归属" required><Select options={causeOptions} /></Field>
            <Field name="reason" label="理由" required rules={[{ min: 4, message: '请写明理由，至少四个字' }]} help="每次认定都留作证据，以最后一次为准。"><Input.TextArea rows={3} maxLength={1000} /></Field>
          </EntryForm>
        )}
      </SideSheet>
    </>
  )
}
