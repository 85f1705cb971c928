import type { z } from 'zod'
import type { ApiImplementation } from '#platform/http/implement-api.ts'
import type { AnyJob } from '#platform/jobs/job.ts'
import type { MigrationSet } from '#platform/database/migrate.ts'
import type { Block, Figure, Source } from '#shared/document-model.ts'
import type { SpineAttached, SpineCtx, SpineRuntime } from './context.ts'
import type { RequestKind } from './requests/request-kind.ts'

/**
 * One of the twelve function modules. Whoever has read one service has read all twelve: the same five chapters
 * (obligations, work orders, evidence, assessments, reports), then its routes, jobs and tables.
 */
export type Service = {
  /** Slug from shared/services.ts. */
  readonly name: string
  /** Chinese name of the module. */
  readonly title: string
  readonly obligations: ServiceObligations
  readonly workOrders: readonly WorkOrderKind[]
  readonly evidence: readonly EvidenceKind[]
  readonly assessments: readonly AssessmentRule[]
  readonly reports: readonly ReportChapter[]
  /** Forms that people hand in to this module, on the one flow of `spine/requests`. */
  readonly requests?: readonly RequestKind[]
  readonly routes: ReadonlyArray<ApiImplementation<SpineCtx>>
  readonly jobs: ReadonlyArray<AnyJob<SpineAttached>>
  /** Work that lives as long as a worker process, beside its jobs; started once in each, it settles with its peers who does it. */
  readonly watches?: ReadonlyArray<(runtime: SpineRuntime) => { stop(): Promise<void> }>
  readonly migrations: MigrationSet | undefined
}

/** Which obligations of the register the service carries out itself; the rest of its module takes manual work orders. */
export type ServiceObligations = { readonly codes: readonly string[] }

export type WorkOrderKind = {
  /** `service.verb-noun`. */
  readonly kind: string
  readonly title: string
  /** Obligation codes whose occurrences open an order of this kind. */
  readonly obligations: readonly string[]
  readonly input: z.ZodType
  readonly result: z.ZodType
  /** Automatic kinds are carried out by the system; called again after a crash, it must go on and not begin anew. */
  readonly perform?: (runtime: SpineRuntime, order: PerformedOrder) => Promise<void>
  /** Whom an automatic order may still wait for when its performing has ended (签收): the service closes it in that person's act. */
  readonly awaits?: string
  /** When an automatic order of an occurrence is carried out, if not at once: what sums up a period waits for its end. */
  readonly performsAt?: (occurrence: { readonly opensOn: string; readonly endsOn: string; readonly dueAt: Date }) => Date
}

/** What an automatic order is told. It closes itself with closeWorkOrder and its evidence. */
export type PerformedOrder = {
  readonly workOrderId: string
  readonly subsystem: string
  readonly occurrenceId: string | null
  readonly obligationCode: string | null
  readonly input: unknown
  readonly signal: AbortSignal
}

export type EvidenceKind = {
  readonly kind: string
  readonly title: string
  /** Shape of the evidence body. */
  readonly body: z.ZodType
}

/** A judgement rule named in the contract data, beyond the plain «evidence before the due moment». */
export type AssessmentRule = {
  readonly name: string
  /** Says whether the evidence of one occurrence is complete; each shortcoming is a Chinese line. */
  judge(evidence: readonly JudgedEvidence[], parameters: unknown): { readonly isComplete: boolean; readonly lines: readonly string[] }
}

export type JudgedEvidence = { readonly evidenceId: string; readonly kind: string; readonly happenedAt: Date; readonly body: unknown }

/** A chapter that the service writes into reports. */
export type ReportChapter = {
  readonly chapter: string
  readonly title: string
  /** Position in the table of contents; the spine sorts all services' chapters by it. */
  readonly order: number
  readonly kinds: readonly ReportKind[]
  compose(ctx: SpineCtx, period: ReportPeriod): Promise<ComposedChapter>
}

export const reportKinds = Object.freeze(['inspection', 'monthly', 'quarterly', 'half-year', 'yearly', 'security-yearly'] as const)
export type ReportKind = (typeof reportKinds)[number]

/** `from` and `to` are business dates, both included; `isPartial` when the period is still running. */
export type ReportPeriod = { readonly kind: ReportKind; readonly key: string; readonly from: string; readonly to: string; readonly isPartial: boolean; readonly contractId: string }

/** Blocks in order, and every figure used in them with the query and evidence it came from. */
export type ComposedChapter = {
  /** Below the chapter's own heading of level 1, which the report writes from its title. An `annex` and what follows it goes to the end. */
  readonly blocks: readonly Block[]
  readonly figures: readonly Figure[]
  /** Text of every named query that `figures` refer to; frozen with the report, so that each can be run again. */
  readonly queries?: Readonly<Record<string, string>>
  /** Rows behind tables and charts, as they were given; frozen with the report, so that each cell can be compared. */
  readonly asked?: readonly AskedRows[]
}

/** The answer of one query in JSON, as it was when the report was built. */
export type AskedRows = { readonly query: string; readonly parameters: Source['parameters']; readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>> }

/** Freezes a service and checks what can be checked before the boot goes on. */
export function defineService(service: Service): Service {
  const kinds = new Set(service.workOrders.map((kind) => kind.kind))
  if (kinds.size !== service.workOrders.length) throw new Error(`service ${service.name} names a work order kind twice`)
  for (const { kind, obligations } of service.workOrders) {
    if (!kind.startsWith(`${service.name}.`)) throw new Error(`work order kind ${kind} does not carry its service's name ${service.name}`)
    for (const code of obligations) {
      if (!service.obligations.codes.includes(code)) throw new Error(`work order kind ${kind} answers for ${code}, which service ${service.name} does not claim`)
    }
  }
  for (const { kind } of service.requests ?? []) {
    if (!kind.startsWith(`${service.name}.`)) throw new Error(`request kind ${kind} does not carry its service's name ${service.name}`)
  }
  return Object.freeze(service)
}
