import { useQuery } from '@tanstack/react-query'
import { callByName, keyOf } from '#web/kit/client/use-client.ts'
import { DetailPage, type DetailPlate } from '#web/kit/detail/detail-page.tsx'
import { Section } from '#web/kit/detail/section.tsx'
import { Timeline } from '#web/kit/detail/timeline.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { DataTable } from '#web/kit/list/data-table.tsx'
import { EmptyState } from '#web/kit/state/empty-state.tsx'
import { cell, listColumn, textOf, type Row } from './cell.tsx'
import type { Entity, Part } from './entity.ts'
import { stateTone } from './state-tone.ts'

type StateChange = { fromState: string | null; toState: string; toTitle: string; changedAt: string; changedBy: string; note: string | null }

/** The detail page of an entity: its facts, its state, the lists that belong to it, and its life as a timeline. */
export function EntityDetail({ entity, one }: { entity: Entity; one: string }) {
  const params = usePageParams(entity.key)
  const request = { params }
  const object = useQuery({
    queryKey: keyOf(entity.api, one, request),
    queryFn: ({ signal }) => callByName(entity.api, one)({ ...request, signal }) as Promise<Row>,
  })
  return <DetailPage of={object} show={(row) => plateOf(entity, row)} />
}

function plateOf(entity: Entity, row: Row): DetailPlate {
  const state = entity.columns.find(({ look }) => look === 'state')
  const shown = [...entity.columns, ...entity.facts].filter((column) => column !== state && column.key !== entity.heading && column.key !== entity.number)
  const parts = entity.parts.map((part) => ({ part, rows: rowsIn(row, part.key) }))
  const history = row['history'] as readonly StateChange[] | undefined
  return {
    title: textOf(row[entity.heading]),
    number: entity.number && textOf(row[entity.number]),
    state: state && cell(state, row),
    facts: shown.map((column) => ({ label: column.title, value: cell(column, row), wide: column.look === 'titles' })),
    tabs: [
      ...parts.map(({ part, rows }) => ({ key: part.key, title: part.title, count: rows.length, content: <PartTable part={part} rows={rows} /> })),
      ...(history ? [{ key: 'history', title: '状态变化', count: history.length, content: <History noun={entity.noun} history={history} /> }] : []),
    ],
  }
}

function rowsIn(row: Row, key: string): readonly Row[] {
  const value = row[key]
  return Array.isArray(value) ? (value as readonly Row[]) : []
}

function PartTable({ part, rows }: { part: Part; rows: readonly Row[] }) {
  const columns = part.columns.map((column) => ({ ...listColumn(column, part.columns[0]?.key ?? ''), canSort: false }))
  const rowKey = (row: Row) => String(rows.indexOf(row))
  return (
    <Section title={part.title} flush>
      {rows.length === 0 ? <EmptyState what={`没有${part.title}`} /> : <DataTable caption={part.title} columns={columns} rows={rows} rowKey={rowKey} />}
    </Section>
  )
}

function History({ noun, history }: { noun: string; history: readonly StateChange[] }) {
  return (
    <Section title="状态变化">
      <Timeline
        label={`${noun}的状态变化`}
        entries={history.map(({ toState, toTitle, changedAt, changedBy, note }, at) => ({ key: String(at), at: changedAt, who: changedBy, what: toTitle, tone: stateTone(toState), note }))}
      />
    </Section>
  )
}
