import { sql } from 'kysely'
import { businessDate } from '#shared/instant.ts'
import { addMoney, parseMoney } from '#shared/money.ts'
import type { SpineCtx } from '#spine/context.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import { defaultDecisions } from '#spine/obligations/replan.ts'
import { deadlineUnit, type ContractDocument } from './contract-document.ts'
import { currentContract } from './contracts.store.ts'
import { optionOn, settleDefaults } from './settle-defaults.ts'
import { settleObligation } from './settled-obligation.ts'

/** The contract page: everything that the document says, each clause beside what has become of it. */
export async function readContract(ctx: SpineCtx) {
  const contract = await currentContract(ctx)
  const { document } = contract
  const version = await spineTables(ctx).selectFrom('spine.contractVersion').select('documentSm3').where('contractId', '=', contract.contractId).where('version', '=', contract.currentVersion).executeTakeFirstOrThrow()
  const counts = await countsByCode(ctx, contract.contractId)
  const settings = settleDefaults(document, await defaultDecisions(ctx, contract.contractId), businessDate(ctx.now))
  const partyTitle = new Map(document.parties.map(({ id, title }) => [id, title]))
  return {
    contractId: contract.contractId,
    code: contract.code,
    title: contract.title,
    isDemonstration: contract.isDemonstration,
    termFrom: contract.termFrom,
    termTo: contract.termTo,
    version: contract.currentVersion,
    loadedAt: contract.loadedAt,
    documentSm3: version.documentSm3,
    parties: document.parties,
    periods: document.term.periods.map(({ title, from, to }) => ({ title, from, to: to ?? null })),
    prices: prices(document),
    clauses: document.obligations.map((obligation) => ({
      code: obligation.id,
      title: obligation.title,
      duty: obligation.duty,
      clause: obligation.clause.replaceAll('{subsystem}·{item}', '各子系统'),
      service: settleObligation(document, obligation, settings).service,
      actors: obligation.actors.map((actor) => partyTitle.get(actor) ?? actor),
      deadline: deadlineWords(obligation.deadline),
      judgement: obligation.judgement.text,
      evidence: obligation.evidence.map((kind) => document.evidenceKinds[kind] ?? kind),
      money: obligation.money,
      ambiguities: obligation.ambiguities ?? [],
      counts: counts.get(obligation.id) ?? { planned: 0, met: 0, missed: 0, open: 0 },
    })),
    payments: document.payments.map(({ id, title, clause, percent, amount, conditions, targetBefore }) => ({ id, title, clause, percent, amount, conditions, targetBefore: targetBefore ?? null })),
    penalties: document.penalties,
    documents: document.documents.map(({ id, title, clause, status, note }) => ({ id, title, clause, status, note: note ?? '' })),
    sharingLinks: document.sharingLinks,
    inconsistencies: document.inconsistencies,
  }
}

/** What every page shows of the contract: cheap, one row. */
export async function readTerm(ctx: SpineCtx) {
  const { title, isDemonstration, termFrom, termTo } = await currentContract(ctx)
  return { title, isDemonstration, termFrom, termTo, today: businessDate(ctx.now) }
}

function prices({ priceList, subsystems, modules }: ContractDocument) {
  const titles = new Map(subsystems.map(({ code, title }) => [code, title]))
  return {
    total: priceList.statedTotal,
    totalInWords: priceList.statedTotalInWords,
    subsystems: priceList.sections.map((section) => ({ code: section.subsystem, title: titles.get(section.subsystem) ?? section.printedTitle, subtotal: addMoney(...Object.values(section.lines).map(({ amount }) => parseMoney(amount))) })),
    modules: modules.map(({ code, title }) => ({ code, title, subtotal: addMoney(...priceList.sections.flatMap((section) => (section.lines[code] ? [parseMoney(section.lines[code].amount)] : []))) })),
    cells: priceList.sections.flatMap((section) => Object.entries(section.lines).map(([module, { amount }]) => ({ subsystem: section.subsystem, module, amount }))),
  }
}

function deadlineWords({ amount, unit, words, direction }: ContractDocument['obligations'][number]['deadline']): string {
  if (typeof amount !== 'number') return words ?? deadlineUnit.titles[unit]
  return `${direction === 'before' ? '提前 ' : ''}${amount} 个${deadlineUnit.titles[unit]}${words ? `（${words}）` : ''}`
}

async function countsByCode(ctx: SpineCtx, contractId: string) {
  const { rows } = await sql<{ code: string; planned: number; met: number; missed: number; open: number }>`
    select b.code, count(*) filter (where not o.tags && array['not-applicable', 'previous-operator']) as planned,
      count(*) filter (where a.verdict in ('met', 'late')) as met, count(*) filter (where a.verdict = 'missed') as missed,
      count(*) filter (where coalesce(a.verdict, 'not-yet-due') in ('not-yet-due', 'undecided') and not o.tags && array['not-applicable', 'previous-operator']) as open
    from spine.obligation b join spine.occurrence o using (obligation_id) left join spine.assessment a using (occurrence_id)
    where b.contract_id = ${contractId} and o.withdrawn_at is null group by b.code`.execute(ctx.tx)
  return new Map(rows.map(({ code, ...counts }) => [code, counts]))
}

/** The ambiguities with the option in force today and the decision that put it there. */
export async function listAmbiguities(ctx: SpineCtx) {
  const { document, contractId } = await currentContract(ctx)
  const decisions = await defaultDecisions(ctx, contractId)
  const today = businessDate(ctx.now)
  const partyTitle = new Map(document.parties.map(({ id, title }) => [id, title]))
  const recorded = await spineTables(ctx)
    .selectFrom('spine.decision as d')
    .leftJoin('spine.decision as r', 'r.revokesDecisionId', 'd.decisionId')
    .select(['d.decisionId', 'd.reason', 'd.decidedByName', 'd.decidedOn', 'd.effectiveOn', sql<string>`d.subject ->> 'ambiguity'`.as('ambiguity')])
    .where('d.contractId', '=', contractId)
    .where('d.kind', '=', 'ambiguity-default')
    .where('r.decisionId', 'is', null)
    .orderBy('d.recordedAt')
    .execute()
  return {
    items: document.ambiguities.map((ambiguity) => ({
      ...ambiguity,
      owner: partyTitle.get(ambiguity.owner) ?? ambiguity.owner,
      inForce: optionOn(ambiguity, decisions, today),
      obligations: document.obligations.filter((obligation) => obligation.ambiguities?.includes(ambiguity.id)).map(({ id }) => id),
      decidedBy: recorded.findLast((row) => row.ambiguity === ambiguity.id) ?? null,
    })),
  }
}

export async function listContractVersions(ctx: SpineCtx) {
  const { contractId } = await currentContract(ctx)
  const items = await spineTables(ctx)
    .selectFrom('spine.contractVersion as v')
    .leftJoin('platform.userAccount as u', 'u.userId', 'v.loadedBy')
    .select(['v.version', 'v.documentSm3', 'v.loadedAt', 'u.displayName as loadedByName'])
    .where('v.contractId', '=', contractId)
    .orderBy('v.version', 'desc')
    .execute()
  return { items }
}
