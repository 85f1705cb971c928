import { Button, Dropdown } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { PageLink } from '#web/kit/frame/page-link.tsx'
import { requestsApi } from '../api.ts'

/** Every kind that the person may open. Its form is a page of its service: `/<service>/<noun>/new`. */
export function NewRequestMenu() {
  const kinds = useRead(requestsApi, 'listRequestKinds')
  const items = (kinds.data?.items ?? []).filter(({ mayOpen }) => mayOpen).map(({ kind, title }) => ({ key: kind, label: <PageLink to={newRequestAddress(kind)}>{title}</PageLink> }))
  if (items.length === 0) return null
  return <Dropdown menu={{ items }} trigger={['click']}><Button type="primary">新申请</Button></Dropdown>
}

export function newRequestAddress(kind: string): string {
  return `/${kind.replace('.', '/')}/new`
}
