import type { Readable } from 'node:stream'
import type { Api, Endpoint, EndpointInput, EndpointResult, Endpoints } from '#shared/define-api.ts'
import type { AuditLine } from '#platform/audit/write-audit.ts'
import type { Ctx } from '#platform/context/context.ts'
import type { Outside } from '#platform/context/outside.ts'
import type { SignedBody } from '#platform/crypto/signed-body.ts'
import { exportSheets } from './export-sheets.ts'

/** A file that a handler sends. */
export type FileAnswer = {
  readonly content: Readable | Buffer | AsyncIterable<Uint8Array>
  /** Name offered for saving; any characters, it is encoded for the header. */
  readonly fileName: string
  readonly mediaType: string
  /** `inline` shows it in the browser (PDF, pictures); default is a download. */
  readonly disposition?: 'inline' | 'attachment'
}

/** A file that came in, already on disk under its content hash. */
export type ReceivedFile = { readonly field: string; readonly fileName: string; readonly mediaType: string; readonly bytes: number; readonly sm3: string }

/** Per-request facts that a handler may need beside its checked input. */
export type RequestFacts = {
  readonly address: string
  readonly userAgent: string
  readonly files: readonly ReceivedFile[]
  readonly sessionToken: string | undefined
  /** The body as it came and its signature, when the sender signed it; who holds the secret judges it. */
  readonly signed: SignedBody | undefined
  /** Sets or clears (null) the session cookie of the answer. */
  setSession(token: string | null, maxAgeSeconds?: number): void
  /** Adds to the audit line of this request, whether it ends done or refused: who it turned out to be, which object, details. */
  tellAudit(more: Partial<Pick<AuditLine, 'actor' | 'object' | 'details'>>): void
}

type Answer<E extends Endpoint> = E['answer'] extends 'file' ? FileAnswer : E['response'] extends object ? EndpointResult<E> : void

export type Handler<E extends Endpoint, C extends Ctx> = (ctx: C, input: EndpointInput<E>, facts: RequestFacts) => Promise<Answer<E> | Outside<C, Answer<E>>>

/** An api with a handler for each of its endpoints: what a `routes.ts` exports. */
export type ApiImplementation<C extends Ctx = Ctx> = {
  readonly api: Api
  readonly handlers: Readonly<Record<string, (ctx: C, input: never, facts: RequestFacts) => Promise<unknown>>>
}

export function implementApi<E extends Endpoints, C extends Ctx = Ctx>(
  api: Api<E>,
  handlers: { readonly [K in keyof E]: Handler<E[K], C> },
): ApiImplementation<C> {
  return { api, handlers: { ...handlers, ...exportSheets(api, handlers) } }
}
