import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { formatInstant, instantOf } from '#shared/instant.ts'

export type InstantInputFieldProps = {
  id?: string
  /** ISO instant with offset. Typed and shown in the business zone, whatever zone the browser is in. */
  value?: string | undefined
  onChange?: (instant: string | undefined) => void
  disabled?: boolean
}

/** Date and time to the minute, Asia/Shanghai. */
export function InstantInputField({ value, onChange, ...rest }: InstantInputFieldProps) {
  return (
    <DatePicker
      {...rest}
      showTime={{ format: 'HH:mm' }}
      value={value ? dayjs(formatInstant(new Date(value)).slice(0, 16)) : null}
      format="YYYY-MM-DD HH:mm"
      placeholder="年-月-日 时:分"
      // Enter takes the time that was typed; it does not send the form around it.
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.preventDefault()
      }}
      onChange={(moment) => onChange?.(moment ? formatInstant(instantOf(moment.format('YYYY-MM-DD'), moment.hour() * 60 + moment.minute())) : undefined)}
    />
  )
}
