import type { Selectable } from 'kysely'
import type { Ctx } from '#platform/context/context.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { spineTables } from '#spine/database/spine-tables.ts'
import type { ContractTable } from '#spine/database/tables.ts'
import { contractDocument, type ContractDocument } from './contract-document.ts'

export const contractErrors = defineErrors('contract', {
  none: [409, '尚未载入合同'],
  invalid: [422, '合同数据未通过检查'],
})

export type CurrentContract = Selectable<ContractTable> & { readonly document: ContractDocument }

/** The contract that the centre works under. One centre serves one contract; the latest loaded wins. */
export async function findCurrentContract(ctx: Pick<Ctx, 'tx'>): Promise<CurrentContract | undefined> {
  const row = await spineTables(ctx)
    .selectFrom('spine.contract as c')
    .innerJoin('spine.contractVersion as v', (join) => join.onRef('v.contractId', '=', 'c.contractId').onRef('v.version', '=', 'c.currentVersion'))
    .selectAll('c')
    .select('v.document')
    .orderBy('c.loadedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, document: contractDocument.parse(row.document) }
}

export async function currentContract(ctx: Pick<Ctx, 'tx'>): Promise<CurrentContract> {
  const contract = await findCurrentContract(ctx)
  if (!contract) throw contractErrors.none()
  return contract
}
