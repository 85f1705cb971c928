import { useState } from 'react'
import { Form, Input, InputNumber, Segmented, Select, Switch } from 'antd'
import { useClient } from '#web/kit/client/use-client.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { formatMoment } from '#web/kit/value/instant-text.tsx'
import { systemsApi, type ComponentDetail, type ConnectorView } from '../api.ts'
import { filledIn, variantsOf, type SettingsField } from './settings-schema.ts'

type Values = { connector: string; settings?: Record<string, unknown>; secrets?: Record<string, unknown> }

/** The form that a connector's schema asks for. What stands in the secrets is sent once and never comes back. */
export function ConnectionForm({ component, connectors, onClose }: { component: ComponentDetail; connectors: readonly ConnectorView[]; onClose: () => void }) {
  const systems = useClient(systemsApi)
  const [form] = Form.useForm<Values>()
  const { connection } = component
  const kind = Form.useWatch('connector', form) ?? connection?.connector
  const connector = connectors.find((one) => one.kind === kind)
  const variants = connector ? variantsOf(connector.settings) : []
  const stored = connection && connection.connector === kind ? (connection.settings as Record<string, unknown>) : undefined
  const matching = Math.max(0, variants.findIndex(({ constants }) => Object.entries(constants).every(([name, value]) => stored?.[name] === value)))
  const [chosen, setChosen] = useState<number>()
  const variant = variants[chosen ?? matching] ?? variants[0]
  const secretFields = connector ? (variantsOf(connector.secrets)[0]?.fields ?? []) : []
  const keepsSecrets = connection?.secretsChangedAt != null && stored !== undefined

  const send = async ({ settings, secrets }: Values) => {
    const filled = filledIn(secrets)
    await systems.call.setConnection({
      params: { componentId: component.componentId },
      body: { version: connection?.version ?? 0, connector: kind ?? '', settings: { ...filledIn(settings), ...variant?.constants }, ...(Object.keys(filled).length > 0 ? { secrets: filled } : {}) },
    })
    await systems.refresh()
  }
  return (
    <EntryForm<Values> name={`connection-${component.componentId}`} form={form} initial={{ connector: connection?.connector ?? '', settings: stored ?? {} }} submitText="保存连接方式" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="connector" label="连接器" required><Select options={connectors.map((one) => ({ value: one.kind, label: one.title }))} onChange={() => setChosen(0)} /></Field>
      {variants.length > 1 && <Segmented aria-label="访问方式" options={variants.map(({ title }, value) => ({ value, label: title }))} value={chosen ?? matching} onChange={setChosen} />}
      {variant?.fields.map((field) => <SchemaField key={`${kind} ${field.path.join('.')}`} field={field} part="settings" />)}
      {secretFields.length > 0 && (
        <>
          <p className="x-soft">{keepsSecrets ? `凭据已设置，更换于 ${formatMoment(connection?.secretsChangedAt ?? '')}。不填则保留；地址改变时须重新填写。` : '凭据加密存放，保存后不能再看到，只能更换。'}</p>
          {secretFields.map((field) => <SchemaField key={`${kind} ${field.path.join('.')}`} field={{ ...field, isRequired: field.isRequired && !keepsSecrets }} part="secrets" />)}
        </>
      )}
    </EntryForm>
  )
}

function SchemaField({ field, part }: { field: SettingsField; part: 'settings' | 'secrets' }) {
  const { path, label, kind, isRequired, fallback } = field
  const help = fallback !== undefined && typeof fallback !== 'object' ? `不填为 ${String(fallback)}` : undefined
  return (
    <Field name={[part, ...path]} label={label} required={isRequired} help={help} {...(kind === 'yes-no' ? { valuePropName: 'checked' } : {})}>
      {inputOf(field, part)}
    </Field>
  )
}

function inputOf({ kind, options }: SettingsField, part: 'settings' | 'secrets') {
  switch (kind) {
    case 'number':
      return <InputNumber style={{ width: 160 }} />
    case 'yes-no':
      return <Switch />
    case 'choice':
      return <Select allowClear options={(options ?? []).map((value) => ({ value, label: value }))} />
    case 'list':
      return <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', '\n']} />
    case 'data':
      return <DataInput />
    case 'long-text':
      return <Input.TextArea rows={4} spellCheck={false} autoComplete="off" />
    case 'text':
      return part === 'secrets' ? <Input.Password autoComplete="new-password" /> : <Input spellCheck={false} autoComplete="off" />
  }
}

/** JSON text of a structure. What does not read as JSON goes out as it was typed, and the server says what is wrong with it. */
function DataInput({ value, onChange, id }: { value?: unknown; onChange?: (value: unknown) => void; id?: string }) {
  const [text, setText] = useState(() => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)))
  const change = (typed: string) => {
    setText(typed)
    try {
      onChange?.(typed.trim() === '' ? undefined : JSON.parse(typed))
    } catch {
      onChange?.(typed)
    }
  }
  return <Input.TextArea {...(id === undefined ? {} : { id })} rows={8} value={text} onChange={(event) => change(event.target.value)} spellCheck={false} autoComplete="off" />
}
