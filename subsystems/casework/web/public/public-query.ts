import type { Api, Endpoint, EndpointResponse, Endpoints } from '#shared/define-api.ts'
import type { Column } from '../entity.ts'

/** One question that anybody may ask, without sign-in. */
export type PublicQuery = {
  readonly api: Api
  readonly endpoint: string
  readonly title: string
  /** What to type. */
  readonly hint: string
  /** The field under which the text is sent: `search` finds parts; any other must match whole, and nothing is listed before it is typed. */
  readonly field: string
  readonly heading: string
  readonly columns: readonly Column[]
}

type RowOf<E extends Endpoint> = EndpointResponse<E> extends { items: ReadonlyArray<infer Row> } ? Row : never

/** Fields are checked against what the endpoint answers. */
export function definePublicQuery<E extends Endpoints, Name extends keyof E & string>(
  api: Api<E>,
  endpoint: Name,
  query: Pick<PublicQuery, 'title' | 'hint'> & { field?: string; heading: keyof RowOf<E[Name]> & string; columns: ReadonlyArray<Column<keyof RowOf<E[Name]> & string>> },
): PublicQuery {
  return { field: 'search', ...query, api, endpoint }
}
