import { z } from 'zod'
import { sheetEndpoints, type Sheet } from './sheet.ts'

/**
 * The one API mechanism of the house. An `api.ts` file describes its endpoints once; from that description come
 * the server's route (platform/http), the typed client of console and command line (shared/api-client.ts) and the
 * OpenAPI document for everybody else.
 */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the api's prefix, parameters written `:name`. */
  readonly path: `/${string}` | ''
  /** One Chinese sentence for the readers of the OpenAPI document. */
  readonly summary: string
  /** `noun:verb`; `public` needs no sign-in, `signed-in` any signed-in person. */
  readonly permission: Permission
  /** Permissions that show their holder more of the same answer. They open the endpoint for nobody. */
  readonly widenedBy?: readonly Permission[]
  /** Event name written to the audit trail (past tense, `noun.verbed`), or `none` for plain reads. */
  readonly audit: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Shape of the JSON answer. Absent when `answer` is `file`. */
  readonly response?: z.ZodType
  /** `json` (default) or `file`: the handler returns a FileAnswer that is streamed. */
  readonly answer?: 'json' | 'file'
  /** The list can also be had as an Excel file: same permission and filters, all pages, an audit line. */
  readonly sheet?: Sheet
  /** `json` (default) or `upload`: multipart with one or more files, each handed to the handler as a stream. */
  readonly accepts?: 'json' | 'upload'
  /** A read that can be followed: asked for as `text/event-stream`, it is answered anew each time this topic is announced. */
  readonly follows?: string
}

/** Bytes of one uploaded file at most, and of all that one form sends: refused in the browser before anything is sent, and by the server whoever sends it. */
export const UPLOAD_LIMIT = 200 * 1024 ** 2

export type Permission = 'public' | 'signed-in' | `${string}:${string}`

export type Endpoints = Readonly<Record<string, Endpoint>>

export type Api<E extends Endpoints = Endpoints> = {
  /** Path prefix, `/api/work-orders`. */
  readonly prefix: `/api/${string}`
  /** Chinese group title in the OpenAPI document. */
  readonly title: string
  readonly endpoints: E
}

export function defineApi<const E extends Endpoints>(api: Api<E>): Api<E> {
  return Object.freeze({ ...api, endpoints: { ...api.endpoints, ...sheetEndpoints(api.prefix, api.endpoints) } })
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined
type OmitUndefined<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] }

/** What a handler receives: every part already checked and converted. */
export type EndpointInput<E extends Endpoint> = OmitUndefined<{
  params: Parsed<E['params']>
  query: Parsed<E['query']>
  body: Parsed<E['body']>
}>

/** What a client sends. */
export type EndpointRequest<E extends Endpoint> = OmitUndefined<{
  params: Sent<E['params']>
  query: Sent<E['query']>
  body: Sent<E['body']>
}>

/** What a handler returns before the response schema turns it into JSON. */
export type EndpointResult<E extends Endpoint> = E['response'] extends z.ZodType ? z.input<E['response']> : unknown

/** What a client receives. */
export type EndpointResponse<E extends Endpoint> = E['response'] extends z.ZodType ? z.output<E['response']> : Blob

/** Query of every list page: search, sort, server paging. Column filters are added with `.extend`. */
export const listQuery = z.object({
  search: z.string().trim().max(200).optional(),
  /** Column name, a leading `-` for descending. */
  sort: z.string().regex(/^-?[a-zA-Z]+$/).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(500).default(50),
  /** `exact=true` counts past 1,000. */
  exact: z.stringbool().optional(),
})
export type ListQuery = z.output<typeof listQuery>

/** Answer of every list page. `total` is exact up to 1,000; beyond that `isTotalExact` is false unless asked for. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), total: z.number().int(), isTotalExact: z.boolean() })
}
