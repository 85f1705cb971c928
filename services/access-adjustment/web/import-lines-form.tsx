import type { RequestDetail } from '#spine/requests/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { accessAdjustmentApi } from '../api.ts'

/** All lines of the sheet or none: every wrong row is named above the form. */
export function ImportLinesForm({ request, onClose, onDone }: { request: RequestDetail; onClose: () => void; onDone: () => void }) {
  const access = useClient(accessAdjustmentApi)
  const send = ({ files = [] }: { files?: readonly File[] }) => access.call.importLines({ params: { requestId: request.requestId }, body: formDataOf({ version: request.version, files }) as never })
  return (
    <EntryForm<{ files?: readonly File[] }> name={`import-lines-${request.requestId}`} submitText="导入" onSubmit={send} onDone={onDone} onCancel={onClose}>
      <p>先<a href={access.url('getTemplate', {})} download>下载模板</a>，填好后上传。导入会替换单中已有的账号明细；有一行不对就都不写入，并列出全部有问题的行。请先存好子系统和类别。</p>
      <Field name="files" label="表格" required><Upload multiple={false} accept=".xlsx" maxBytes={20 * 1024 ** 2} hint="Excel 工作簿，至多 5000 行" /></Field>
    </EntryForm>
  )
}
