import { useState } from 'react'
import { AutoComplete, Button, Form, Input, InputNumber, Select } from 'antd'
import { subsystem as subsystems, subsystemTitle } from '#shared/subsystems.ts'
import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { DateField } from '#web/kit/form/date-field.tsx'
import { EntryForm } from '#web/kit/form/entry-form.tsx'
import { Field } from '#web/kit/form/field.tsx'
import { useAddress, useGo } from '#web/kit/frame/address.ts'
import { ErrorState } from '#web/kit/state/error-state.tsx'
import { accessAdjustmentApi } from '../api.ts'
import { accessPrivilege, type AccessPrivilege, type AccessRules, type ProposedRules, type RulesInForce } from '../rules/api.ts'
import './lines-field.css'

type Values = Partial<AccessRules> & Pick<ProposedRules, 'effectiveOn' | 'reason'>
const scopes = ['', ...subsystems.values].map((value) => ({ value, label: value === '' ? '通用（没有专门规则的子系统）' : subsystemTitle(value) }))

/** The rules of one scope as they are now, changed and handed to another person. */
export function EditRulesPage() {
  const [address, change] = useAddress()
  const scope = (scopes.find(({ value }) => value === address['scope'])?.value ?? '') as ProposedRules['subsystem']
  const rules = useRead(accessAdjustmentApi, 'getRules')
  return (
    <Page title="提出新规则" lead="在现行规则上修改；由有批准权限的另一人批准后，自生效日期起用于此后提交的单据。">
      {rules.error && <ErrorState error={rules.error} />}
      <Section>
        <Form.Item label="范围" layout="vertical"><Select aria-label="范围" value={scope} options={scopes} onChange={(next) => change({ scope: next === '' ? undefined : next })} style={{ maxWidth: 420 }} /></Form.Item>
        {rules.data && <RulesForm key={scope} scope={scope} rules={rules.data} />}
      </Section>
    </Page>
  )
}

function RulesForm({ scope, rules: { items, roles, offered } }: { scope: ProposedRules['subsystem']; rules: RulesInForce }) {
  const access = useClient(accessAdjustmentApi)
  const go = useGo()
  const [ruleVersionId] = useState(() => crypto.randomUUID())
  const current = items.find(({ subsystem }) => subsystem === scope)
  const send = async ({ ordinary = [], privileged = [], exclusions = [], ...values }: Values) => {
    await access.call.proposeRules({ body: { ruleVersionId, subsystem: scope, basedOn: current?.version ?? 0, ordinary, privileged, exclusions, ...values } })
    await access.refresh()
    go(`/access-adjustment/rules/${ruleVersionId}`)
  }
  return (
    <EntryForm<Values> name={`access-rules-${scope}-${current?.version ?? 0}`} initial={current?.rules ?? { ordinary: [], privileged: [], exclusions: [] }} submitText="提交批准" onSubmit={send} onCancel={() => go('/access-adjustment/rules')}>
      {accessPrivilege.values.map((privilege) => <RouteField key={privilege} privilege={privilege} roles={roles} isGeneral={scope === ''} />)}
      <ExclusionsField offered={offered} />
      <Field name="effectiveOn" label="生效日期" required help="当日起提交的单据适用；不得早于今天。"><DateField /></Field>
      <Field name="reason" label="理由" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={2} maxLength={500} /></Field>
    </EntryForm>
  )
}

const required = (what: string) => [{ required: true, message: `请填写${what}` }]

function RouteField({ privilege, roles, isGeneral }: { privilege: AccessPrivilege; roles: RulesInForce['roles']; isGeneral: boolean }) {
  const options = roles.map(({ roleCode, title, people }) => ({ value: roleCode, label: `${title}（${people.join('、') || '没有人担任'}）` }))
  return (
    <Form.List name={privilege}>
      {(fields, { add, remove, move }) => (
        <Form.Item label={`${accessPrivilege.titles[privilege]}的审批路线`} help={isGeneral ? '逐步审批，两个步骤须由两人办理。' : '一步都不写则用通用路线。'}>
          {fields.map(({ key, name }) => (
            <fieldset key={key} className="x-access-line">
              <legend>第 {name + 1} 步</legend>
              <div className="x-access-line-fields">
                <Form.Item name={[name, 'title']} label="名称" rules={required('步骤名称')}><Input maxLength={60} /></Form.Item>
                <Form.Item name={[name, 'roleCode']} label="审批角色" rules={required('审批角色')}><Select options={options} showSearch={{ optionFilterProp: 'label' }} /></Form.Item>
                <Form.Item name={[name, 'expiresAfterWorkingDays']} label="逾期退回（工作日）" rules={required('工作日数')}><InputNumber min={1} max={60} style={{ width: '100%' }} /></Form.Item>
              </div>
              <span className="x-row">
                {name > 0 && <Button size="small" onClick={() => move(name, name - 1)}>上移</Button>}
                <Button danger size="small" onClick={() => remove(name)}>删除</Button>
              </span>
            </fieldset>
          ))}
          {fields.length < 9 && <Button onClick={() => add({ expiresAfterWorkingDays: 3 })}>添加步骤</Button>}
        </Form.Item>
      )}
    </Form.List>
  )
}

function ExclusionsField({ offered }: { offered: readonly string[] }) {
  const options = offered.map((value) => ({ value }))
  const code = <AutoComplete options={options} showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed) }} maxLength={100} />
  return (
    <Form.List name="exclusions">
      {(fields, { add, remove }) => (
        <Form.Item label="职责分离规则" help="角色代码按各对象最近读到的填写；目标系统自己的互斥组无须列入。">
          {fields.map(({ key, name }) => (
            <fieldset key={key} className="x-access-line">
              <legend>第 {name + 1} 条</legend>
              <div className="x-access-line-fields x-access-line-short">
                <Form.Item name={[name, 'oneRole']} label="角色" rules={required('角色')}>{code}</Form.Item>
                <Form.Item name={[name, 'otherRole']} label="互斥角色" rules={required('互斥角色')}>{code}</Form.Item>
                <Form.Item name={[name, 'title']} label="规则名称" rules={required('规则名称')}><Input maxLength={100} /></Form.Item>
                <Form.Item name={[name, 'basis']} label="依据" rules={required('依据')}><Input maxLength={200} /></Form.Item>
              </div>
              <Button danger size="small" onClick={() => remove(name)}>删除</Button>
            </fieldset>
          ))}
          <Button onClick={() => add({})}>添加规则</Button>
        </Form.Item>
      )}
    </Form.List>
  )
}
