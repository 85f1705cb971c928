import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { InstantInputField } from '#web/kit/form/instant-input-field.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf } from '#web/kit/form/upload.tsx'
import { evidenceApi } from '../api.ts'
import { AboutFields, bodyOf, type AboutValues } from './about-fields.tsx'

type Values = AboutValues & { happenedAt?: string }

export function SubmitForm({ onDone }: { onDone: () => void }) {
  const evidence = useClient(evidenceApi)
  return (
    <EntryForm<Values> name="submit-evidence" onDone={onDone} onSubmit={(values) => evidence.call.uploadEvidence({ body: formDataOf(bodyOf(values)) as never })}>
      <AboutFields filesRequired={false} />
      <Field name="happenedAt" label="发生时间" help="不填即现在。提交后不能修改或删除。"><InstantInputField /></Field>
    </EntryForm>
  )
}
