import type { ReactNode } from 'react'
import { Form, type FormItemProps } from 'antd'

export type FieldProps = {
  /** Name in the body sent: `'title'`, or a path `['contact', 'phone']`. */
  name: string | readonly (string | number)[]
  label: string
  required?: boolean
  /** Stands in the field's right: 「分钟」, 「元」. */
  unit?: string
  /** One line below the field. */
  help?: ReactNode
  rules?: FormItemProps['rules']
  valuePropName?: string
  children: ReactNode
}

const NO_RULES: NonNullable<FormItemProps['rules']> = []

/** A field: label above, unit inside, error beside. */
export function Field({ name, label, required = false, unit, help, rules = NO_RULES, valuePropName, children }: FieldProps) {
  return (
    <Form.Item
      name={typeof name === 'string' ? name : [...name]}
      label={unit ? <>{label}<span className="x-field-unit">（{unit}）</span></> : label}
      extra={help}
      required={required}
      rules={[...(required ? [{ required: true, message: `请填写${label}` }] : []), ...rules]}
      {...(valuePropName ? { valuePropName } : {})}
    >
      {children}
    </Form.Item>
  )
}
