import type { Selectable } from 'kysely'
import { lockSeenRequest, readContacts, type RequestRow, type SpineCtx } from '#spine/spine.ts'
import { serviceDeskTables } from '../database/service-desk-tables.ts'
import type { TicketTable } from '../database/tables.ts'
import { TICKET_KIND, ticketErrors } from './ticket.ts'

export type TicketRow = Selectable<TicketTable>
export type LockedTicket = { readonly request: RequestRow; readonly ticket: TicketRow }

export async function findTicket(ctx: Pick<SpineCtx, 'tx'>, requestId: string): Promise<TicketRow> {
  const row = await serviceDeskTables(ctx).selectFrom('serviceDesk.ticket').selectAll().where('requestId', '=', requestId).executeTakeFirst()
  if (!row) throw ticketErrors['not-found']()
  return row
}

/** The ticket at the version that the person saw; another version is refused with who changed it. */
export async function lockTicket(ctx: SpineCtx, requestId: string, version: number): Promise<LockedTicket> {
  const request = await lockSeenRequest(ctx, requestId, version)
  if (request.kind !== TICKET_KIND) throw ticketErrors['not-found']()
  return { request, ticket: await findTicket(ctx, requestId) }
}

/** Somebody works on it, or could begin to. */
export function requireOpen({ state }: Pick<RequestRow, 'state'>): void {
  if (!['ready', 'in-progress', 'waiting'].includes(state)) throw ticketErrors['not-open']()
}

export async function changeTicket(ctx: SpineCtx, requestId: string, changes: Partial<Omit<TicketRow, 'requestId'>>): Promise<void> {
  await serviceDeskTables(ctx).updateTable('serviceDesk.ticket').set(changes).where('requestId', '=', requestId).execute()
}

/** Who called, as far as it is known now: an unknown number that was given an owner later shows him on former tickets too. */
export async function callerOf(ctx: SpineCtx, contactId: string | null) {
  return contactId === null ? null : ((await readContacts(ctx, [contactId])).get(contactId) ?? null)
}
