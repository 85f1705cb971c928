import { useState } from 'react'

/** The moment at which the component first stood, in milliseconds; what it decides is checked again by the server. */
export function useNow(): number {
  const [now] = useState(() => Date.now())
  return now
}
