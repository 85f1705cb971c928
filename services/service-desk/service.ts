import { service } from '#shared/services.ts'
import { defineService } from '#spine/service.ts'
import { assessments } from './assessments.ts'
import { serviceDeskMigrations } from './database/migrations.ts'
import { evidence } from './evidence.ts'
import { jobs } from './jobs.ts'
import { watchMailboxes } from './mail/watch-mailboxes.ts'
import { obligations } from './obligations.ts'
import { reports } from './reports.ts'
import { routes } from './routes.ts'
import { ticketKind } from './tickets/ticket-kind.ts'
import { workOrders } from './work-orders.ts'

/** 服务热线 (M1): calls and messages of people, and what became of them. */
export const serviceDesk = defineService({
  name: 'service-desk',
  title: service.titles['service-desk'],
  obligations,
  workOrders,
  evidence,
  assessments,
  reports,
  requests: [ticketKind],
  routes,
  jobs,
  watches: [watchMailboxes],
  migrations: serviceDeskMigrations,
})
