import { Input, Select } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formDataOf, Upload } from '#web/kit/form/upload.tsx'
import { useIsNarrow } from '#web/kit/theme/appearance.tsx'
import { requestFileKind, requestsApi, type RequestDetail } from '../api.ts'
import type { SheetProps } from './request-act-forms.tsx'

type Files = { kind: 'attachment' | 'official-document'; note?: string; files?: readonly File[]; photos?: readonly File[] }

export function AttachFilesForm({ request, kind = 'attachment', onClose, onDone }: SheetProps & { request: RequestDetail; kind?: Files['kind'] }) {
  const requests = useClient(requestsApi)
  const isNarrow = useIsNarrow()
  const send = ({ files = [], photos = [], ...values }: Files) => requests.call.attachRequestFiles({ params: { requestId: request.requestId }, body: formDataOf({ ...values, files: [...photos, ...files] }) as never })
  return (
    <EntryForm<Files> name={`request-files-${request.requestId}-${kind}`} initial={{ kind }} submitText="上传" onSubmit={send} onDone={onDone} onCancel={onClose}>
      <Field name="kind" label="类别" required><Select options={(['attachment', 'official-document'] as const).map((value) => ({ value, label: requestFileKind.titles[value] }))} /></Field>
      {isNarrow && <Field name="photos" label="照片"><Upload photo /></Field>}
      <Field name="files" label="文件"><Upload /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={2} maxLength={1000} /></Field>
    </EntryForm>
  )
}

type Scan = { formVersion: number; hash: string; note?: string; files?: readonly File[] }

/** The signed paper belongs to one version: the digest in its footer says which. */
export function AttachScanForm({ request, onClose, onDone }: SheetProps & { request: RequestDetail }) {
  const requests = useClient(requestsApi)
  const send = ({ files = [], ...values }: Scan) => requests.call.attachRequestScan({ params: { requestId: request.requestId }, body: formDataOf({ ...values, files }) as never })
  return (
    <EntryForm<Scan> name={`request-scan-${request.requestId}`} initial={{ formVersion: request.formVersion }} submitText="上传" onSubmit={send} onDone={onDone} onCancel={onClose}>
      <Field name="formVersion" label="版次" required><Select options={request.formVersions.map(({ formVersion }) => ({ value: formVersion, label: `第 ${formVersion} 版` }))} /></Field>
      <Field name="hash" label="页脚校验值" required help="抄录打印件页脚的前 8 位即可，用来确认签的是这一版"><Input className="x-mono" maxLength={64} autoComplete="off" spellCheck={false} /></Field>
      <Field name="files" label="扫描件" required><Upload multiple={false} accept=".pdf,image/*" /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={2} maxLength={1000} /></Field>
    </EntryForm>
  )
}
