import type { AccountOrder, TargetAccount, TargetRole } from '#shared/maintenance/target-account.ts'
import type { Ctx } from '#platform/context/context.ts'

/** One set of accounts that a system keeps: those of its web pages, or what the mobile client may do. */
export type AccountBook = {
  /** Distinguishes the orders of the two. */
  readonly target: string
  /** What can be kept of an end of validity. */
  readonly keep: (validTo: string | null) => string | null
  roles(ctx: Ctx): Promise<TargetRole[]>
  /** In the order of names, those after `after`. */
  list(ctx: Ctx, after: string, limit: number): Promise<TargetAccount[]>
  /** Locked until the act ends where it is about to be changed. */
  find(ctx: Ctx, account: string, options?: { readonly isLocked: boolean }): Promise<TargetAccount | null>
  /** Brings the account from the one to the other. Each line says what was, or would be, done. */
  steps(before: TargetAccount | null, after: TargetAccount): string[]
  carryOut(ctx: Ctx, before: TargetAccount | null, after: TargetAccount, order: AccountOrder): Promise<void>
}
