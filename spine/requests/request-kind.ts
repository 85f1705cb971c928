import type { z } from 'zod'
import type { Permission } from '#shared/define-api.ts'
import type { ClockTarget } from '#shared/deadline-clock/clock-target.ts'
import type { Block } from '#shared/document-model.ts'
import type { InputProblem } from '#shared/problem.ts'
import type { SpineCtx } from '#spine/context.ts'
import type { FormLine, RequestOrigin, RequestPriority, RequestState } from './api.ts'

/** A request as its kind sees it. `form` is the submitted version, checked by the kind's schema. */
export type KindRequest<Form = unknown> = {
  readonly requestId: string
  readonly number: string
  readonly kind: string
  readonly subsystem: string
  readonly title: string
  readonly state: RequestState
  readonly formVersion: number
  readonly form: Form
  readonly requesterId: string | null
  readonly requesterName: string
  readonly requesterUnit: string
  readonly origin: RequestOrigin
  readonly priority: RequestPriority | null
  readonly assigneeId: string | null
  readonly beginsOn: string | null
  readonly occurrenceId: string | null
  readonly submittedAt: Date | null
  readonly approvedAt: Date | null
  readonly deliveredAt: Date | null
  readonly closedAt: Date | null
  readonly version: number
}

/** One step of the way to approval, in order. Whoever holds the role that day, or his deputy, decides it. */
export type ApprovalStep = {
  readonly title: string
  readonly approver: { readonly role: string } | { readonly userId: string }
  /** An approval that nobody gave in time lapses; the request goes back to its requester. Working days; absent: never. */
  readonly expiresAfterWorkingDays?: number
}

/** What the form says for lists and clocks, derived at every save. */
export type FormFacts = { readonly title: string; readonly subsystem: string; readonly priority?: RequestPriority | null }

/**
 * A kind of request: what a service declares so that its forms run on the one flow of the spine. Everything here is
 * called inside the caller's transaction; the spine keeps state, versions, approvals, clocks, links, files and timeline.
 */
export type RequestKind<Form extends z.ZodType = z.ZodType> = {
  /** `service.noun`. */
  readonly kind: string
  readonly title: string
  /** Prefix of the number, `QX`. */
  readonly prefix: string
  /** Shape of a complete form; a draft may lack anything. Problems are told all at once when it is submitted. */
  readonly form: Form
  /** Beside `request:open`: who may open this kind; and who may handle it beside `request:handle`. */
  readonly permissions: { readonly open: Permission; readonly handle: Permission }
  /** The facts of a form that may still be incomplete: called with what is there. */
  facts(draft: Readonly<Record<string, unknown>>): FormFacts
  /** The form as people read it, for pages, prints and differences between versions. */
  describe(form: z.output<Form>): readonly FormLine[]
  /** What the schema can not see (wrong form for the subsystem, unknown account …); each a problem with its place. */
  check?(ctx: SpineCtx, form: z.output<Form>, request: KindRequest<z.output<Form>>): Promise<readonly InputProblem[]>
  /** The way to approval; empty: the request is ready at once. */
  approvals?(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<readonly ApprovalStep[]> | readonly ApprovalStep[]
  /** People beside the requester who may not approve: whoever gains by it. */
  excluded?(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<readonly string[]> | readonly string[]
  /** Who approved a form does not handle it. Kept by the database. */
  readonly separatesDuties?: boolean
  /** When the targets start (work that waits for its day starts them on it), and what they are; `ctx` to look up dated configuration. */
  readonly startsClock: 'submitted' | 'approved'
  targets(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<readonly ClockTarget[]> | readonly ClockTarget[]
  /** Business date before which approved work does not begin (生效日期), if the form names one; only for clocks that start with the approval. */
  beginsOn?(form: z.output<Form>): string | null
  /** When the time of a request began that was written down later (a call), if the form says so; absent or null: with the act itself. */
  startedAt?(request: KindRequest<z.output<Form>>): Date | null
  /** Target that a first answer stops, through the service; a delivery without one answers by itself. */
  readonly answerTarget?: string
  /** Target that delivery stops, and that a reopening starts again. */
  readonly deliveryTarget?: string
  /** Delivered work waits for the requester this many working days, then silence accepts; `none`: delivered is closed. */
  readonly acceptance: 'none' | { readonly silentAfterWorkingDays: number }
  /** Permission of those who accept for the requester (paper, hotline); the requester himself always may. */
  readonly acceptFor?: Permission
  /**
   * The duty of the contract that such a request calls up: `event` is the word of the register. Its occurrence is opened
   * with the request (`due` names the target whose moment is the occurrence's), and proven when the request is closed.
   */
  duty?(request: KindRequest<z.output<Form>>): { readonly event: string; readonly due: string } | undefined
  /** Evidence that proves the duty, recorded in the act that closes the request. */
  prove?(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<readonly string[]>
  /** Layout of the printed form; absent: the described lines in a table. Approvals and signatures follow by themselves. */
  print?(form: z.output<Form>, request: KindRequest<z.output<Form>>): readonly Block[]
  /** Who else may read it, beside requester, handler and approvers: whoever is served by it, or reads all of its kind anyway. */
  isReadableBy?(ctx: SpineCtx, requestId: string): Promise<boolean>
  /** The request is ready to be worked on: open the work orders that carry it out (with `requestId`). */
  onReady?(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<void>
  /** A work order of the request was closed with its typed result: go on, or deliver. */
  onWorkClosed?(ctx: SpineCtx, request: KindRequest<z.output<Form>>, order: { readonly workOrderId: string; readonly kind: string; readonly result: unknown }): Promise<void>
  /** May it still be withdrawn or merged? What stands in the way, in words: work that has taken effect is not undone by forgetting it. */
  checkEnding?(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<readonly InputProblem[]>
  /** May it be delivered as it stands? Shortcomings in words, all at once. */
  checkDelivery?(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<readonly InputProblem[]>
  onClosed?(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<void>
  /** Those who handle it wrote what the requester may read: send it where he asked. */
  onNoted?(ctx: SpineCtx, request: KindRequest<z.output<Form>>, note: string): Promise<void>
  /** Withdrawn, refused or merged: give back what was reserved for it. */
  onEnded?(ctx: SpineCtx, request: KindRequest<z.output<Form>>): Promise<void>
}

/** Keeps the form's type within the declaration; the spine itself treats every kind alike. */
export function defineRequestKind<Form extends z.ZodType>(kind: RequestKind<Form>): RequestKind {
  if (!/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(kind.kind)) throw new Error(`request kind ${kind.kind} is not service.noun`)
  if (kind.beginsOn !== undefined && kind.startsClock !== 'approved') throw new Error(`request kind ${kind.kind} waits for a day while its clock runs`)
  return Object.freeze(kind)
}
