import type { Clock } from '#platform/clock/clock.ts'
import type { z } from 'zod'

/**
 * The port: what the centre may ask of a system that it does not own. A connector is one kind of door; a door opened
 * on a component carries the abilities that its kind declares. Services name an ability, never a connector.
 */
export type Connector<Settings extends z.ZodType = z.ZodType, Secrets extends z.ZodType = z.ZodType, Question extends z.ZodType = z.ZodType> = {
  readonly kind: ConnectorKind
  /** Chinese name in the register. */
  readonly title: string
  /** Address and options, shown and edited in the register. */
  readonly settings: Settings
  /** Credentials, write-only: encrypted at rest, never shown again, never logged. */
  readonly secrets: Secrets
  /** What can be asked through `ask`: the check catalogue is validated against it at boot. */
  readonly question: Question
  readonly abilities: ReadonlyArray<AbilityName>
  /** host:port pairs that opening would reach; the allow-list is applied to them, and to what they resolve to. */
  addresses(settings: z.output<Settings>): ReadonlyArray<{ host: string; port: number }>
  /** Asked when somebody tries the connection, by kinds whose opening sends nothing yet: the smallest question that makes the target answer. */
  readonly trial?: z.input<Question>
  open(request: OpenRequest<z.output<Settings>, z.output<Secrets>>): Promise<Door>
}

export const connectorKinds = Object.freeze([
  'http-endpoint',
  'tls-certificate',
  'postgres',
  'mysql',
  'redis',
  'rabbitmq',
  'nginx',
  'linux-host',
] as const)
export type ConnectorKind = (typeof connectorKinds)[number]

export type OpenRequest<Settings, Secrets> = {
  readonly settings: Settings
  readonly secrets: Secrets
  readonly limits: Limits
  /** Applied after name resolution, so that a name cannot be re-bound to a forbidden address (SSRF). */
  readonly allowList: AllowList
  /** What "now" is for answers that compare instants (certificate life, clock skew). Durations are monotonic and need no clock. */
  readonly clock: Clock
  readonly signal?: AbortSignal
}

export type Limits = {
  /** Milliseconds to get a connection. */
  readonly connectTimeoutMs: number
  /** Milliseconds for one question. */
  readonly questionTimeoutMs: number
  /** Milliseconds of target time that one opened door may use in all (cost budget). */
  readonly budgetMs: number
  /** Bytes of one answer. */
  readonly maxAnswerBytes: number
  /** Doors (connections) that may be open at once on one address and port; 4 when absent. */
  readonly doorsPerTarget?: number
}

export const defaultLimits: Limits = Object.freeze({
  connectTimeoutMs: 5_000,
  questionTimeoutMs: 10_000,
  budgetMs: 60_000,
  maxAnswerBytes: 4 * 1024 * 1024,
})

/** Networks (CIDR) and host names that the centre may reach; everything else is refused before a packet leaves. */
export type AllowList = { readonly entries: ReadonlyArray<string> }

/** What each ability lets the caller do. Add an ability here when two kinds of target can answer it. */
export type Abilities = {
  /** One measured value for one catalogue question. Always read-only. */
  ask: { ask(question: unknown, signal?: AbortSignal): Promise<Answer> }
  /** Read-only rows for reconciliation and reports. */
  query: { query(text: string, parameters?: readonly unknown[], options?: { maxRows?: number }): Promise<QueryRows> }
  /** Proof that the account cannot write where it should not. */
  proveReadOnly: { proveReadOnly(): Promise<ReadOnlyProof> }
}
export type AbilityName = keyof Abilities

type Intersection<U> = (U extends unknown ? (member: U) => void : never) extends (member: infer I) => void ? I : never

/** A door opened on one component. It carries the functions of the abilities that its connector declares. */
export type Door = Partial<Intersection<Abilities[AbilityName]>> & {
  /** What answered: engine and version, as told by the target itself. */
  readonly identity: { readonly engine: string; readonly version: string }
  close(): Promise<void>
}

export type Answer = {
  /** The measured value; null when the target answered that there is none. */
  readonly value: number | string | boolean | null
  readonly unit?: string
  /** Everything the target said, bounded by maxAnswerBytes: kept as the raw capture of the evidence. */
  readonly raw: unknown
  readonly tookMs: number
}

export type QueryRows = { readonly columns: readonly string[]; readonly rows: ReadonlyArray<readonly unknown[]>; readonly isTruncated: boolean }

export type ReadOnlyProof = {
  readonly isReadOnly: boolean
  /** One line a probe: what was tried or looked up, and what the target answered. */
  readonly lines: ReadonlyArray<string>
}

/** Why a target gave no value. Never read as a good value: inspection turns each into 异常 or 未检 with this reason. */
export const connectorFailures = Object.freeze({
  unreachable: '目标无法连接',
  timeout: '目标超时未应答',
  refused: '目标拒绝登录',
  forbidden: '账户权限不足',
  unsupported: '目标不支持此项',
  'bad-answer': '目标应答无法识别',
  'over-budget': '超出本次检查的开销上限',
  'address-not-allowed': '地址不在允许清单内',
} as const)
export type ConnectorFailure = keyof typeof connectorFailures

export class ConnectorError extends Error {
  readonly failure: ConnectorFailure
  /** `message` is for people, in Chinese, and must not carry credentials. */
  constructor(failure: ConnectorFailure, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'ConnectorError'
    this.failure = failure
  }
}
