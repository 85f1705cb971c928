import type { FastifyRequest } from 'fastify'
import type { Endpoint } from '#shared/define-api.ts'
import type { InputProblem } from '#shared/problem.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import type { FileStore } from '#platform/files/file-store.ts'
import type { ReceivedFile } from './implement-api.ts'
import { inputProblems } from './input-problems.ts'

/** Checks and converts every part of a request; all problems of all parts are reported at once. */
export async function readInput(endpoint: Endpoint, request: FastifyRequest, files: FileStore): Promise<{ input: Record<string, unknown>; files: ReceivedFile[] }> {
  const received: ReceivedFile[] = []
  const body = endpoint.accepts === 'upload' ? await readUpload(request, files, received) : request.body
  const problems: InputProblem[] = []
  const input: Record<string, unknown> = {}
  for (const [part, schema, value] of [
    ['params', endpoint.params, request.params],
    ['query', endpoint.query, request.query],
    ['body', endpoint.body, body ?? {}],
  ] as const) {
    if (!schema) continue
    problems.push(...unstorableTexts(part, value))
    const parsed = schema.safeParse(value)
    if (parsed.success) input[part] = parsed.data
    else problems.push(...inputProblems(part, parsed.error))
  }
  if (problems.length > 0) throw requestErrors.invalid({ problems })
  return { input, files: received }
}

/** PostgreSQL keeps no NUL in a text and would fail on one wherever it arrives, so none gets that far. A loop, because the nesting is the sender's choice. */
function unstorableTexts(part: string, whole: unknown): InputProblem[] {
  const problems: InputProblem[] = []
  const waiting: Array<readonly [place: string, value: unknown]> = [[part, whole]]
  for (const [place, value] of waiting) {
    if (typeof value === 'string' && value.includes('\u0000')) problems.push({ place, message: '含有不能保存的控制字符（NUL），请删去' })
    if (typeof value !== 'object' || value === null) continue
    for (const [name, member] of Object.entries(value)) {
      waiting.push([place, name], [`${place}.${name}`, member])
    }
  }
  return problems
}

/** Streams the files of an upload to the store as they arrive; the other fields become the body. */
async function readUpload(request: FastifyRequest, files: FileStore, received: ReceivedFile[]): Promise<Record<string, unknown>> {
  if (!request.isMultipart()) throw requestErrors['unsupported-media']({ detail: '请以 multipart/form-data 上传文件' })
  const fields: Record<string, unknown> = {}
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields[part.fieldname] = part.value
      continue
    }
    const stored = await files.put(part.file)
    received.push({ field: part.fieldname, fileName: plainFileName(part.filename), mediaType: part.mimetype, ...stored })
  }
  return fields
}

/** A file name is a label, never a path: folders, control and direction characters are taken off. */
export function plainFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed here
  const plain = last.replaceAll(/[\u0000-\u001F\u007F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g, '').replace(/^\.+/, '').trim().slice(0, 200)
  return plain === '' ? '未命名文件' : plain
}
