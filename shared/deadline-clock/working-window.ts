/**
 * Working windows (服务时段) as data: on which days and between which times of day a clock counts.
 * A lunch break is simply two spans; make-up workdays of the calendar are working days like any other.
 */
import { z } from 'zod'

const timeOfDay = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, '时刻应写作 HH:MM，最晚 24:00')

/** Minutes since 00:00 of the business day: `09:30` is 570, `24:00` is 1440. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

export const workingWindow = z
  .strictObject({
    title: z.string().min(1).max(60).meta({ description: '时段名称，出现在计时说明中' }),
    days: z.enum(['working', 'all']).meta({ description: 'working 只在工作日计时，all 每天计时' }),
    spans: z
      .array(z.strictObject({ from: timeOfDay, to: timeOfDay }))
      .min(1)
      .max(12)
      .meta({ description: '一天内的计时时段，按先后排列；午休即分为两段' }),
  })
  .superRefine((window, context) => {
    window.spans.forEach((span, index) => {
      const path = ['spans', index]
      if (minuteOfDay(span.to) <= minuteOfDay(span.from)) context.addIssue({ code: 'custom', path, message: `${span.from}–${span.to} 的结束不晚于开始；跨零点请拆成两段` })
      const before = window.spans[index - 1]
      if (before && minuteOfDay(span.from) < minuteOfDay(before.to)) context.addIssue({ code: 'custom', path, message: `${span.from}–${span.to} 与前一段重叠或次序颠倒，请按先后排列` })
    })
  })
export type WorkingWindow = z.output<typeof workingWindow>

/** The usual windows; a contract may replace any of them under the same name. */
export const standardWindows: Readonly<Record<string, WorkingWindow>> = Object.freeze({
  '5x8': { title: '5×8', days: 'working', spans: [{ from: '09:00', to: '12:00' }, { from: '13:00', to: '18:00' }] },
  '5x9': { title: '5×9', days: 'working', spans: [{ from: '09:00', to: '18:00' }] },
  '7x24': { title: '7×24', days: 'all', spans: [{ from: '00:00', to: '24:00' }] },
})

/** `5×8（工作日 09:00–12:00、13:00–18:00）`. */
export function describeWindow(window: WorkingWindow): string {
  const spans = window.spans.map((span) => `${span.from}–${span.to}`).join('、')
  return `${window.title}（${window.days === 'working' ? '工作日' : '每天'} ${spans}）`
}
