import { randomUUID } from 'node:crypto'
import { spineTestBed } from '#tests/support/spine-test-bed.ts'
import { serviceDesk } from '../service.ts'
import { serviceDeskMigrations } from '../database/migrations.ts'
import { enterTicket, type EnterTicket } from '../tickets/enter-ticket.ts'

const PERMISSIONS = ['request:read', 'request:read-all', 'request:open', 'request:handle', 'ticket:read', 'ticket:enter', 'ticket:handle', 'article:read', 'article:write', 'article:review', 'telephone:read', 'telephone:answer']

/** The service desk with two people at it, and a way to enter a call without saying everything. */
export async function deskTestBed(options: { now: string }) {
  const bed = await spineTestBed({ now: options.now, services: [serviceDesk], migrations: [serviceDeskMigrations] })
  const officer = await bed.person('热线员', PERMISSIONS)
  const colleague = await bed.person('另一位热线员', PERMISSIONS)
  const usual = { title: '登录后页面空白', subsystem: 'market-supervision', category: 'fault', impact: 'person', urgency: 'hindered', line: '7726' }
  return {
    bed,
    officer,
    colleague,
    /** Enters a ticket and gives its id back. */
    async enter(form: Readonly<Record<string, unknown>>, more: Partial<EnterTicket> = {}): Promise<string> {
      const row = await bed.as(officer, (ctx) => enterTicket(ctx, { ticketId: randomUUID(), caller: { contact: '', name: '来电人', unit: '' }, firstAnswer: '', solution: '', articleIds: [], isComplete: true, ...more, form: { ...usual, ...form } }))
      return row.requestId
    },
  }
}
