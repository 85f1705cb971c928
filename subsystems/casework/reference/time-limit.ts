/**
 * A time limit as the law words it. The unit matters: periods of 行政许可法 are working days, the 90 days of a penalty
 * case are calendar days.
 */
export type TimeLimit = {
  readonly code: string
  readonly title: string
  readonly amount: number
  readonly unit: 'working_day' | 'calendar_day' | 'month' | 'year'
  readonly startEvent: string
  /** Expert review, hearings, inspection, public notice and the applicant's correction do not count. */
  readonly isPausable: boolean
  readonly extensionRule?: string
  readonly source: string
}
