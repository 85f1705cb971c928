import { z } from 'zod'
import type { Api, Endpoint } from '#shared/define-api.ts'
import { problem } from '#shared/problem.ts'

type JsonSchema = Record<string, unknown>

/** OpenAPI 3.1 document of a list of apis: what outside users build on. Deterministic, so that it can be committed. */
export function openapiDocument(title: string, version: string, apis: readonly Api[]): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const api of apis) {
    for (const [name, endpoint] of Object.entries(api.endpoints)) {
      const path = (api.prefix + endpoint.path).replaceAll(/:([a-zA-Z]+)/g, '{$1}')
      paths[path] ??= {}
      paths[path][endpoint.method.toLowerCase()] = operation(api, name, endpoint)
    }
  }
  return {
    openapi: '3.1.0',
    info: { title, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: apis.map((api) => ({ name: api.title })),
    paths: Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'xinyun_session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

function operation(api: Api, name: string, endpoint: Endpoint): JsonSchema {
  return {
    operationId: `${api.prefix.replace('/api/', '').replaceAll('/', '-')}.${name}`,
    tags: [api.title],
    summary: endpoint.summary,
    'x-permission': endpoint.permission,
    ...(endpoint.widenedBy ? { 'x-widened-by': endpoint.widenedBy } : {}),
    'x-audit': endpoint.audit,
    ...(endpoint.permission === 'public' ? {} : { security: [{ session: [] }, { token: [] }] }),
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...(endpoint.body || endpoint.accepts === 'upload' ? { requestBody: requestBody(endpoint) } : {}),
    responses: {
      ...(endpoint.answer === 'file'
        ? { 200: { description: '文件', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } }
        : endpoint.response
          ? { 200: { description: '成功', content: { 'application/json': { schema: schemaOf(endpoint.response, 'output') }, ...(endpoint.follows ? { 'text/event-stream': { schema: { type: 'string', description: '同一应答的事件流：一有变化即再发一次' } } } : {}) } } }
          : { 204: { description: '成功' } }),
      default: { description: '出错', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  }
}

function requestBody(endpoint: Endpoint): JsonSchema {
  if (endpoint.accepts === 'upload') {
    const fields = endpoint.body ? schemaOf(endpoint.body, 'input') : { type: 'object', properties: {} }
    const properties = { ...(fields['properties'] as JsonSchema | undefined), file: { type: 'string', format: 'binary' } }
    return { required: true, content: { 'multipart/form-data': { schema: { ...fields, properties } } } }
  }
  return { required: true, content: { 'application/json': { schema: schemaOf(endpoint.body as z.ZodType, 'input') } } }
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): JsonSchema[] {
  if (!schema) return []
  const object = schemaOf(schema, 'input')
  const required = new Set((object['required'] as string[] | undefined) ?? [])
  return Object.entries((object['properties'] as Record<string, JsonSchema> | undefined) ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: property,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema
  return rest
}
