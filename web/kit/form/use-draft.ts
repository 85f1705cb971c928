import { useEffect, useRef, useState } from 'react'
import { readStored, writeStored } from '../value/stored.ts'

/**
 * Keeps what was typed in this tab until it has been sent: through a reload, a lost session, a wrong click. Files and
 * passwords are never kept, because session storage is plain text.
 */
export function useDraft<Values extends object>(name: string) {
  const key = `draft.${window.location.pathname}.${name}`
  const [found, setFound] = useState(() => readStored<Partial<Values> | undefined>(key, undefined, sessionStorage))
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; values: Values }>(undefined)

  const write = (values: Values | undefined) => {
    clearTimeout(pending.current?.timer)
    pending.current = undefined
    writeStored(key, values && plainOnly(values), sessionStorage)
  }
  const latestWrite = useRef(write)
  useEffect(() => {
    latestWrite.current = write
  })
  useEffect(() => () => {
    if (pending.current) latestWrite.current(pending.current.values)
  }, [])
  return {
    /** What was found when the form opened; undefined once it was sent or thrown away. */
    found,
    keep(values: Values) {
      clearTimeout(pending.current?.timer)
      pending.current = { values, timer: setTimeout(() => write(values), 300) }
    },
    discard() {
      write(undefined)
      setFound(undefined)
    },
  }
}

function plainOnly(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => !/password|secret|private|accesskey/i.test(key) && !(value instanceof Blob)))
}
