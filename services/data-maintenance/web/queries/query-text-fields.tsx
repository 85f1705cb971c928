import { Button, Form, Input, Select } from 'antd'
import { Field } from '#web/kit/form/field.tsx'
import { SqlEditor } from '../sql-editor.tsx'

/** The text of a version: query, parameters, and what is fixed of its result. */
export function QueryTextFields() {
  return (
    <>
      <Field name="script" label="查询" required help="一条 select，必须有 order by；参数写作 :名称。定期导出用 :from（含）与 :to（不含）。"><SqlEditor /></Field>
      <Form.List name="parameters">
        {(rows, { add, remove }) => (
          <Form.Item label="参数">
            {rows.map(({ key, name }) => (
              <div key={key} className="x-row" style={{ marginBottom: 8, flexWrap: 'wrap' }}>
                <Form.Item name={[name, 'name']} noStyle><Input placeholder="名称，如 from" aria-label="参数名称" style={{ width: 140 }} /></Form.Item>
                <Form.Item name={[name, 'title']} noStyle><Input placeholder="中文名" aria-label="参数中文名" style={{ width: 160 }} /></Form.Item>
                <Form.Item name={[name, 'type']} noStyle initialValue="date"><Select aria-label="参数类型" style={{ width: 100 }} options={[{ value: 'date', label: '日期' }, { value: 'text', label: '文字' }, { value: 'number', label: '数字' }]} /></Form.Item>
                <Button onClick={() => remove(name)}>删去</Button>
              </div>
            ))}
            <Button onClick={() => add({ type: 'date' })}>加一个参数</Button>
          </Form.Item>
        )}
      </Form.List>
      <Field name="keyColumns" label="认行的列" help="与上期逐行比对时以它认出同一行；可不填。"><Select mode="tags" tokenSeparators={[',', '，']} open={false} suffixIcon={null} /></Field>
      <Field name="figureColumns" label="关键数字的列" help="求和后与前几期比，超出合理范围须由人确认。"><Select mode="tags" tokenSeparators={[',', '，']} open={false} suffixIcon={null} /></Field>
      <Field name="note" label="这一版的由来" required rules={[{ min: 4, message: '请写明，至少四个字' }]}><Input.TextArea rows={2} maxLength={500} /></Field>
    </>
  )
}
