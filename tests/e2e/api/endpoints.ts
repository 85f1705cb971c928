import type { Visitor } from '#tests/support/product/people.ts'

type Schema = {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minLength?: number
  readonly minItems?: number
  readonly minimum?: number
}

type Parameter = { readonly name: string; readonly in: 'path' | 'query'; readonly required: boolean; readonly schema: Schema }

/** One line of /openapi.json, as an outside user reads it. */
export type Operation = {
  readonly method: string
  /** `/api/work-orders/{workOrderId}/take` */
  readonly path: string
  readonly permission: string
  /** Permissions that show their holder more of the answer. */
  readonly widenedBy: readonly string[]
  readonly audit: string
  readonly parameters: readonly Parameter[]
  /** `json` or `form`, with what it should look like. */
  readonly body?: { readonly kind: 'json' | 'form'; readonly schema: Schema }
}

export const UNKNOWN_ID = '0190a000-0000-7000-8000-00000000dead'

export async function readOperations(visitor: Visitor): Promise<readonly Operation[]> {
  const { paths } = (await visitor.send('GET', '/openapi.json')).body as { paths: Record<string, Record<string, RawOperation>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => {
      const [type, content] = Object.entries(raw.requestBody?.content ?? {})[0] ?? []
      return {
        method: method.toUpperCase(),
        path,
        permission: raw['x-permission'],
        widenedBy: raw['x-widened-by'] ?? [],
        audit: raw['x-audit'],
        parameters: raw.parameters,
        ...(content ? { body: { kind: type === 'application/json' ? ('json' as const) : ('form' as const), schema: content.schema } } : {}),
      }
    }),
  )
}

type RawOperation = { 'x-permission': string; 'x-widened-by'?: string[]; 'x-audit': string; parameters: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }

export function titleOf({ method, path }: Operation): string {
  return `${method} ${path}`
}

/** The address with ids of nothing, and every required query filled plausibly; `values` overwrite. */
export function addressOf(operation: Operation, values: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams()
  let { path } = operation
  for (const parameter of operation.parameters) {
    const given = values[parameter.name]
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(given ?? plausibleId(parameter.schema)))
    else if (given !== undefined || parameter.required) query.set(parameter.name, given ?? String(plausible(parameter.schema)))
  }
  return query.size > 0 ? `${path}?${query}` : path
}

/** An input that passes the published shape, as small as it may be. */
export function plausible(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = (schema.anyOf ?? schema.oneOf)?.[0]
  if (choice) return plausible(choice)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name)).map(([name, property]) => [name, plausible(property)]))
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => plausible(schema.items ?? {}))
    case 'integer':
    case 'number':
      return Math.max(1, Math.min(schema.minimum ?? 1, 1_000))
    case 'boolean':
      return false
    case 'string':
      if (schema.format === 'uuid') return UNKNOWN_ID
      if (schema.format === 'date') return '2026-03-02'
      if (schema.format === 'date-time') return '2026-03-02T09:00:00+08:00'
      return '示例文字内容'.padEnd(schema.minLength ?? 0, '。')
    default:
      return '示例文字内容'
  }
}

function plausibleId(schema: Schema): string {
  if (schema.enum) return String(schema.enum[0])
  return schema.type === 'string' || schema.format === 'uuid' ? UNKNOWN_ID : '987654321'
}

/** A form with the plausible fields and one small file. */
export function plausibleForm(schema: Schema, fileName = '证据.txt'): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(plausible(schema) as Record<string, unknown>)) if (name !== 'file') form.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  form.set('file', new Blob(['示例文件']), fileName)
  return form
}
