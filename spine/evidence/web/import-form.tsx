import { Input } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf } from '#web/kit/form/upload.tsx'
import { evidenceApi } from '../api.ts'
import { AboutFields, bodyOf, type AboutValues } from './about-fields.tsx'

type Values = AboutValues & { periodFrom: string; periodTo: string; statement: string }

export function ImportForm({ onDone }: { onDone: () => void }) {
  const evidence = useClient(evidenceApi)
  return (
    <EntryForm<Values> name="import-evidence" submitText="导入" onDone={onDone} onSubmit={(values) => evidence.call.importEvidence({ body: formDataOf(bodyOf(values)) as never })}>
      <Field name="statement" label="来源说明" required help="由谁、何时、以何种方式移交。各处都会标明这不是本单位的工作。"><Input.TextArea rows={3} maxLength={4000} /></Field>
      <Field name="periodFrom" label="所属期间起" required><DateField /></Field>
      <Field name="periodTo" label="所属期间止" required><DateField /></Field>
      <AboutFields filesRequired />
    </EntryForm>
  )
}
