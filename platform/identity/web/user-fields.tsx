import { Input } from 'antd'
import { Field } from '#web/kit/form/field.tsx'

/** The fields of a person that can be changed later; the user name is settled at creation. */
export function UserFields() {
  return (
    <>
      <Field name="displayName" label="姓名" required><Input maxLength={64} /></Field>
      <Field name="unit" label="单位"><Input maxLength={100} /></Field>
      <Field name="post" label="岗位"><Input maxLength={100} /></Field>
      <Field name="phone" label="电话"><Input inputMode="tel" maxLength={20} /></Field>
      <Field name="email" label="邮箱"><Input inputMode="email" maxLength={200} /></Field>
    </>
  )
}

export type UserFieldValues = { displayName: string; unit?: string; post?: string; phone?: string | null; email?: string | null }

/** An emptied contact field takes the value away. */
export function withoutEmptyContacts<V extends UserFieldValues>(values: V): V {
  return { ...values, phone: values.phone?.trim() || null, email: values.email?.trim() || null }
}
