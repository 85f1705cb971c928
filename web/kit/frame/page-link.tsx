import type { ComponentProps } from 'react'
import { useGo } from './address.ts'
import { useReach } from './reach.tsx'

/**
 * A link to a page of this application. A real `<a>`: it can be opened in a new tab, copied and read out. Where the
 * page is not open to the person, what it says stands there without a way to follow it.
 */
export function PageLink({ to, onClick, ...rest }: Omit<ComponentProps<'a'>, 'href'> & { to: string }) {
  const go = useGo()
  const reaches = useReach()
  if (!reaches(to)) return <a {...rest} title={rest.title ?? '您的角色不能查看这一页'} />
  return (
    <a
      {...rest}
      href={to}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        go(to)
      }}
    />
  )
}
