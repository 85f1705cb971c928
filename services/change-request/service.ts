import { service } from '#shared/services.ts'
import { defineService } from '#spine/service.ts'
import { assessments } from './assessments.ts'
import { changeRequestKind } from './changes/change-kind.ts'
import { changeRequestMigrations } from './database/migrations.ts'
import { evidence } from './evidence.ts'
import { jobs } from './jobs.ts'
import { obligations } from './obligations.ts'
import { reports } from './reports.ts'
import { routes } from './routes.ts'
import { workOrders } from './work-orders.ts'

/** 其它工作 (M12): changes on the six systems, and the texts that law enforcement works by. */
export const changeRequest = defineService({
  name: 'change-request',
  title: service.titles['change-request'],
  obligations,
  workOrders,
  evidence,
  assessments,
  reports,
  routes,
  jobs,
  requests: [changeRequestKind],
  migrations: changeRequestMigrations,
})
