import { Input, Select } from 'antd'
import { service } from '#shared/services.ts'
import { subsystem } from '#shared/subsystems.ts'
import { Field } from '#web/kit/form/field.tsx'
import { Upload } from '#web/kit/form/upload.tsx'
import { titleOptions } from './about-titles.ts'
import { useEvidenceKinds } from './use-evidence-kinds.ts'

export type AboutValues = { kind: string; title: string; service?: string; subsystem?: string; obligation?: string; note?: string; files?: readonly File[] }

/** Fields that submitted and imported evidence share. */
export function AboutFields({ filesRequired }: { filesRequired: boolean }) {
  const kinds = useEvidenceKinds()
  return (
    <>
      <Field name="title" label="名称" required><Input maxLength={300} /></Field>
      <Field name="kind" label="类别" required help="合同义务所列的证据类别"><Select showSearch={{ optionFilterProp: 'label' }} options={kinds.options} /></Field>
      <Field name="service" label="服务"><Select allowClear options={titleOptions(service)} /></Field>
      <Field name="subsystem" label="子系统"><Select allowClear options={titleOptions(subsystem)} /></Field>
      <Field name="obligation" label="义务编号"><Input maxLength={80} /></Field>
      <Field name="note" label="说明"><Input.TextArea rows={4} maxLength={4000} showCount /></Field>
      <Field name="files" label="文件" required={filesRequired}><Upload /></Field>
    </>
  )
}

/** The form's values as the body that the server takes: what the evidence is about travels as JSON. */
export function bodyOf<Values extends AboutValues>({ service: ofService, subsystem: ofSubsystem, obligation, ...rest }: Values) {
  const about = Object.fromEntries(Object.entries({ service: ofService, subsystem: ofSubsystem, obligation }).filter(([, value]) => value))
  return { ...rest, about: JSON.stringify(about) }
}
