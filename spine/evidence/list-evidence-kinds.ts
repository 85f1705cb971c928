import type { SpineCtx } from '#spine/context.ts'
import { findCurrentContract } from '#spine/contracts/contracts.store.ts'
import { spineEvidenceKind } from './evidence.ts'

/** Every kind of evidence with its Chinese title: the contract's register, the services' own, and the spine's. */
export async function listEvidenceKinds(ctx: SpineCtx): Promise<{ items: Array<{ kind: string; title: string }> }> {
  const contract = await findCurrentContract(ctx)
  const titles = new Map<string, string>()
  for (const service of ctx.services.values()) for (const { kind, title } of service.evidence) titles.set(kind, title)
  for (const [kind, title] of Object.entries({ ...spineEvidenceKind.titles, ...contract?.document.evidenceKinds })) titles.set(kind, title)
  return { items: [...titles].map(([kind, title]) => ({ kind, title })).toSorted((a, b) => (a.kind < b.kind ? -1 : 1)) }
}
