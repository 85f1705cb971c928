import { useState } from 'react'
import { businessDate } from '#shared/instant.ts'

/** The business date when the component first stood: a page open over midnight changes with its next visit, not under the reader. */
export function useToday(): string {
  const [today] = useState(() => businessDate(new Date()))
  return today
}
