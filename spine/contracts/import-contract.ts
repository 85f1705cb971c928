import { newId } from '#shared/ids.ts'
import { actorUserId } from '#platform/context/context.ts'
import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { replan } from '#spine/obligations/replan.ts'
import type { ContractDocument } from './contract-document.ts'
import { settleDefaults } from './settle-defaults.ts'
import { citeClause, settleObligation } from './settled-obligation.ts'

/**
 * Puts a checked contract document into force: a new version when its content differs, its subsystems and obligations,
 * and the plan of its occurrences. Loading the same content again changes nothing.
 */
export async function importContract(ctx: SpineCtx, document: ContractDocument): Promise<{ contractId: string; version: number; isNew: boolean }> {
  const db = spineTables(ctx)
  const text = canonicalJson(JSON.parse(JSON.stringify(document)))
  const documentSm3 = sm3(text)
  const known = await db.selectFrom('spine.contract').selectAll().where('code', '=', document.id).forUpdate().executeTakeFirst()
  const contractId = known?.contractId ?? newId(ctx.now)
  if (known) {
    const current = await db.selectFrom('spine.contractVersion').select('documentSm3').where('contractId', '=', contractId).where('version', '=', known.currentVersion).executeTakeFirst()
    if (current?.documentSm3 === documentSm3) return { contractId, version: known.currentVersion, isNew: false }
  }
  const version = (known?.currentVersion ?? 0) + 1
  const facts = {
    title: document.title,
    isDemonstration: document.isDemonstration ?? false,
    termFrom: document.term.from,
    termTo: document.term.to,
    currentVersion: version,
    loadedAt: ctx.now,
    loadedBy: actorUserId(ctx.actor),
  }
  if (known) await db.updateTable('spine.contract').set(facts).where('contractId', '=', contractId).execute()
  else await db.insertInto('spine.contract').values({ contractId, code: document.id, ...facts }).execute()
  await db.insertInto('spine.contractVersion').values({ contractId, version, document: text, documentSm3, loadedAt: ctx.now, loadedBy: facts.loadedBy }).execute()
  await registerSubsystems(ctx, contractId, document)
  await registerObligations(ctx, contractId, document)
  await replan(ctx, `合同第 ${version} 版载入`)
  return { contractId, version, isNew: true }
}

async function registerSubsystems(ctx: SpineCtx, contractId: string, document: ContractDocument): Promise<void> {
  for (const [position, { slug, code, title }] of document.subsystems.entries()) {
    await spineTables(ctx)
      .insertInto('spine.subsystem')
      .values({ subsystem: slug, contractId, code, title, position })
      .onConflict((conflict) => conflict.column('subsystem').doUpdateSet({ contractId, code, title, position }))
      .execute()
  }
}

/** Obligations keep their identity over versions; one that left the contract is kept and marked as no longer current. */
async function registerObligations(ctx: SpineCtx, contractId: string, document: ContractDocument): Promise<void> {
  const db = spineTables(ctx)
  await db.updateTable('spine.obligation').set({ isCurrent: false }).where('contractId', '=', contractId).execute()
  const settings = settleDefaults(document, [], document.term.from)
  for (const obligation of document.obligations) {
    const settled = settleObligation(document, obligation, settings)
    for (const subsystem of settled.subsystems) {
      const facts = {
        service: settled.service,
        clause: citeClause(document, obligation, subsystem),
        title: obligation.title,
        duty: obligation.duty,
        actors: [...obligation.actors],
        cadences: JSON.stringify(settled.cadences),
        deadline: JSON.stringify(obligation.deadline),
        evidenceKinds: [...obligation.evidence],
        judgement: JSON.stringify(obligation.judgement),
        moneyRules: [...obligation.money],
        isCurrent: true,
      }
      await db
        .insertInto('spine.obligation')
        .values({ obligationId: newId(ctx.now), contractId, code: obligation.id, subsystem, ...facts })
        .onConflict((conflict) => conflict.columns(['contractId', 'code', 'subsystem']).doUpdateSet(facts))
        .execute()
    }
  }
}
