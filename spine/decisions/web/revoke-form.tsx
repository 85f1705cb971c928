import { App } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { formDataOf } from '#web/kit/form/upload.tsx'
import { useToday } from '#web/kit/value/use-today.ts'
import { decisionsApi, decisionKind } from '../api.ts'
import { decisionOf, subjectWords, type DecisionValues } from './decision-values.ts'
import type { DecisionRow } from './decisions-page.tsx'
import { MadeFields } from './made-fields.tsx'
import { recordedWords } from './recorded-words.ts'

type Values = Pick<DecisionValues, 'reason' | 'effectiveOn' | 'decidedByName' | 'decidedOn' | 'proof'>

export function RevokeForm({ row, onClose }: { row: DecisionRow; onClose: () => void }) {
  const decisions = useClient(decisionsApi)
  const { message } = App.useApp()
  const today = useToday()
  const send = async ({ proof, ...values }: Values) => {
    const decision = JSON.stringify(decisionOf({ kind: 'revocation', decision: row.decisionId }))
    const recorded = await decisions.call.recordDecision({ body: formDataOf({ ...values, decision, proof }) as never })
    void message.success(`已撤销。${recordedWords(recorded)}`)
    await decisions.refresh()
  }
  return (
    <EntryForm<Values> name={`revoke-${row.decisionId}`} initial={{ effectiveOn: today, decidedOn: today }} submitText="登记撤销" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <p className="x-confirm-object">{decisionKind.has(row.kind) ? decisionKind.titles[row.kind] : row.kind}：{subjectWords(row.kind, row.subject)}</p>
      <p>撤销后判定与计划按没有这项决定重新推出，原决定与撤销都留在册上。</p>
      <MadeFields />
    </EntryForm>
  )
}
