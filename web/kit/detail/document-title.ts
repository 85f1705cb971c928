import { useEffect } from 'react'

let applicationName = ''

/** Set once by the application; every document title ends with it. */
export function setApplicationName(name: string): void {
  applicationName = name
}

export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · ${applicationName}`
  }, [title])
}
