import { useState } from 'react'
import { Alert } from 'antd'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { Upload } from '#web/kit/form/upload.tsx'

/** An Excel file, read at once and not kept; refused whole when one row has a problem. */
export function ImportSheetForm({ name, columns, onSend, onClose }: { name: string; columns: string; onSend: (sheet: string) => Promise<string>; onClose: () => void }) {
  const [done, setDone] = useState<string>()
  const send = async ({ files }: { files: readonly File[] }) => {
    const [file] = files
    if (file) setDone(await onSend(await base64Of(file)))
  }
  return (
    <>
      <p>{columns}</p>
      <p className="x-soft">任何一行有问题，整张表都不导入；所有问题一次列出。</p>
      {done ? <Alert type="success" showIcon title={done} action={<button type="button" className="x-plain-button" onClick={onClose}>关闭</button>} /> : (
        <EntryForm<{ files: readonly File[] }> name={name} submitText="导入" onSubmit={send} onCancel={onClose}>
          <Field name="files" label="Excel 文件" required><Upload accept=".xlsx" multiple={false} maxBytes={1_400_000} /></Field>
        </EntryForm>
      )}
    </>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}
