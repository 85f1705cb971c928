import { Button, Dropdown } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { useApplication } from '#web/kit/frame/application.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { requestsApi } from '../api.ts'

/** Every kind that the person may open. Its form is a page of its service: `/<service>/<noun>/new`; kinds without one are asked for where their matter stands. */
export function NewRequestMenu() {
  const { pages } = useApplication()
  const kinds = useRead(requestsApi, 'listRequestKinds')
  const hasPage = (kind: string) => pages.some(({ routes }) => routes.some(({ path }) => path === newRequestAddress(kind)))
  const items = (kinds.data?.items ?? []).filter(({ kind, mayOpen }) => mayOpen && hasPage(kind)).map(({ kind, title }) => ({ key: kind, label: <PageLink to={newRequestAddress(kind)}>{title}</PageLink> }))
  if (items.length === 0) return null
  return <Dropdown menu={{ items }} trigger={['click']}><Button type="primary">新申请</Button></Dropdown>
}

export function newRequestAddress(kind: string): string {
  return `/${kind.replace('.', '/')}/new`
}
