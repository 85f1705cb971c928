import { Readable } from 'node:stream'
import fastifyCookie from '@fastify/cookie'
import fastifyMultipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { UPLOAD_LIMIT, type Endpoint } from '#shared/define-api.ts'
import { writeAudit, type AuditLine } from '#platform/audit/write-audit.ts'
import type { Actor, Ctx } from '#platform/context/context.ts'
import { outsideWork } from '#platform/context/outside.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { act, look, type ActOptions, type Runtime } from '#platform/context/runtime.ts'
import type { SignedBody } from '#platform/crypto/signed-body.ts'
import type { Announcements } from '#platform/database/announcements.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { requestErrors } from '#platform/errors/request-errors.ts'
import type { FileStore } from '#platform/files/file-store.ts'
import { answerProblem } from './answer-problem.ts'
import { useChineseMessages } from './chinese-messages.ts'
import { followRead, wantsToFollow } from './follow-read.ts'
import type { ApiImplementation, FileAnswer, RequestFacts } from './implement-api.ts'
import { openapiDocument } from './openapi.ts'
import { readInput } from './read-input.ts'
import { mountHealth, type ReadinessCheck } from './health.ts'
import { securityHeaders } from './security-headers.ts'

export const SESSION_COOKIE = 'xinyun_session'

export type HttpServerOptions<Attached extends object> = {
  readonly title: string
  readonly version: string
  readonly runtime: Runtime<Attached>
  readonly implementations: ReadonlyArray<ApiImplementation<Ctx & Attached>>
  readonly files: FileStore
  /** Needed by endpoints that can be followed. */
  readonly announcements?: Announcements
  /** Turns a session or bearer token into who acts. */
  identify(token: string | undefined, facts: { address: string; userAgent: string }): Promise<Actor>
  readonly readiness: readonly ReadinessCheck[]
  /** Mounted last: pages, device endpoints. */
  mountMore?(app: FastifyInstance): Promise<void>
}

/** The HTTP server of one process: every endpoint checked, permitted, audited and transacted in the same visible order. */
export async function createHttpServer<Attached extends object>(options: HttpServerOptions<Attached>): Promise<FastifyInstance> {
  useChineseMessages()
  const app = Fastify({
    logger: false,
    bodyLimit: 2 * 1024 * 1024,
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID().replaceAll('-', '').slice(0, 16),
    forceCloseConnections: true,
    // The operator's reverse proxy sits on the same machine; nobody else may claim another address.
    trustProxy: 'loopback',
    // Addresses that no route can take (too long, badly encoded) never reach the error handler below.
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply, options.runtime.log),
  })
  app.addHook('onSend', securityHeaders)
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, options.runtime.log))
  app.setNotFoundHandler((request, reply) => answerProblem(requestErrors['not-found'](), request, reply, options.runtime.log))
  await app.register(fastifyCookie)
  await app.register(fastifyMultipart, { limits: { fileSize: UPLOAD_LIMIT, files: 20, fields: 50 } })

  keepSignedTexts(app)

  mountHealth(app, options.runtime, options.readiness)
  const document = openapiDocument(options.title, options.version, options.implementations.map((one) => one.api))
  app.get('/openapi.json', (_request, reply) => reply.send(document))

  for (const implementation of options.implementations) mountApi(app, options, implementation)
  await options.mountMore?.(app)
  return app
}

function mountApi<Attached extends object>(app: FastifyInstance, options: HttpServerOptions<Attached>, implementation: ApiImplementation<Ctx & Attached>): void {
  for (const [name, endpoint] of Object.entries(implementation.api.endpoints)) {
    const handler = implementation.handlers[name]
    if (!handler) throw new Error(`${implementation.api.prefix}${endpoint.path} has no handler`)
    if (endpoint.follows && !options.announcements) throw new Error(`${implementation.api.prefix}${endpoint.path} can be followed, but nobody listens for announcements`)
    app.route({
      method: endpoint.method,
      url: implementation.api.prefix + endpoint.path,
      handler: (request, reply) => serve(options, endpoint, handler, request, reply),
    })
  }
}

