import { currentContract } from '#spine/contracts/contracts.store.ts'
import type { SpineCtx } from '#spine/context.ts'

/** What a reader calls the rows and columns of the matrix. */
export type ContractNames = {
  readonly subsystems: ReadonlyArray<{ readonly slug: string; readonly code: string; readonly title: string }>
  readonly modules: ReadonlyArray<{ readonly service: string; readonly code: string; readonly title: string }>
}

export async function contractNames(ctx: SpineCtx): Promise<ContractNames> {
  const { document } = await currentContract(ctx)
  return { subsystems: document.subsystems.map(({ slug, code, title }) => ({ slug, code, title })), modules: document.modules.map(({ service, code, title }) => ({ service, code, title })) }
}
