import type { ComponentType } from 'react'
import type { Api, Endpoint, EndpointResponse, Endpoints, Permission } from '#shared/define-api.ts'

/** How a value is written; plain text when none is given. Money is decimal text. */
export type Look = 'mono' | 'date' | 'instant' | 'yuan' | 'ten-thousand-yuan' | 'number' | 'percent' | 'rate' | 'yes' | 'titles' | 'state'

export type Column<Key extends string = string> = {
  readonly key: Key
  readonly title: string
  readonly look?: Look
  /** The value is a code of this dictionary; its title is shown. */
  readonly dictionary?: string
  /** The value is one of these codes; its word is shown. */
  readonly words?: Readonly<Record<string, string>>
  /** Not shown until the person chooses it. */
  readonly isExtra?: boolean
}

/** Choices of a filter come from a workflow or a dictionary of the reference data, or are named here. */
export type EntityFilter<Key extends string = string> = { readonly key: Key; readonly label: string } & (
  | { readonly workflow: string }
  | { readonly dictionary: string }
  | { readonly options: readonly string[] }
  | { readonly isText: true }
)

/** A list inside a detail page. */
export type Part<Key extends string = string> = { readonly title: string; readonly columns: ReadonlyArray<Column<Key>> }

/** One kind of thing that a system keeps, as its pages show it: a list and, where the server has one, a detail. */
export type Entity = {
  readonly api: Api
  /** Endpoint of the list. */
  readonly list: string
  /** Endpoint of one thing. */
  readonly one: string | undefined
  readonly path: `/${string}`
  /** 「资质证书」 */
  readonly noun: string
  readonly icon: ComponentType
  readonly section: string
  readonly permission: Permission
  readonly key: string
  /** Fields of heading and number of the detail page. */
  readonly heading: string
  readonly number: string | undefined
  readonly searchHint: string
  readonly columns: readonly Column[]
  /** Facts of the detail page that the list does not show. */
  readonly facts: readonly Column[]
  readonly filters: readonly EntityFilter[]
  readonly parts: ReadonlyArray<Part & { readonly key: string }>
  /** Stands above the list. */
  readonly Above: ComponentType | undefined
  /** The endpoint tells what is in force on a day, asked for as `on`; today when none is chosen. */
  readonly isDated: boolean
}

type RowOf<E extends Endpoint> = EndpointResponse<E> extends { items: ReadonlyArray<infer Row> } ? Row : never
type Key<T> = keyof T & string
type Detail<E extends Endpoints, One> = One extends keyof E ? EndpointResponse<E[One]> : never
type PartsOf<T> = { readonly [K in keyof T as T[K] extends ReadonlyArray<object> ? K : never]?: T[K] extends ReadonlyArray<infer Row> ? Part<Key<Row>> : never }

type EntityOf<E extends Endpoints, List extends Key<E>, One extends Key<E>> = Pick<Entity, 'path' | 'noun' | 'icon' | 'searchHint'> & {
  readonly section?: string
  readonly one?: One
  readonly key: Key<RowOf<E[List]>>
  readonly heading: Key<RowOf<E[List]>>
  readonly number?: Key<RowOf<E[List]>>
  readonly columns: ReadonlyArray<Column<Key<RowOf<E[List]>>>>
  readonly facts?: ReadonlyArray<Column<Key<Detail<E, One>>>>
  readonly filters?: ReadonlyArray<EntityFilter<Key<RowOf<E[List]>>>>
  /** By the field of the answer that holds the rows; a field `history` becomes the timeline by itself. */
  readonly parts?: PartsOf<Detail<E, One>>
  readonly Above?: ComponentType
  readonly isDated?: boolean
}

/** Fields are checked against what the endpoints answer; the permission is the list's. */
export function defineEntity<E extends Endpoints, List extends Key<E>, One extends Key<E> = never>(api: Api<E>, list: List, entity: EntityOf<E, List, One>): Entity {
  const parts = Object.entries(entity.parts ?? {}) as Array<[string, Part]>
  return {
    api, list, one: entity.one, path: entity.path, noun: entity.noun, icon: entity.icon, searchHint: entity.searchHint, Above: entity.Above, isDated: entity.isDated ?? false,
    section: entity.section ?? 'business',
    permission: api.endpoints[list]!.permission,
    key: entity.key, heading: entity.heading, number: entity.number,
    columns: entity.columns, facts: entity.facts ?? [], filters: entity.filters ?? [],
    parts: parts.map(([key, part]) => ({ ...part, key })),
  }
}
