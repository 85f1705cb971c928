import { useClient } from '#web/kit/client/use-client.ts'
import { useRead } from '#web/kit/client/use-read.ts'
import { Page } from '#web/kit/detail/page.tsx'
import { DataList } from '#web/kit/list/data-list.tsx'
import type { Filter } from '#web/kit/list/filters.tsx'
import { referenceApi } from '../api.ts'
import { listColumn, textOf, type Row } from './cell.tsx'
import type { Entity, EntityFilter } from './entity.ts'

/** The list page of an entity. */
export function EntityList({ entity }: { entity: Entity }) {
  const client = useClient(entity.api)
  const chosen = useFilters(entity.filters)
  const filters: Filter[] = entity.isDated ? [{ kind: 'date', key: 'on', label: '有效日' }, ...chosen] : chosen
  const { Above } = entity
  return (
    <Page title={entity.noun}>
      {Above && <Above />}
      <DataList<Row>
        name={`${entity.api.prefix} ${entity.list}`}
        noun={entity.noun}
        source={client.list(entity.list)}
        rowKey={(row) => textOf(row[entity.key])}
        {...(entity.one ? { href: (row: Row) => `${entity.path}/${textOf(row[entity.key])}` } : {})}
        searchHint={entity.searchHint}
        filters={filters}
        columns={entity.columns.map((column) => listColumn(column, entity.heading))}
        empty={{ what: `还没有${entity.noun}`, how: '首次启动时写入演示数据；没有演示数据的库从空白开始。' }}
      />
    </Page>
  )
}

function useFilters(filters: readonly EntityFilter[]): Filter[] {
  const { data } = useRead(referenceApi, 'reference')
  return filters.map((filter) => {
    if ('isText' in filter) return { kind: 'text', key: filter.key, label: filter.label }
    const named = 'options' in filter ? filter.options.map((option) => ({ code: option, title: option })) : undefined
    const listed = 'workflow' in filter ? data?.workflows.find(({ code }) => code === filter.workflow)?.states : 'dictionary' in filter ? data?.dictionaries.find(({ code }) => code === filter.dictionary)?.entries : named
    return { kind: 'choice', key: filter.key, label: filter.label, options: (listed ?? []).map(({ code, title }) => ({ value: code, label: title })) }
  })
}
