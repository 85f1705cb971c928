import type { Clock } from '#platform/clock/clock.ts'
import type { ContentChannel, ContentKind, ContentPublication, ContentVersion } from '#shared/maintenance/maintained-content.ts'
import type { TableComment } from '#shared/maintenance/comment-order.ts'
import type { DataImage, DataStep, TargetTable } from '#shared/maintenance/data-change.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import type { AccountChange, AccountOrder, TargetAccount, TargetRole } from '#shared/maintenance/target-account.ts'
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

/** A catalogue of thousands of tables is one large answer. */
export const introspectionLimits: Limits = Object.freeze({ ...defaultLimits, questionTimeoutMs: 120_000, budgetMs: 180_000, maxAnswerBytes: 128 * 1024 * 1024 })

/** Networks (CIDR) and host names that the centre may reach; everything else is refused before a packet leaves. */
export type AllowList = { readonly entries: ReadonlyArray<string> }

/** What each ability lets the caller do. Add an ability here when two kinds of target can answer it. */
export type Abilities = {
  /** One measured value for one catalogue question. Always read-only. */
  ask: { ask(question: unknown, signal?: AbortSignal): Promise<Answer> }
  /** Read-only rows for reconciliation and reports. */
  query: { query(text: string, parameters?: readonly unknown[], options?: { maxRows?: number }): Promise<QueryRows> }
  /** The structure of the whole database, from one look at its catalogue; needs no right to read rows. Open the door with `introspectionLimits`. */
  introspect: { introspect(signal?: AbortSignal): Promise<Catalogue> }
  /** Proof that the account cannot write where it should not. */
  proveReadOnly: { proveReadOnly(): Promise<ReadOnlyProof> }
  /** Accounts of the business system behind the door; on a door only where its settings say how that system keeps them. */
  accounts: { readonly accounts: AccountDoor }
  /** Effective-dated texts that the business system behind the door works by; on a door only where its settings say where. */
  content: { readonly content: ContentDoor }
  /** A dump of one whole database by the engine's own tool, and what a database holds. */
  dump: { dump(request: DumpRequest): Promise<Dump>; tally(request: TallyRequest): Promise<Tally> }
  /** A dump put back into a database that is made for it: never over one that is there. */
  restore: { restore(request: RestoreRequest): Promise<{ readonly tool: UsedTool }> }
  /** Reviewed changes of data; on a door only where its settings name the schemas that its login maintains. */
  dataChanges: { readonly dataChanges: DataChangeDoor }
  /** Every row of one reading statement, a batch at a time, in bounded memory. Rows wait until `take` has settled. */
  stream: { stream(text: string, take: (batch: StreamedBatch) => Promise<void>, options?: { readonly signal?: AbortSignal | undefined; readonly parameters?: readonly unknown[] }): Promise<{ readonly rows: number }> }
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

/**
 * Maintenance of a system's own accounts. Nothing but `applyChange` writes. When that fails with anything but `conflict`
 * the change may have been made or not: reading the account tells, and calling again with the same key never doubles it.
 */
export type AccountDoor = {
  /** What of the settings does not fit the live system, in Chinese; empty when everything does. */
  checkMapping(signal?: AbortSignal): Promise<readonly string[]>
  listRoles(signal?: AbortSignal): Promise<readonly TargetRole[]>
  /** Every account, in the order of names, page by page: a system with many is never held in memory. */
  listAccounts(signal?: AbortSignal): AsyncIterable<readonly TargetAccount[]>
  readAccount(account: string, signal?: AbortSignal): Promise<TargetAccount | null>
  /** The dry run: what is there, what would be, and each step as it would be done. Fails with `conflict` where it cannot be done. */
  planChange(change: AccountChange, signal?: AbortSignal): Promise<AccountPlan>
  /** Carries a change out, all of it or nothing, and reads back. `conflict` when the account is no longer as the plan saw it. */
  applyChange(change: AccountChange, warrant: AccountWarrant, signal?: AbortSignal): Promise<AppliedChange>
  /** Proof that the door's own login can write accounts and nothing else. */
  proveLimits(): Promise<LimitsProof>
}

export type AccountPlan = { readonly before: TargetAccount | null; readonly after: TargetAccount; readonly steps: readonly AccountStep[] }
export type AccountStep = { readonly does: string; readonly statement: string; readonly parameters: readonly unknown[] }

export type AccountWarrant = {
  /** Names this change for ever; the same key is the same change. */
  readonly key: string
  /** Version of the account that the plan was made on; null where there was none. */
  readonly basis: string | null
  readonly order: AccountOrder
}

/** `repeated`: this key, or exactly this state, was there already. `after` is read back from the target after the commit. */
export type AppliedChange = { readonly outcome: 'applied' | 'repeated'; readonly after: TargetAccount }

export type LimitsProof = { readonly isLimited: boolean; readonly lines: ReadonlyArray<string> }

/**
 * Maintenance of a system's effective-dated texts. When `publishContent` fails with anything but `conflict` the text may have
 * been published or not: calling again with the same key tells, and never publishes twice.
 */
export type ContentDoor = {
  /** Every version, oldest first: those to come, ended and withdrawn too. */
  listVersions(narrowed?: { readonly kind?: ContentKind; readonly code?: string }, signal?: AbortSignal): Promise<readonly ContentVersion[]>
  readVersion(which: ContentPlace, signal?: AbortSignal): Promise<ServedText>
  publishContent(key: string, publication: ContentPublication, signal?: AbortSignal): Promise<{ readonly outcome: 'published' | 'repeated'; readonly version: ContentVersion }>
  /** Before its first day only; `conflict` afterwards. */
  withdrawVersion(which: ContentPlace, reason: string, signal?: AbortSignal): Promise<ContentVersion>
  /** What the users of a channel get on a day, asked for as they do; null when nothing is in force. */
  readInForce(which: { readonly kind: ContentKind; readonly code: string; readonly on: string; readonly channel: ContentChannel }, signal?: AbortSignal): Promise<ServedText | null>
}

export type ContentPlace = { readonly kind: ContentKind; readonly code: string; readonly version: number }
/** `version.hash` is what the system says, `receivedHash` what its text comes to here. */
export type ServedText = { readonly version: ContentVersion; readonly body: unknown; readonly receivedHash: string }

export type UsedTool = { readonly name: string; readonly version: string }

/** Begins the answer to a question that the database could not be asked: a table or column is not there, or not readable. */
export const UNASKABLE = '不能询问：'

/** `questions` are asked in the snapshot of the dump; each gives one value as text. */
export type DumpRequest = { readonly questions?: readonly TallyQuestion[]; readonly signal?: AbortSignal }
export type TallyQuestion = { readonly name: string; readonly sql: string }

export type Dump = {
  /** What the bytes are: PostgreSQL's custom archive, or SQL statements. */
  readonly format: DumpFormat
  readonly tool: UsedTool
  /** The instant whose state is dumped. */
  readonly snapshotAt: Date
  /** Read once. Ends only when the tool ended well; throws a ConnectorError otherwise, however much was read. */
  readonly content: AsyncIterable<Buffer>
  /** What the same snapshot held; settles when all tables have been read. */
  readonly tally: Promise<Tally>
}
export type DumpFormat = 'postgres-custom' | 'sql'

export type TallyRequest = DumpRequest & { /** Another database of the same server; default: that of the settings. */ readonly database?: string; /** PostgreSQL only; default: all of every table. */ readonly sample?: TallySample }

/**
 * A part instead of all: so many tables, chosen anew with every seed, and of each blocks of about so many bytes; or the tables that were noted before, and of
 * each the same share. What somebody holds locked is left out.
 */
export type TallySample = { readonly count: number; readonly bytesEach: number; readonly seed: string } | { readonly like: readonly TableTally[] }

/** What a database holds, in numbers that come out the same for the same content, on any server of the same engine. */
export type Tally = {
  readonly tables: readonly TableTally[]
  /** Digest of the definition of each object (table with its keys, indexes and triggers; view; function), by its name. */
  readonly structure: Readonly<Record<string, string>>
  /** Answers to the questions, by name. */
  readonly answers: Readonly<Record<string, string | null>>
  /** Size on the server's disk. */
  readonly bytes: number
}
/** `digest` is the sum of a hash of every row: the order of rows does not matter, every value does. */
export type TableTally = { readonly name: string; readonly rows: number; readonly digest: string; /** How much of a table was sampled, in percent of its blocks: these rows and this digest are of them only. */ readonly percent?: number | undefined }

export type RestoreRequest = {
  /** Name of the database to make; `conflict` when it is there already. */
  readonly database: string
  readonly format: DumpFormat
  readonly content: AsyncIterable<Buffer> & { into?(file: string, signal?: AbortSignal): Promise<void> }
  /** A folder of ours with room for the whole dump: the engine's tool may then work over several connections at once. */
  readonly folder?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Values are as the driver gives them; dates and large numbers as text. `kinds` beside `columns`: what the engine says a column holds. */
export type StreamedBatch = { readonly columns: readonly string[]; readonly kinds: readonly StreamedKind[]; readonly rows: ReadonlyArray<readonly unknown[]> }
export type StreamedKind = 'text' | 'integer' | 'decimal' | 'date' | 'instant' | 'boolean' | 'binary'

/**
 * Changes of data that were reviewed and approved. Nothing but `applyChange` and `undoChange` leaves anything behind. Each is one transaction
 * with its marker in the target's ledger: after any failure but `conflict` the change may have been committed or not, `findOutcome` tells,
 * and calling again with the same key never doubles it.
 */
export type DataChangeDoor = {
  /** What is missing before anything can be changed, in Chinese; empty when nothing is. */
  checkSetup(signal?: AbortSignal): Promise<readonly string[]>
  readonly schemas: readonly string[]
  describeTables(tables: ReadonlyArray<{ readonly schema: string; readonly name: string }>, signal?: AbortSignal): Promise<readonly TargetTable[]>
  /** Does it, counts, and takes everything back: locks are held for as long as it takes. */
  tryChange(order: DataOrder, signal?: AbortSignal): Promise<TriedDataChange>
  /** `conflict` when the rows are not as many as approved, or something else was written: then nothing is. `keep` gets the image before the commit and answers with its SM3. */
  applyChange(order: DataOrder, warrant: DataWarrant, keep: KeepImage, signal?: AbortSignal): Promise<AppliedDataChange>
  /** Takes a change back row by row, from its image; `conflict` when any row is no longer as the change left it. */
  undoChange(image: DataImage, limits: DataLimits, warrant: DataWarrant, keep: KeepImage, signal?: AbortSignal): Promise<AppliedDataChange>
  findOutcome(key: string, signal?: AbortSignal): Promise<DataOutcome | null>
  /** Holds the rows of an image against what is there now: keys of rows that are not as the change left them. */
  readBack(image: DataImage, signal?: AbortSignal): Promise<{ readonly rows: number; readonly differing: readonly string[] }>
  /**
   * Describes tables and columns (COMMENT) and reads every description back from the live catalogue; written again, nothing changes. `conflict` when a
   * place is not there or says neither what it said before nor the new text: then nothing is written. PostgreSQL: one transaction. MariaDB: a
   * statement a table, as a change of metadata only; a definition that would differ in anything else is put back. The login must own the tables (MariaDB: ALTER).
   */
  writeComments(comments: readonly TableComment[], limits: DataLimits, signal?: AbortSignal): Promise<{ readonly written: number; readonly present: number }>
}
export type DataLimits = { readonly statementMs: number; readonly lockMs: number }
export type DataOrder = {
  readonly steps: readonly DataStep[]
  readonly limits: DataLimits
  /** One step only: the next `size` rows by primary key after `after`, in a transaction of their own. `done` rows came before. */
  readonly batch?: { readonly size: number; readonly after: readonly string[] | null; readonly done: number }
}
export type DataWarrant = { readonly key: string; readonly orderNumber: string; readonly approver: string; readonly executor: string }
export type KeepImage = (image: DataImage) => Promise<string>
export type DataOutcome = { readonly orderSm3: string; readonly imageSm3: string; readonly affected: readonly number[]; /** Primary key of the last row of a batch. */ readonly lastKey: readonly string[] | null }
export type TriedDataChange = { readonly affected: readonly number[]; readonly tookMs: number; readonly image: DataImage }
/** `repeated`: this key was committed before. */
export type AppliedDataChange = DataOutcome & { readonly outcome: 'applied' | 'repeated'; readonly tookMs: number }

/** Long transactions and long answers: for changes of data and for exports. */
export const dataLimits: Partial<Limits> = Object.freeze({ questionTimeoutMs: 30 * 60_000, budgetMs: 60 * 60_000, maxAnswerBytes: 4 * 1024 * 1024 * 1024 })

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
  conflict: '目标现状与此项变更不符',
  'tool-missing': '缺少合用的客户端工具',
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
