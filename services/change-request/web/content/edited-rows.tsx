import type { ReactNode } from 'react'
import { Button, Form } from 'antd'
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Section } from '#web/kit/detail/section.tsx'
import './edited-rows.css'

type EditedRowsProps = { title: string; name: readonly (string | number)[]; /** What a new row holds. */ empty: object; mayBeEmpty?: boolean; /** Fields of one row, named from its place. */ row: (at: number) => ReactNode }

/** Rows that are added, taken away and moved; each stands as a card so that a phone can hold it. */
export function EditedRows({ title, name, empty, mayBeEmpty = false, row }: EditedRowsProps) {
  return (
    <Form.List name={[...name]}>
      {(fields, { add, remove, move }) => (
        <Section title={`${title} ${fields.length}`} extra={<Button icon={<PlusOutlined />} onClick={() => add({ ...empty })}>在末尾添加</Button>}>
          <ol className="x-edited-rows">
            {fields.map(({ key, name: at }) => (
              <li key={key}>
                <div className="x-edited-head">
                  <b>第 {at + 1} 项</b>
                  <span className="x-row">
                    <Button size="small" icon={<ArrowUpOutlined />} aria-label={`第 ${at + 1} 项上移`} disabled={at === 0} onClick={() => move(at, at - 1)} />
                    <Button size="small" icon={<ArrowDownOutlined />} aria-label={`第 ${at + 1} 项下移`} disabled={at === fields.length - 1} onClick={() => move(at, at + 1)} />
                    <Button size="small" icon={<PlusOutlined />} aria-label={`在第 ${at + 1} 项之前插入`} onClick={() => add({ ...empty }, at)} />
                    <Button size="small" danger icon={<DeleteOutlined />} aria-label={`删除第 ${at + 1} 项`} disabled={!mayBeEmpty && fields.length === 1} onClick={() => remove(at)} />
                  </span>
                </div>
                <div className="x-edited-fields">{row(at)}</div>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </Form.List>
  )
}
