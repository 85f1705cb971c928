import { z } from 'zod'

import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { contentVersion, hashedContent, type ContentVersion } from '#shared/maintenance/maintained-content.ts'

import type { ContentDoor, ServedText } from '../connector.ts'
import type { LimitedDoor } from '../limit-door.ts'
import { failure } from '../network-failure.ts'
import { type CallContext, callEndpoint } from './call.ts'
import { jsonAnswer } from './json-answer.ts'
import type { ContentInterface } from './settings.ts'

const PAGE_SIZE = 200
/** Pages that a list may have before it is taken for one that never ends. */
const MAX_PAGES = 1_000

const served = contentVersion.extend({ contentVersionId: z.number(), body: z.unknown() })
const listed = z.object({ items: z.array(contentVersion.extend({ contentVersionId: z.number() })), total: z.number() })

/** Maintained content of a system that speaks the maintenance protocol (subsystems/law-enforcement/README.md). */
export function openHttpContent(face: ContentInterface, { context, door, where }: { context: CallContext; door: LimitedDoor; where: string }): ContentDoor {
  const call = async <S extends z.ZodType>(shape: S, method: string, path: string, signal: AbortSignal | undefined, body?: unknown): Promise<z.output<S>> => {
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    const request = { path, method, login: 'bearer' as const, headers, ...(body === undefined ? {} : { body: literal(body) }) }
    return jsonAnswer((await door.within((allowance) => callEndpoint(context, request, allowance), signal)).outcome, shape, where)
  }
  const place = (kind: string, code: string, version: number) => `${face.maintenance}/versions/${kind}/${encodeURIComponent(code)}/${version}`

  return {
    async listVersions(narrowed, signal) {
      const versions: ContentVersion[] = []
      for (let page = 1; page <= MAX_PAGES; page += 1) {
        const { items, total } = await call(listed, 'GET', `${face.maintenance}/versions?${queryOf({ ...narrowed, sort: 'contentVersionId', page, pageSize: PAGE_SIZE })}`, signal)
        versions.push(...items)
        if (versions.length >= total || items.length === 0) return versions
      }
      throw failure('bad-answer', where, `版本清单超过 ${MAX_PAGES} 页`)
    },
    readVersion: async ({ kind, code, version }, signal) => received(await call(served, 'GET', place(kind, code, version), signal)),
    publishContent: (key, publication, signal) => call(z.object({ outcome: z.enum(['published', 'repeated']), version: contentVersion }), 'PUT', `${face.maintenance}/publications/${key}`, signal, publication),
    withdrawVersion: ({ kind, code, version }, reason, signal) => call(contentVersion, 'POST', `${place(kind, code, version)}/withdraw`, signal, { reason }),
    async readInForce({ kind, code, on, channel }, signal) {
      if (channel === 'app') {
        const { items } = await call(z.object({ items: z.array(contentVersion) }), 'GET', `${face.app}?${queryOf({ kind, code, on })}`, signal)
        return items.length === 0 ? null : received(await call(served, 'GET', `${face.app}/${kind}/${encodeURIComponent(code)}?on=${on}`, signal))
      }
      const { items: [row] } = await call(listed, 'GET', `${face.web}?${queryOf({ kind, code, on })}`, signal)
      return row === undefined ? null : received(await call(served, 'GET', `${face.web}/${row.contentVersionId}`, signal))
    },
  }
}

/** The hash that counts is taken here, over the text that arrived; what the target says of it is only compared. */
function received({ body, ...version }: z.output<typeof served>): ServedText {
  return { version, body, receivedHash: sm3(canonicalJson(hashedContent({ ...version, body }))) }
}

/** Texts of templates hold `{{…}}` of their own: in JSON that is only ever inside a string, where it can be written so that the caller fills nothing in. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('{{', String.raw`{\u007b`)
}

function queryOf(values: Readonly<Record<string, string | number | undefined>>): string {
  return new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))).toString()
}
