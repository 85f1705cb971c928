import { DatePicker } from 'antd'
import dayjs from 'dayjs'

export type DateFieldProps = {
  id?: string
  /** Business date `2024-09-14`; travels as text so that no time zone touches it. */
  value?: string | undefined
  onChange?: (date: string | undefined) => void
  'aria-label'?: string
  disabled?: boolean
}

/** A business date, in forms and filters. */
export function DateField({ value, onChange, ...rest }: DateFieldProps) {
  return (
    <DatePicker
      {...rest}
      value={value ? dayjs(value) : null}
      format="YYYY-MM-DD"
      placeholder="年-月-日"
      style={{ width: 128 }}
      onChange={(date) => onChange?.(date ? date.format('YYYY-MM-DD') : undefined)}
    />
  )
}
