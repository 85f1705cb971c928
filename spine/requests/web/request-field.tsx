import { useState } from 'react'
import { Select } from 'antd'
import { useRead } from '#web/kit/client/use-read.ts'
import { requestsApi, requestState } from '../api.ts'

type RequestFieldProps = { value?: string; onChange?: (requestId: string) => void; /** Left out: the request itself. */ except: string; kind?: string }

/** Picks a request by number, title or who asked. */
export function RequestField({ value, onChange, except, kind }: RequestFieldProps) {
  const [search, setSearch] = useState('')
  const found = useRead(requestsApi, 'listRequests', { query: { pageSize: 20, ...(search ? { search } : {}), ...(kind ? { kind } : {}) } })
  const options = (found.data?.items ?? []).filter(({ requestId }) => requestId !== except).map(({ requestId, number, title, state }) => ({ value: requestId, label: `${number} ${title}（${requestState.titles[state]}）` }))
  return <Select {...(value === undefined ? {} : { value })} {...(onChange ? { onChange } : {})} showSearch={{ filterOption: false, onSearch: setSearch }} options={options} loading={found.isLoading} placeholder="输入编号或标题" notFoundContent="没有符合的申请" />
}
