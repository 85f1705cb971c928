import { useEffect, useState } from 'react'

const PAUSE_MS = 250

/** The value once it has rested: one question for a word, not one for a letter. */
export function useLate(value: string): string {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return late
}
