import { Button, Form, Input, Select } from 'antd'
import { accessTarget, type AccessForm, type AccessLine } from '../forms/api.ts'
import type { TargetView } from '../api.ts'
import './lines-field.css'

/** More lines than a person types: they came from a sheet, and are changed there. */
const TYPED = 30

/** The accounts of a form. What is asked of a line follows from the kind; roles are those that the target offered when it was last read. */
export function LinesField({ kind, targets }: { kind: AccessForm['kind'] | undefined; targets: readonly TargetView[] }) {
  const form = Form.useFormInstance<Partial<AccessForm>>()
  const lines = (Form.useWatch('lines') ?? []) as ReadonlyArray<Partial<AccessLine> | undefined>
  if (lines.length > TYPED) {
    return (
      <Form.Item label="账号明细" required>
        <Form.Item name="lines" noStyle><Kept count={lines.length} onClear={() => form.setFieldValue('lines', [])} /></Form.Item>
      </Form.Item>
    )
  }
  return (
    <Form.List name="lines">
      {(fields, { add, remove }) => (
        <Form.Item label="账号明细" required>
          {kind === undefined && <span className="x-soft">先选择类别。</span>}
          {fields.map(({ key, name }) => (
            <fieldset key={key} className="x-access-line">
              <legend>第 {name + 1} 个账号</legend>
              <LineFields name={name} kind={kind} targets={targets} target={lines[name]?.target ?? 'accounts'} />
              <Button danger size="small" onClick={() => remove(name)}>删除</Button>
            </fieldset>
          ))}
          {kind !== undefined && kind !== 'undo' && <Button onClick={() => add({ target: 'accounts', displayName: '', unit: '', post: '', grant: [], revoke: [] })}>添加账号</Button>}
        </Form.Item>
      )}
    </Form.List>
  )
}

function LineFields({ name, kind, targets, target }: { name: number; kind: AccessForm['kind'] | undefined; targets: readonly TargetView[]; target: string }) {
  const roles = (targets.find((one) => one.target === target)?.roles ?? []).map(({ role, title, isPrivileged }) => ({ value: role, label: `${title}（${role}）${isPrivileged ? ' · 特权' : ''}` }))
  const takesGrant = kind === 'new' || kind === 'change' || kind === 'transfer' || kind === 'temporary' || kind === 'privileged'
  const takesRevoke = kind === 'change' || kind === 'transfer'
  const takesPlace = kind === 'new' || kind === 'transfer'
  const item = (field: string, label: string, input: React.ReactNode, required = false) => <Form.Item name={[name, field]} label={label} {...(required ? { rules: [{ required: true, message: `请填写${label}` }] } : {})}>{input}</Form.Item>
  return (
    <div className="x-access-line-fields">
      {(targets.length > 1 || target !== 'accounts') && item('target', '对象', <Select options={accessTarget.values.map((value) => ({ value, label: accessTarget.titles[value] }))} />)}
      {item('account', '账号', <Input maxLength={64} autoComplete="off" spellCheck={false} />, true)}
      {kind === 'new' && item('displayName', '姓名', <Input maxLength={50} />, true)}
      {takesPlace && item('unit', '单位', <Input maxLength={100} />)}
      {takesPlace && item('post', '岗位', <Input maxLength={100} />)}
      {takesGrant && item('grant', '授予角色', <Select mode="multiple" options={roles} showSearch={{ optionFilterProp: 'label' }} />)}
      {takesRevoke && item('revoke', '收回角色', <Select mode="multiple" options={roles} showSearch={{ optionFilterProp: 'label' }} />)}
    </div>
  )
}

function Kept({ count, onClear }: { count: number; onClear: () => void }) {
  return <div className="x-row"><span>已从表格导入 {count} 个账号；要修改请改表格后重新导入。</span><Button size="small" onClick={onClear}>清空</Button></div>
}
