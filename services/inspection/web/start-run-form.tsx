import { Form, Select } from 'antd'
import { subsystemOptions } from '#shared/subsystems.ts'
import { systemsApi } from '#spine/systems/api.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useGo } from '#web/kit/frame/address.ts'
import { inspectionApi } from '../api.ts'

type Values = { subsystem?: string; componentId?: string; checkCode?: string }

/** All, one subsystem, one component or one check of it. */
export function StartRunForm({ onClose }: { onClose: () => void }) {
  const inspection = useClient(inspectionApi)
  const go = useGo()
  const [form] = Form.useForm<Values>()
  const subsystem = Form.useWatch('subsystem', form)
  const componentId = Form.useWatch('componentId', form)
  const systems = useRead(systemsApi, 'listSubsystems')
  const catalogue = useRead(inspectionApi, 'getCatalogue')
  const components = (systems.data?.items ?? []).filter((one) => !subsystem || one.subsystem === subsystem).flatMap((one) => one.components.filter((component) => !component.isRetired))
  const chosen = components.find((component) => component.componentId === componentId)
  const checks = (catalogue.data?.checks ?? []).filter((check) => chosen && check.connector === chosen.connector && check.appliesTo.includes(chosen.kind))
  const send = async (values: Values) => {
    const { runId } = await inspection.call.startRun({ body: values })
    await inspection.refresh()
    go(`/inspection/runs/${runId}`)
  }
  return (
    <EntryForm<Values> name="start-inspection" form={form} submitText="开始巡检" onSubmit={send} onDone={onClose} onCancel={onClose}>
      <Field name="subsystem" label="子系统" help="不选即巡检全部子系统。">
        <Select allowClear options={subsystemOptions.filter(({ value }) => value !== 'platform')} onChange={() => form.resetFields(['componentId', 'checkCode'])} />
      </Field>
      <Field name="componentId" label="部件" help="不选即该范围内的全部部件。">
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} loading={systems.isLoading} options={components.map(({ componentId: value, title }) => ({ value, label: title }))} onChange={() => form.resetFields(['checkCode'])} />
      </Field>
      <Field name="checkCode" label="检查项" help={chosen ? '不选即该部件的全部检查项。' : '先选一个部件。'}>
        <Select allowClear disabled={!chosen} showSearch={{ optionFilterProp: 'label' }} options={checks.map(({ code, title }) => ({ value: code, label: `${code} ${title}` }))} />
      </Field>
    </EntryForm>
  )
}