async function serve<Attached extends object>(
  options: HttpServerOptions<Attached>,
  endpoint: Endpoint,
  handler: ApiImplementation<Ctx & Attached>['handlers'][string],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { runtime } = options
  const cookie = request.cookies[SESSION_COOKIE]
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? cookie
  const userAgent = String(request.headers['user-agent'] ?? '').slice(0, 300)
  const identify = () => options.identify(token, { address: request.ip, userAgent })
  const actor = await identify()
  const told: Told = {}
  try {
    if (endpoint.method !== 'GET' && !bearer && !isSentOnPurpose(request)) throw requestErrors['foreign-origin']()
    requirePermission({ actor }, endpoint.permission)
    const { input, files } = await readInput(endpoint, request, options.files)
    const facts: RequestFacts = {
      address: request.ip,
      userAgent,
      files,
      sessionToken: token,
      signed: signedBodyOf(request),
      setSession: (value, maxAgeSeconds) => setSessionCookie(request, reply, value, maxAgeSeconds),
      tellAudit: (more) => Object.assign(told, more),
    }
    if (endpoint.follows && options.announcements && wantsToFollow(request)) {
      const read = async () => {
        const reader = await identify()
        requirePermission({ actor: reader }, endpoint.permission)
        return answerText(endpoint, await look(runtime, reader, (ctx) => handler(ctx, input as never, facts), { traceId: request.id }))
      }
      return await followRead({ reply, read, topic: endpoint.follows, announcements: options.announcements, log: runtime.log })
    }
    const isRead = endpoint.method === 'GET' && endpoint.audit === 'none'
    const run = isRead ? look : act
    const audited = async (ctx: Ctx & Attached, value: unknown) => {
      if (endpoint.audit !== 'none') await writeAudit(ctx.tx, { at: ctx.now, actor, action: endpoint.audit, outcome: 'done', traceId: ctx.traceId, ...auditObject(input), ...told })
      return value
    }
    // A download sees one and the same state of the database from its first row to its last.
    const given: ActOptions = { traceId: request.id, ...(endpoint.method === 'GET' ? { isolation: 'repeatable read' } : {}) }
    const answer = await run(runtime, actor, async (ctx) => {
      const value = await handler(ctx, input as never, facts)
      return outsideWork(value) ? value : audited(ctx, value)
    }, given)
    const wait = outsideWork<Ctx & Attached, unknown>(answer)
    if (!wait) return sendResult(endpoint, answer, reply)
    const keep = await wait()
    return sendResult(endpoint, await act(runtime, actor, async (ctx) => audited(ctx, await keep(ctx)), given), reply)
  } catch (error) {
    if (endpoint.audit !== 'none') await auditRefusal(runtime, actor, endpoint, error, request, told)
    throw error
  }
}

type Told = Partial<Pick<AuditLine, 'actor' | 'object' | 'details'>>

/** The object an audit line tells of is the last id in the address. */
function auditObject(input: unknown): { object?: { kind: string; id: string } } {
  const params = (input as { params?: Record<string, unknown> }).params ?? {}
  const last = Object.entries(params).at(-1)
  // A refused request is told of before its input was checked: whatever was sent must fit an audit line.
  return last ? { object: { kind: last[0].replace(/Id$/, ''), id: String(last[1]).replaceAll('\u0000', '').slice(0, 200) } } : {}
}

async function auditRefusal(runtime: Runtime, actor: Actor, endpoint: Endpoint, error: unknown, request: FastifyRequest, told: Told): Promise<void> {
  const isKnown = error instanceof AppError
  try {
    await writeAudit(runtime.database, {
      at: runtime.clock.now(),
      actor: actor.kind === 'nobody' ? { ...actor, address: request.ip } : actor,
      action: endpoint.audit,
      outcome: isKnown && error.status < 500 ? 'refused' : 'failed',
      reason: isKnown ? error.code : 'unknown',
      traceId: request.id,
      ...auditObject({ params: request.params }),
      ...told,
    })
  } catch (auditError) {
    runtime.log.error({ auditError }, 'audit line could not be written')
  }
}

function sendResult(endpoint: Endpoint, result: unknown, reply: FastifyReply): unknown {
  if (endpoint.answer === 'file') {
    const file = result as FileAnswer
    reply.header('content-type', file.mediaType)
    reply.header('content-disposition', `${file.disposition ?? 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.fileName)}`)
    // The server sends streams and buffers only.
    return reply.send(Buffer.isBuffer(file.content) || file.content instanceof Readable ? file.content : Readable.from(file.content, { objectMode: false }))
  }
  if (!endpoint.response) return reply.status(204).send()
  return reply.header('content-type', 'application/json; charset=utf-8').send(Buffer.from(answerText(endpoint, result)))
}

/** The response schema is the only way out: fields that it does not name never leave the server. */
function answerText(endpoint: Endpoint, result: unknown): string {
  return JSON.stringify(endpoint.response?.parse(result))
}

/** A foreign page's form cannot send a header of ours, so either of these is the guard against request forgery. */
function isSentOnPurpose({ headers }: FastifyRequest): boolean {
  return headers['x-xinyun'] !== undefined || headers['x-xinyun-signature'] !== undefined
}

const signedTexts = new WeakMap<FastifyRequest, string>()

/** A signature is over the bytes that came, so the text of a signed body is kept as long as its request. */
function keepSignedTexts(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    if (request.headers['x-xinyun-signature'] !== undefined) signedTexts.set(request, text)
    void parse(request, text, done)
  })
}

function signedBodyOf(request: FastifyRequest): SignedBody | undefined {
  const text = signedTexts.get(request)
  return text === undefined ? undefined : { text, timestamp: String(request.headers['x-xinyun-timestamp'] ?? ''), signature: String(request.headers['x-xinyun-signature'] ?? '') }
}

function setSessionCookie(request: FastifyRequest, reply: FastifyReply, value: string | null, maxAgeSeconds?: number): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const
  if (value === null) reply.clearCookie(SESSION_COOKIE, attributes)
  else reply.setCookie(SESSION_COOKIE, value, { ...attributes, ...(maxAgeSeconds ? { maxAge: maxAgeSeconds } : {}) })
}
