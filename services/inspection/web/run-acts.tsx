import { useState } from 'react'
import { Button, Input } from 'antd'
import { useAct } from '#web/kit/client/use-act.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { ActButton } from '#web/kit/detail/act-button.tsx'
import { SideSheet } from '#web/kit/detail/side-sheet.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { usePermission } from '#web/kit/session/session.tsx'
import { inspectionApi, signatureRole, type RunDetail } from '../api.ts'

/** What this person may do with the run now. */
export function RunActs({ run }: { run: RunDetail }) {
  const may = usePermission()
  const go = useGo()
  const inspection = useClient(inspectionApi)
  const [isSigning, setSigning] = useState(false)
  const params = { runId: run.runId }
  const recheck = useAct(inspectionApi, 'recheckRun', { done: '已开始复检', alsoChanges: [{ prefix: '/api/findings' }], onDone: ({ runId }) => go(`/inspection/runs/${runId}`) })
  const hasUnsettled = run.items.some((item) => !item.isManual && item.verdict !== null && item.verdict !== 'normal')
  const nextRole = run.signed.some((one) => one.role === 'inspector') ? 'reviewer' : 'inspector'
  if (run.state === 'running') return null
  return (
    <>
      <Button href={inspection.url('getRecord', { params, query: { format: 'pdf' } })} target="_blank">巡检记录 PDF</Button>
      <Button href={inspection.url('getRecord', { params, query: { format: 'docx' } })} download>Word</Button>
      {hasUnsettled && <ActButton permission="inspection:run" onAct={() => recheck.mutateAsync({ params })}>复检</ActButton>}
      {run.state === 'done' && run.signed.length < 2 && may('inspection:sign') && <Button type="primary" onClick={() => setSigning(true)}>{signatureRole.titles[nextRole]}签认</Button>}
      <SideSheet isOpen={isSigning} title={`${signatureRole.titles[nextRole]}签认`} onClose={() => setSigning(false)} width={400}>
        <EntryForm<{ note?: string }>
          name="sign-run"
          submitText="签认"
          onCancel={() => setSigning(false)}
          onSubmit={({ note }) => inspection.call.signRun({ params, body: { role: nextRole, note: note ?? '' } })}
          onDone={() => {
            setSigning(false)
            void inspection.refresh()
          }}
        >
          <p>签认后不能撤回。巡检人与复核人须是不同的人。</p>
          <Field name="note" label="意见"><Input.TextArea rows={3} maxLength={1000} /></Field>
        </EntryForm>
      </SideSheet>
    </>
  )
}
